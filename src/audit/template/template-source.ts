import type { PlanDocument } from '../plan/document.ts';
import { readParameters } from './parameters.ts';
import { templateDocument } from './template-document.ts';
import { readTemplateText } from './template-text.ts';

/** The name and content of a file. */
export interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

/** Reads templates, and the values of their parameters. @throws AppError kind usage with the file and the position. */
export function readTemplates(
  templates: readonly NamedBytes[],
  parameters: NamedBytes | undefined,
): PlanDocument[] {
  const given =
    parameters === undefined
      ? new Map<string, unknown>()
      : readParameters(readTemplateText(parameters.bytes, parameters.name), parameters.name);
  return templates.map(({ name, bytes }) => templateDocument(readTemplateText(bytes, name), given, name));
}
