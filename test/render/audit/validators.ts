import { readFileSync } from 'node:fs';
import { BatchImportFindingsRequest$ } from '@aws-sdk/client-securityhub';
import { NormalizedSchema } from '@smithy/core/schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft4 from 'ajv-draft-04';

/** Formats that the schemas in test/fixtures use. ajv itself has no formats. */
const FORMATS: Record<string, (text: string) => boolean> = {
  uri: (text) => URL.canParse(text) && !/[\s<>"{}|\\^`]/.test(text),
  'uri-reference': (text) => URL.canParse(text, 'file:///') && !/[\s<>"{}|\\^`]|%(?![0-9A-F]{2})/i.test(text),
  'date-time': (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text),
};

/**
 * Returns the faults of a SARIF log by the schema in test/fixtures/sarif; an empty list if it is valid. One
 * pattern of the schema is invalid with the flag `u`.
 */
export const sarifFaults = checker(
  new AjvDraft4({ allErrors: true, strict: false, unicodeRegExp: false }),
  '../../fixtures/sarif/sarif-2.1.0.schema.json',
);

/** Returns the faults of one event by the schema in test/fixtures/ocsf. */
export const ocsfFaults = checker(
  new Ajv2020({ allErrors: true, strict: false }),
  '../../fixtures/ocsf/detection_finding-1.8.0.schema.json',
);

interface Validating {
  addFormat(name: string, check: (text: string) => boolean): unknown;
  compile(schema: object): {
    (value: unknown): unknown;
    errors?: { instancePath: string; message?: string }[] | null;
  };
}

function checker(ajv: Validating, path: string): (value: unknown) => string[] {
  for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, check);
  const validate = ajv.compile(JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')));
  return (value) => {
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** Returns the faults of a BatchImportFindings input by the schema of the SDK's client and by ASFF's limits. */
export function asffFaults(request: unknown): string[] {
  const faults = shapeFaults(request, NormalizedSchema.of(BatchImportFindingsRequest$ as never), '');
  const { Findings } = request as { Findings: Record<string, unknown>[] };
  if (Findings.length > 100) faults.push(`Findings has ${Findings.length} items`);
  for (const finding of Findings) faults.push(...limitFaults(finding));
  return faults;
}

function shapeFaults(value: unknown, schema: NormalizedSchema, path: string): string[] {
  if (schema.isStructSchema()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${path} is not a structure`];
    const members = new Map(schema.structIterator());
    return Object.entries(value).flatMap(([key, member]) =>
      members.has(key)
        ? shapeFaults(member, members.get(key)!, `${path}/${key}`)
        : [`${path}/${key} is unknown`],
    );
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${path} is not a list`];
    return value.flatMap((item, index) => shapeFaults(item, schema.getValueSchema(), `${path}/${index}`));
  }
  if (schema.isMapSchema()) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      shapeFaults(item, schema.getValueSchema(), `${path}/${key}`),
    );
  }
  if (schema.isStringSchema())
    return typeof value === 'string' && value !== '' ? [] : [`${path} is not a text`];
  return [`${path} has an unused type`];
}

/** Lengths in characters: AWS Security Hub User Guide, "AWS Security Finding Format (ASFF) syntax". */
const LENGTHS: Record<string, number> = {
  Id: 512,
  ProductArn: 2048,
  GeneratorId: 512,
  Title: 256,
  Description: 1024,
};
const REQUIRED = [
  ...Object.keys(LENGTHS),
  'SchemaVersion',
  'AwsAccountId',
  'CreatedAt',
  'UpdatedAt',
  'Severity',
  'Types',
  'Resources',
];

function limitFaults(finding: Record<string, unknown>): string[] {
  const faults = REQUIRED.filter((name) => finding[name] === undefined).map((name) => `${name} is missing`);
  for (const [name, most] of Object.entries(LENGTHS)) {
    const { length } = String(finding[name]);
    if (length > most) faults.push(`${name} has ${length} characters`);
  }
  const text = (finding.Remediation as { Recommendation: { Text: string } }).Recommendation.Text;
  if (text.length > 512) faults.push(`Recommendation.Text has ${text.length} characters`);
  const fields = Object.entries(finding.ProductFields as Record<string, string>);
  if (fields.length > 50) faults.push(`ProductFields has ${fields.length} entries`);
  for (const [key, value] of fields) {
    if (key.length > 128 || value.length > 2048) faults.push(`ProductFields.${key} is too long`);
  }
  if ((finding.Resources as unknown[]).length > 32) faults.push('there are too many Resources');
  if (JSON.stringify(finding).length > 240 * 1024) faults.push('it is larger than 240 KB');
  return faults;
}
