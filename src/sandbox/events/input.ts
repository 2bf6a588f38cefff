/**
 * The input of a target: the event, a part of it, a constant, or a filled template.
 * Facts: EventBridge User Guide, "Amazon EventBridge input transformation" and its "Common issues".
 */
import type { InputTransformer, Target } from '@aws-sdk/client-eventbridge';
import { AwsError, type EventBridgeEvent } from '../service.ts';
import { memberOf, parseJson } from '../values/json.ts';

/** Values of the reserved variables of a template. */
export interface InputContext {
  ruleArn: string;
  ruleName: string;
  /** Epoch ms. */
  ingestedAt: number;
}

const MAX_PATHS = 100;
const RESERVED = new Set([
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
]);
const PLACEHOLDER = /<([\w.-]+)>/g;

/** Returns the payload for a target, as text. */
export function targetInput(target: Target, event: EventBridgeEvent, context: InputContext): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(select(event, target.InputPath) ?? null);
  const transformer = target.InputTransformer;
  if (!transformer) return JSON.stringify(event);
  const { detail: _detail, ...envelope } = event;
  const values = new Map<string, unknown>([
    ['aws.events.rule-arn', context.ruleArn],
    ['aws.events.rule-name', context.ruleName],
    ['aws.events.event.ingestion-time', new Date(context.ingestedAt).toISOString()],
    ['aws.events.event', envelope],
    ['aws.events.event.json', event],
  ]);
  for (const [name, path] of Object.entries(transformer.InputPathsMap ?? {}))
    values.set(name, select(event, path));
  return fill(transformer.InputTemplate ?? '', values);
}

/** Throws AWS's ValidationException for a target with invalid input members. */
export function checkInput(target: Target): void {
  const given = [target.Input, target.InputPath, target.InputTransformer].filter(
    (part) => part !== undefined,
  );
  if (given.length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
    );
  }
  if (target.Input !== undefined && !isJson(target.Input)) {
    throw invalid(`JSON syntax error in input for target ${target.Id} : ${target.Input}`);
  }
  if (target.InputPath !== undefined) checkPath(target.InputPath, target.Id);
  if (target.InputTransformer) checkTransformer(target.InputTransformer, target.Id);
}

function checkTransformer(transformer: InputTransformer, targetId: string | undefined): void {
  const { InputPathsMap: paths = {}, InputTemplate: template = '' } = transformer;
  if (Object.keys(paths).length > MAX_PATHS) {
    throw invalid(`InputPathsMap of target ${targetId} must have at most ${MAX_PATHS} entries.`);
  }
  for (const [name, path] of Object.entries(paths)) {
    if (name.startsWith('AWS'))
      throw invalid(`Key ${name} in InputPathsMap of target ${targetId} is reserved.`);
    checkPath(path, targetId);
  }
  for (const [, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (!(name in paths) && !RESERVED.has(name)) {
      throw invalid(`InputTemplate for target ${targetId} contains invalid placeholder ${name}.`);
    }
  }
  // With values for its placeholders, a template is JSON: a quoted text or an object.
  const sample = new Map([...Object.keys(paths), ...RESERVED].map((name) => [name, 'x'] as const));
  const lines = template.trim().startsWith('"') ? template.trim().split(/\r?\n/) : [template];
  if (template.length > 8192 || !lines.every((line) => isJson(fill(line, sample)))) {
    throw invalid(`Invalid InputTemplate for target ${targetId} : ${template}`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function isJson(text: string): boolean {
  return parseJson(text) !== undefined;
}

/** Fills placeholders: outside quotes as JSON, inside quotes as text without its own quotation marks. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let out = '';
  let at = 0;
  let quoted = false;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const before = template.slice(at, match.index);
    quoted = endsQuoted(before, quoted);
    const [placeholder, name = ''] = match;
    const value = values.get(name);
    out += before + (values.has(name) ? (quoted ? asText(value) : JSON.stringify(value ?? '')) : placeholder);
    at = match.index + placeholder.length;
  }
  return out + template.slice(at);
}

function endsQuoted(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') inside = !inside;
  }
  return inside;
}

function asText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  return JSON.stringify(value).replaceAll('"', '');
}

/** Returns the steps of a path in dot notation: `$.detail.items[0]['x-y']`. */
function steps(path: string): string[] | undefined {
  if (!/^\$(\.[\w@:-]+|\[\d+\]|\['[^']+'\])*$/.test(path)) return undefined;
  return [...path.slice(1).matchAll(/\.([\w@:-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted = '']) => name ?? index ?? quoted,
  );
}

function checkPath(path: string, targetId: string | undefined): void {
  if (!steps(path)) throw invalid(`Invalid JSONPath ${path} for target ${targetId}.`);
}

/** Returns the part of an event at a path; undefined if there is none. */
export function select(event: unknown, path: string): unknown {
  let value = event;
  for (const step of steps(path) ?? []) value = memberOf(value, step);
  return value;
}
