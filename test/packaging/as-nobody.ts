import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Ran, type RunSettings, runCommand } from './run-command.ts';

const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;

/** Why node can't run as a user whom file modes bind, in the checkout at `root`; or undefined if it can. */
export function whyNotNobody(root: string): string | undefined {
  if (!isRoot) return undefined;
  const probe = [
    '-e',
    'require("fs").readFileSync(process.argv[1])',
    join(root, 'node_modules/vitest/package.json'),
  ];
  const { error, status } = spawnSync('setpriv', [...NOBODY, process.execPath, ...probe]);
  if (error) return 'root can be nobody only by setpriv';
  return status === 0 ? undefined : 'nobody may not run this node or read this checkout';
}

/** Runs node as a user whom file modes bind: as root, that is nobody. */
export function asNobody(args: readonly string[], settings: RunSettings): Promise<Ran> {
  if (!isRoot) return runCommand(process.execPath, args, settings);
  return runCommand('setpriv', [...NOBODY, process.execPath, ...args], settings);
}
