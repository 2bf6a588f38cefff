import { Document, isScalar, visit } from 'yaml';
import { escapeText, replaceUnsafe } from '../../core/words/terminal-text.ts';
import type { BaselineTextReport } from '../../reports/baseline.ts';

/** Writes the baseline as a YAML file that compiles to it, with one line per rule and the keys in the order of the schema. */
export function baselineYaml(report: BaselineTextReport): string {
  const document = new Document(report.baseline, { aliasDuplicateObjects: false });
  document.commentBefore = [
    ` A baseline of secgroup-monitor, ${escapeText(report.origin)}.`,
    ' `secgroup-monitor baseline check` validates this file; `baseline schema` prints a JSON Schema for editors.',
  ].join('\n');
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && escapeText(node.value) !== node.value) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return replaceUnsafe(text, (character) => (character === '\n' ? character : yamlEscape(character)));
}

/** Escapes a character in a double-quoted scalar (YAML 1.2, section 5.7). */
function yamlEscape(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
