import { decodeText } from '../../core/decode-text.ts';
import { parseJson } from '../../core/parse-json.ts';
import { type PlanDocument, readDocument } from './document.ts';

export { planGroups } from './after-apply.ts';

/** Reads the plans of one file. @throws AppError kind usage that names the file and the place in it. */
export function readPlans(bytes: Uint8Array, name: string): PlanDocument[] {
  return [readDocument(parseJson(decodeText(bytes, name), name), name)];
}
