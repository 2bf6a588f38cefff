import { compileBaseline } from '../../baseline/compile-baseline.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { decodeText } from '../../core/decode-text.ts';
import type { Context } from '../../host/context.ts';
import { inputName, readInput } from './read-input.ts';

/** Reads and compiles a baseline file; `-` is standard input. @throws AppError kind usage. */
export async function readBaselineFile(
  path: string,
  ctx: Pick<Context, 'files' | 'readStdin'>,
): Promise<CompiledBaseline> {
  return compileBaseline(decodeText(await readInput(path, ctx), inputName(path)), inputName(path));
}
