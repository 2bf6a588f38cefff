import { decodeText } from '../core/decode-text.ts';
import { type GroupRules, groupFrom, groupRulesFrom } from '../core/ec2/aws-groups.ts';
import { usageError } from '../core/errors.ts';
import { isCidrProblem, readCidr } from '../core/exposure/cidr.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import { renderRule } from '../core/exposure/render-rules.ts';
import type { AddressSource } from '../core/exposure/rule.ts';
import { type Dict, isDict, textOf } from '../core/json-shape.ts';
import { parseJson } from '../core/parse-json.ts';
import { say } from '../core/words/say.ts';
import type { AuditScope } from '../reports/audit.ts';

/** The content of a file with the AWS CLI's JSON. */
export interface GroupFile {
  groups: SecurityGroup[];
  /** Entries of prefix lists, if the file has them (`describe-prefix-lists`). */
  lists: PrefixLists;
  /** The file is one page of several: it contains a NextToken. */
  isPartial: boolean;
  /** Ids of groups of which the file has only the rules (`describe-security-group-rules`). */
  rulesOnly: ReadonlySet<string>;
}

/**
 * Reads what `aws ec2 describe-security-groups`, `describe-security-group-rules` and `describe-prefix-lists`
 * print: one document, a list of documents (as from `jq -s`), or only the list of groups. Groups and rules can be in
 * any order. The ids of the rules are added to the groups.
 * @throws AppError kind usage with the file and the position in it.
 */
export function readGroupFile(bytes: Uint8Array, name: string): GroupFile {
  return readGroupData(parseJson(decodeText(bytes, name), name), name);
}

/** The same for a parsed value, for example a response of an SDK client. */
export function readGroupData(value: unknown, name: string): GroupFile {
  const found: FoundInFile = { groups: [], rules: [], lists: new Map(), isPartial: false, isKnown: false };
  collect(value, '', found, name, 0);
  if (!found.isKnown) {
    throw usageError(
      'not-security-groups',
      say`${name} does not contain "SecurityGroups".`,
      say`Use the output of \`aws ec2 describe-security-groups --output json\`.`,
    );
  }
  const groups = new Map<string, SecurityGroup>();
  for (const { path, value } of found.groups) {
    const group = groupOf(value, path, name);
    groups.set(group.id, group);
  }
  const whole = new Set(groups.keys());
  addRules(groups, found.rules);
  const rulesOnly = new Set([...groups.keys()].filter((id) => !whole.has(id)));
  return { groups: [...groups.values()], lists: found.lists, isPartial: found.isPartial, rulesOnly };
}

/** Adds the ids of rules to their groups in other files. Changes the files. */
export function joinFiles(files: readonly GroupFile[]): void {
  const whole = new Map<string, SecurityGroup>();
  for (const { groups, rulesOnly } of files) {
    for (const group of groups) if (!rulesOnly.has(group.id)) whole.set(group.id, group);
  }
  for (const file of files) {
    file.groups = file.groups.filter(({ id, rules, unreadable }) => {
      const group = file.rulesOnly.has(id) ? whole.get(id) : undefined;
      if (group !== undefined) addIds(group, { rules, unreadable });
      return group === undefined;
    });
  }
}

/** Returns the scope of one file. Account and Region are set if all of its groups share them. */
export function scopeOfFile(file: Pick<GroupFile, 'groups' | 'isPartial'>, name: string): AuditScope {
  return {
    account: shared(file.groups.map(({ account }) => account)),
    region: shared(file.groups.map(({ region }) => region)),
    file: name,
    groups: 0,
    rules: 0,
    notes: file.isPartial
      ? [say`The file contains one page of several (it has a NextToken), so groups are missing.`]
      : [],
  };
}

interface FoundInFile {
  groups: { path: string; value: Dict }[];
  rules: { path: string; value: Dict }[];
  lists: Map<string, AddressSource[]>;
  isPartial: boolean;
  isKnown: boolean;
}

/** The maximum depth of documents in lists. Deeper input is not from the AWS CLI, and must not exhaust the stack. */
const DEEPEST = 4;

