import type { Context } from '../../host/context.ts';

/** Returns whether a path is one of standard input. */
export function isStdin(path: string): boolean {
  return path === '-' || path === '/dev/stdin';
}

/** Reads a file, or standard input for `-`. */
export function readInput(path: string, ctx: Pick<Context, 'files' | 'readStdin'>): Promise<Uint8Array> {
  return isStdin(path) ? ctx.readStdin() : ctx.files.read(path);
}

/** The name of an input in reports and errors. */
export function inputName(path: string): string {
  return isStdin(path) ? 'stdin' : path;
}
