import type { Dict } from '../json-shape.ts';
import { eachText, field, text } from './json.ts';

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
const OTHER_ID = /^(sgr|pl|eni|i|vpc|cvpn-endpoint)-[0-9a-zA-Z]+$/;

/** Every id in what a call asked and was answered: in order and once. */
export interface Ids {
  /** Groups that the call is about. */
  subjects: string[];
  /** Groups that rules refer to as a source. */
  references: string[];
  rules: string[];
  prefixLists: string[];
  vpcs: string[];
  /** Interfaces, instances and client VPN endpoints. */
  attachments: string[];
}

/** In one pass over all parts. */
export function idsIn(...parts: unknown[]): Ids {
  const subjects = new Set<string>();
  const references = new Set<string>();
  const others = new Map<string, Set<string>>();
  const visit = (value: string, path: readonly string[]) => {
    if (!value.includes('-')) return;
    const [, kind] = OTHER_ID.exec(value) ?? [];
    if (kind !== undefined) {
      const known = others.get(kind) ?? new Set();
      others.set(kind, known.add(value));
    } else if (value.includes('sg-')) {
      const found = WHOLE_GROUP.test(value) ? [value] : (value.match(GROUP_INSIDE) ?? []);
      const into = path.some((key) => REFERENCE.has(key)) ? references : subjects;
      for (const id of found) into.add(id);
    }
  };
  for (const part of parts) eachText(part, visit, FREE_TEXT);
  const of = (...kinds: string[]) => kinds.flatMap((kind) => [...(others.get(kind) ?? [])]);
  return {
    subjects: [...subjects],
    references: [...references],
    rules: of('sgr'),
    prefixLists: of('pl'),
    vpcs: of('vpc'),
    attachments: of('eni', 'i', 'cvpn-endpoint'),
  };
}

/** Names of groups in a request that is not about rules' sources: `groupName`, `groupNames`. */
export function groupNameOf(request: Dict): string[] {
  const name = text(field(request, 'groupName'));
  return name === undefined ? [] : [name];
}
