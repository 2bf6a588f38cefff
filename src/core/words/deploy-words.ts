import { say } from './say.ts';

/** Kinds of resources, hops and checks before an install. In English each is called by its code. */
const PARTS: Readonly<Record<string, () => string>> = {
  bucket: () => say`bucket`,
  'config-recorder': () => say`config-recorder`,
  'dead-letter-queue': () => say`dead-letter-queue`,
  'failure-destination': () => say`failure-destination`,
  function: () => say`function`,
  heartbeat: () => say`heartbeat`,
  identity: () => say`identity`,
  installation: () => say`installation`,
  'log-group': () => say`log-group`,
  pattern: () => say`pattern`,
  permission: () => say`permission`,
  policy: () => say`policy`,
  queue: () => say`queue`,
  quotas: () => say`quotas`,
  role: () => say`role`,
  'role-policy': () => say`role-policy`,
  rule: () => say`rule`,
  runtime: () => say`runtime`,
  selectors: () => say`selectors`,
  tamper: () => say`tamper`,
  target: () => say`target`,
  targets: () => say`targets`,
  trail: () => say`trail`,
};

/** What people call a kind of resource, a hop or a check; another code is left as it is. */
export function partWord(code: string): string {
  return Object.hasOwn(PARTS, code) ? PARTS[code]!() : code;
}

/** `log-group /aws/lambda/secgroup-monitor` */
export function resourceWords({ kind, name }: { kind: string; name: string }): string {
  return `${partWord(kind)} ${name}`;
}

/** Ids of a plan, `<kind>:<name>`, in a row. */
export function idWords(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/^([^:]+):/, (_, kind: string) => `${partWord(kind)} `)).join(', ');
}

/** Reasons and details, which end without a full stop, as one text. */
export function clauses(list: readonly string[]): string {
  return list.join(say`; `);
}
