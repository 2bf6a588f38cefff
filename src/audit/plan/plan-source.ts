import { decodeText } from '../../core/decode-text.ts';
import { usageError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { say } from '../../core/words/say.ts';
import { type PlanDocument, readDocument } from './document.ts';

export { type PlanGroups, planGroups } from './after-apply.ts';
export type { PlanDocument };

/**
 * Reads the plans of one file: one document, a list of documents, or one in each line. Terragrunt prints a line for
 * each unit.
 * @throws AppError kind usage with the file and the position in it.
 */
export function readPlans(bytes: Uint8Array, name: string): PlanDocument[] {
  // Terraform's own plan files are zip archives.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw usageError(
      'binary-plan',
      say`${name} is a binary plan file, not JSON.`,
      say`Use the output of \`terraform show -json PLANFILE\`.`,
    );
  }
  const text = decodeText(bytes, name);
  const lines = documentLines(text);
  if (lines === undefined) {
    const value = parseJson(text, name);
    return Array.isArray(value)
      ? value.map((one, index) => readDocument(one, name, `${name}[${index}]`))
      : [readDocument(value, name, name)];
  }
  return lines.map(({ line, start, end }) =>
    readDocument(parseJson(text.slice(start, end), name, line), name, `${name}:${line}`, line),
  );
}

/** Returns the position of each document if several lines begin one: Terraform indents a document of several lines. */
function documentLines(text: string): { line: number; start: number; end: number }[] | undefined {
  const lines = [];
  let line = 1;
  for (let start = 0; start < text.length; line += 1) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    if (text[start] === '{') lines.push({ line, start, end });
    else if (lines.length > 1 && text.slice(start, end).trim() !== '') lines.push({ line, start, end });
    start = end + 1;
  }
  return lines.length > 1 ? lines : undefined;
}
