import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Ran, type RunSettings, runCommand } from './run-command.ts';

const NOBODY = ['--reuid=65534', '--regid=65534', '--clear-groups'];
const isRoot = process.getuid?.() === 0;

/** Returns why node can't run as a user without root's rights in the checkout at `root`, or undefined if it can. */
export function whyNotNobody(root: string): string | undefined {
  if (!isRoot) return undefined;
  const probe = [
    '-e',
    'require("fs").readFileSync(process.argv[1])',
    join(root, 'node_modules/vitest/package.json'),
  ];
  const { error, status } = spawnSync('setpriv', [...NOBODY, process.execPath, ...probe]);
  if (error) return 'setpriv is not installed, and root needs it to become nobody';
  return status === 0 ? undefined : 'the user nobody cannot run this node or read this checkout';
}

/** Runs node as a user without root's rights: as `nobody` if this process is root. */
export function asNobody(args: readonly string[], settings: RunSettings): Promise<Ran> {
  if (!isRoot) return runCommand(process.execPath, args, settings);
  return runCommand('setpriv', [...NOBODY, process.execPath, ...args], settings);
}
