/**
 * Returns the flags of Node's permission model for the process of a function. It can read its own folder and the
 * runtime, and write its own folder. It cannot start processes or threads. The model limits mistakes, not
 * attackers: it restricts neither sockets nor Node itself. Empty if this version of Node has no such model.
 */
export function permissionFlags(
  folder: string,
  runtime: string,
  known: ReadonlySet<string> = process.allowedNodeEnvironmentFlags,
): string[] {
  const permission = ['--permission', '--experimental-permission'].find((flag) => known.has(flag));
  if (permission === undefined) return [];
  const net = known.has('--allow-net');
  return [
    permission,
    `--allow-fs-read=${folder}/*`,
    `--allow-fs-read=${runtime}`,
    `--allow-fs-write=${folder}/*`,
    // Since Node 25, the model also restricts the network.
    ...(net ? ['--allow-net'] : []),
    // The old name of the model and `--allow-net` each make Node print a warning, which the function's log would hold.
    ...(net || permission !== '--permission' ? ['--disable-warning=ExperimentalWarning'] : []),
  ];
}

/** Flags that grant no permission and make Node itself read or write no file. */
const SAFE =
  /^--(enable-source-maps|no-warnings|no-deprecation|trace-warnings|trace-deprecation|trace-uncaught|throw-deprecation|unhandled-rejections=[a-z-]+|stack-trace-limit=\d+|max-old-space-size=\d+|max-http-header-size=\d+|dns-result-order=\w+)$/;

/** Returns the flags in a function's own NODE_OPTIONS that its process gets. */
export function safeNodeOptions(options: string | undefined): string[] {
  // Quotation marks and backslashes join words. No safe flag needs them.
  if (options === undefined || /["'\\]/.test(options)) return [];
  return options.split(' ').filter((flag) => SAFE.test(flag));
}
