import type { Context } from '../../host/context.ts';

/** The bytes of a file, or of standard input for `-`. */
export function readInput(path: string, ctx: Pick<Context, 'files' | 'readStdin'>): Promise<Uint8Array> {
  return path === '-' ? ctx.readStdin() : ctx.files.read(path);
}

/** What a report or an error calls it. */
export function inputName(path: string): string {
  return path === '-' ? 'stdin' : path;
}
