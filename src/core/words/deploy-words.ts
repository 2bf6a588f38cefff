import { say } from './say.ts';

/** The names of resource kinds, hops and preflight checks. The English name is the code. */
const PARTS: Readonly<Record<string, () => string>> = {
  alarm: () => say`alarm`,
  alarms: () => say`alarms`,
  'baseline-copy': () => say`baseline-copy`,
  bucket: () => say`bucket`,
  'config-recorder': () => say`config-recorder`,
  dashboard: () => say`dashboard`,
  'dead-letter-queue': () => say`dead-letter-queue`,
  'failure-destination': () => say`failure-destination`,
  function: () => say`function`,
  heartbeat: () => say`heartbeat`,
  identity: () => say`identity`,
  installation: () => say`installation`,
  'log-group': () => say`log-group`,
  notify: () => say`notify`,
  pattern: () => say`pattern`,
  permission: () => say`permission`,
  policy: () => say`policy`,
  queue: () => say`queue`,
  quotas: () => say`quotas`,
  concurrency: () => say`concurrency`,
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

/** Returns the name of a resource kind, hop or check. An unknown code is returned unchanged. */
export function partWord(code: string): string {
  return Object.hasOwn(PARTS, code) ? PARTS[code]!() : code;
}

/** `log-group /aws/lambda/secgroup-monitor` */
export function resourceWords({ kind, name }: { kind: string; name: string }): string {
  return `${partWord(kind)} ${name}`;
}

/** Lists ids of a plan, `<kind>:<name>`, for people. */
export function idWords(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/^([^:]+):/, (_, kind: string) => `${partWord(kind)} `)).join(', ');
}

/** Joins reasons and details, which end without a full stop. */
export function clauses(list: readonly string[]): string {
  return list.join(say`; `);
}
