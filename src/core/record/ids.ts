import type { Dict } from '../json-shape.ts';
import { eachText, field, text } from './json.ts';

/** Keys with free text, in which `sg-…` is not a reference to a group. */
const FREE_TEXT = new Set([
  'description',
  'groupdescription',
  'tagset',
  'tagspecificationset',
  'tagspecification',
  'userdata',
  'clienttoken',
]);

/** Keys that contain groups as sources of rules, not as the changed group. */
const REFERENCE = new Set([
  'groups',
  'useridgrouppairs',
  'referencedgroupinfo',
  'referencedgroupid',
  'sourcesecuritygroupname',
  'sourcesecuritygroupid',
]);

/** An id as the entire value, or an id of 8 or 17 hexadecimal digits in an ARN or another text. */
const WHOLE_GROUP = /^sg-[0-9a-zA-Z]+$/;
const GROUP_INSIDE = /\bsg-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/g;
const OTHER_ID = /^(sgr|pl|eni|i|vpc|cvpn-endpoint)-[0-9a-zA-Z]+$/;

/** The ids in the request and response of a call, in their order, without duplicates. */
export interface Ids {
  /** Groups that the call changes. */
  subjects: string[];
  /** Groups that rules refer to as a source. */
  references: string[];
  rules: string[];
  prefixLists: string[];
  vpcs: string[];
  /** Interfaces, instances and client VPN endpoints. */
  attachments: string[];
}

/** Collects the ids in one pass over all parts. */
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

/** Returns the names of the changed groups in a request: `groupName`, `groupNames`. */
export function groupNameOf(request: Dict): string[] {
  const name = text(field(request, 'groupName'));
  return name === undefined ? [] : [name];
}