function collect(value: unknown, path: string, found: FoundInFile, name: string, depth: number): void {
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      const at = `${path}[${index}]`;
      if (isDict(entry) && 'SecurityGroupRuleId' in entry) put(found, found.rules, at, entry);
      else if (isDict(entry) && 'GroupId' in entry) put(found, found.groups, at, entry);
      else collect(entry, at, found, name, depth + 1);
    }
    if (value.length === 0) found.isKnown = true;
    return;
  }
  if (!isDict(value)) return;
  for (const [key, into] of [
    ['SecurityGroups', found.groups],
    ['SecurityGroupRules', found.rules],
  ] as const) {
    if (!(key in value)) continue;
    found.isKnown = true;
    for (const [index, entry] of listAt(value[key], join(path, key), name).entries()) {
      const at = `${join(path, key)}[${index}]`;
      if (!isDict(entry)) throw wrong(say`${name}: ${at} is not an object: ${shown(entry)}`);
      into.push({ path: at, value: entry });
    }
  }
  if ('PrefixLists' in value) readLists(listAt(value.PrefixLists, join(path, 'PrefixLists'), name), found);
  if (typeof value.NextToken === 'string' && value.NextToken !== '') found.isPartial = true;
}

function put(found: FoundInFile, into: FoundInFile['groups'], path: string, value: Dict): void {
  found.isKnown = true;
  into.push({ path, value });
}

function readLists(entries: readonly unknown[], found: FoundInFile): void {
  found.isKnown = true;
  for (const entry of entries) {
    if (!isDict(entry) || typeof entry.PrefixListId !== 'string' || !Array.isArray(entry.Cidrs)) continue;
    const blocks = entry.Cidrs.map((cidr) => readCidr(String(cidr)));
    found.lists.set(
      entry.PrefixListId,
      blocks.filter((block): block is AddressSource => !isCidrProblem(block)),
    );
  }
}

function groupOf(value: Dict, path: string, name: string): SecurityGroup {
  const id = value.GroupId;
  if (typeof id !== 'string' || id === '') {
    const at = `${path}.GroupId`;
    throw wrong(say`${name}: ${at} is not a group id: ${shown(id)}`);
  }
  return groupFrom(value, { account: '', region: regionOf(value.SecurityGroupArn) });
}

/**
 * Replaces the group's rules by rules with the same text and ids. Where the rows with ids show an unreadable rule, the
 * group has the same one without its id.
 */
function addIds(group: SecurityGroup, { rules, unreadable }: GroupRules): void {
  const texts = new Set(rules.map(renderRule));
  group.rules = [...rules, ...group.rules.filter((rule) => !texts.has(renderRule(rule)))];
  if (unreadable !== undefined) group.unreadable = unreadable;
}

function addRules(groups: Map<string, SecurityGroup>, rows: FoundInFile['rules']): void {
  const byGroup = new Map<string, Dict[]>();
  for (const { value } of rows) {
    const id = textOf(value.GroupId);
    const known = byGroup.get(id);
    if (known === undefined) byGroup.set(id, [value]);
    else known.push(value);
  }
  for (const [id, ofGroup] of byGroup) {
    const [first] = ofGroup;
    const account = groups.get(id)?.account ?? textOf(first?.GroupOwnerId);
    const region = regionOf(first?.SecurityGroupRuleArn);
    const group = groups.get(id) ?? { id, name: '', account, region, tags: {}, rules: [] };
    groups.set(id, group);
    addIds(group, groupRulesFrom(ofGroup, account));
  }
}

function wrong(message: string): Error {
  return usageError('not-security-groups', message);
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 200) ?? say`nothing`;
}

function listAt(value: unknown, path: string, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(say`${name}: ${path} is not a list: ${shown(value)}`);
}

/** `arn:aws:ec2:eu-west-1:111122223333:security-group/sg-…`; older versions of the CLI print no ARN. */
function regionOf(arn: unknown): string {
  return textOf(arn).split(':')[3] ?? '';
}

function shared(values: readonly string[]): string {
  return new Set(values).size === 1 ? values[0]! : '';
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
