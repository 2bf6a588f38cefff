import { type Dict, eachText, field, text } from './change-event-json.ts';

/** Free text of people, where `sg-…` is a word and not a group that the call names. */
const FREE_TEXT = new Set([
  'description',
  'groupdescription',
  'tagset',
  'tagspecificationset',
  'tagspecification',
  'userdata',
  'clienttoken',
]);

/** Keys below which a group is the source of a rule and not the group that is changed. */
const REFERENCE = new Set([
  'groups',
  'useridgrouppairs',
  'referencedgroupinfo',
  'referencedgroupid',
  'sourcesecuritygroupname',
  'sourcesecuritygroupid',
]);

/** A whole value, or an id inside an ARN or another text (8 or 17 hexadecimal digits there). */
const WHOLE_GROUP = /^sg-[0-9a-zA-Z]+$/;
const GROUP_INSIDE = /\bsg-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/g;

export interface GroupIds {
  /** Groups that the call is about. */
  subjects: string[];
  /** Groups that rules refer to as a source. */
  references: string[];
}

/** Every security group id in what a call asked and was answered, in order and once. */
export function groupIdsIn(...parts: unknown[]): GroupIds {
  const subjects = new Set<string>();
  const references = new Set<string>();
  for (const part of parts) {
    eachText(
      part,
      (value, path) => {
        const found = WHOLE_GROUP.test(value) ? [value] : (value.match(GROUP_INSIDE) ?? []);
        const into = path.some((key) => REFERENCE.has(key)) ? references : subjects;
        for (const id of found) into.add(id);
      },
      FREE_TEXT,
    );
  }
  return { subjects: [...subjects], references: [...references] };
}

/** Every id with this prefix that is a whole value (`eni-0ab…`), in order and once. */
export function idsIn(prefix: string, ...parts: unknown[]): string[] {
  const pattern = new RegExp(`^${prefix}-[0-9a-zA-Z]+$`);
  const found = new Set<string>();
  for (const part of parts) {
    eachText(part, (value) => pattern.test(value) && found.add(value), FREE_TEXT);
  }
  return [...found];
}

/** Names of groups in a request that is not about rules' sources: `groupName`, `groupNames`. */
export function groupNameOf(request: Dict): string[] {
  const name = text(field(request, 'groupName'));
  return name === undefined ? [] : [name];
}
