import type { Context } from '../../host/context.ts';

/** Reads a file, or standard input for `-`. */
export function readInput(path: string, ctx: Pick<Context, 'files' | 'readStdin'>): Promise<Uint8Array> {
  return path === '-' ? ctx.readStdin() : ctx.files.read(path);
}

/** The name of an input in reports and errors. */
export function inputName(path: string): string {
  return path === '-' ? 'stdin' : path;
}
