import { clauses, resourceWords } from '../../core/words/deploy-words.ts';
import { howMany, quantity, say } from '../../core/words/say.ts';
import type { Hop } from '../../reports/status.ts';
import { awsCommand, ourCommand } from '../command-line.ts';
import { isNewer } from '../install/newer-version.ts';
import { samePattern } from '../kinds/rule.ts';
import { changes, type PlanStep } from '../plan/plan.ts';
import type { ResourceKind } from '../plan/resource.ts';
import { TAMPER_RULES } from '../stack.ts';
import { HEARTBEAT_GRACE_MS, sweepIntervalMs } from '../sweep-interval.ts';
import { alarmsHop } from './alarms-hop.ts';
import { functionHops } from './function-hops.ts';
import {
  absence,
  type HopFacts,
  installCommand,
  notCompared,
  notSeen,
  ours,
  withoutTag,
} from './hop-facts.ts';
import { notifyHops } from './notify-hops.ts';

/** Pure. Returns the result for each hop. */
export function judgeHops(facts: HopFacts): Hop[] {
  const hops: Hop[] = [
    ...sourceHops(facts),
    ...ruleHops(facts, 'change'),
    ...functionHops(facts),
    roleHop(facts),
    logGroupHop(facts),
    ...heartbeatHop(facts),
    queueHop(facts),
    tamperHop(facts),
    ...notifyHops(facts),
    ...alarmsHop(facts),
    installationHop(facts),
  ];
  return hops.map((hop) => unread(facts, hop) ?? untagged(facts, hop) ?? hop);
}

/** The kinds of resources that each hop is about. */
const KINDS_OF: Partial<Record<Hop['hop'], readonly ResourceKind[]>> = {
  rule: ['rule'],
  pattern: ['rule'],
  target: ['targets'],
  permission: ['permission'],
  function: ['function'],
  runtime: ['function'],
  role: ['role', 'role-policy'],
  'log-group': ['log-group'],
  'dead-letter-queue': ['queue'],
  alarms: ['alarm'],
};

/** A hop whose resources AWS did not show. A role is broken if what was read of it is. */
function unread(facts: HopFacts, { hop, ok }: Hop): Hop | undefined {
  if (hop === 'role' && ok === false) return undefined;
  const failed = KINDS_OF[hop]?.flatMap((kind) => facts.unread.get(kind) ?? [])[0];
  return failed === undefined ? undefined : notSeen(hop, failed);
}

/** A hop whose resource lost the stack's tag: nothing else of it can be fixed before it is adopted. */
function untagged(facts: HopFacts, { hop }: Hop): Hop | undefined {
  const { names } = facts;
  const resources: Partial<Record<Hop['hop'], [ResourceKind, string]>> = {
    rule: ['rule', `${names.rulePrefix}change`],
    function: ['function', names.function],
    role: ['role', names.role],
    'log-group': ['log-group', names.logGroup],
    'dead-letter-queue': ['queue', names.queue],
    tamper: ['rule', `${names.rulePrefix}tamper`],
  };
  const [kind, name] = resources[hop] ?? [];
  if (kind === undefined || name === undefined || ours(facts, kind, name)?.lost === undefined)
    return undefined;
  return { hop, ok: false, detail: withoutTag(facts, kind, name), remedy: installCommand(facts) };
}

function sourceHops({ source, trails: found, recorder, names }: HopFacts): Hop[] {
  if (source === 'config' && recorder !== undefined) {
    if ('failed' in recorder) return [notSeen('config-recorder', recorder.failed)];
    const { ok, detail, remedy } = recorder.value;
    return [{ hop: 'config-recorder', ok: ok === 'yes', detail, remedy }];
  }
  if ('failed' in found) return [notSeen('trail', found.failed), notSeen('selectors', found.failed)];
  const trails = found.value;
  const logging = trails.trails.filter((trail) => trail.logging);
  const trailOk = logging.length > 0;
  const list = logging.map(({ name }) => name).join(', ');
  return [
    trailOk
      ? { hop: 'trail', ok: true, detail: say`logging in ${names.region}: ${list}` }
      : { hop: 'trail', ok: false, detail: trails.detail, remedy: trails.remedy },
    {
      hop: 'selectors',
      ok: trails.ok !== 'no',
      detail: trailOk ? trails.detail : say`no trail can deliver events`,
      // If no trail is logging, the hop `trail` has the remedy.
      remedy: trails.ok === 'no' && trailOk ? trails.remedy : undefined,
    },
  ];
}

function ruleHops(facts: HopFacts, purpose: string): Hop[] {
  const name = `${facts.names.rulePrefix}${purpose}`;
  const rule = ours(facts, 'rule', name);
  const targets = ours(facts, 'targets', name);
  const permission = ours(facts, 'permission', name);
  const install = installCommand(facts);
  const stepOf = (kind: ResourceKind) => stepFor(facts, kind, name);
  const enable = awsCommand(`aws events enable-rule --name ${name}`, facts.names);
  const wanted = facts.desired.find((resource) => resource.kind === 'rule' && resource.name === name);
  const asWritten = wanted?.kind === 'rule' && samePattern(wanted.props.pattern, rule?.props.pattern);
  return [
    rule === undefined
      ? { hop: 'rule', ...absence(facts, 'rule', name, say`rule ${name} does not exist`) }
      : rule.props.enabled === true
        ? { hop: 'rule', ok: true, detail: say`${name} is enabled` }
        : { hop: 'rule', ok: false, detail: say`${name} is disabled`, remedy: enable },
    rule !== undefined && !asWritten && facts.uncompared !== undefined
      ? notCompared('pattern', facts.uncompared)
      : rule === undefined || !asWritten
        ? {
            hop: 'pattern',
            ok: false,
            detail:
              rule === undefined
                ? say`the rule does not exist, so it has no pattern`
                : say`the event pattern of ${name} is not the expected one`,
            remedy: install,
          }
        : { hop: 'pattern', ok: true, detail: patternOf(facts) },
    targets === undefined
      ? { hop: 'target', ok: false, detail: say`${name} has no targets`, remedy: install }
      : verdict(
          'target',
          stepOf('targets'),
          say`${name} sends to ${howMany(targets.props.targets?.length ?? 0, 'target')}`,
          facts,
        ),
    permission === undefined
      ? {
          hop: 'permission',
          ok: false,
          detail: say`${name} is not allowed to invoke the function`,
          remedy: install,
        }
      : verdict('permission', stepOf('permission'), say`${name} can invoke the function`, facts),
  ];
}

function roleHop(facts: HopFacts): Hop {
  const wanted = facts.desired.filter(({ kind }) => kind === 'role' || kind === 'role-policy');
  const install = installCommand(facts);
  if (!wanted.some(({ name }) => name === facts.names.role)) {
    const arn = ours(facts, 'function', facts.names.function)?.props.roleArn;
    return { hop: 'role', ok: true, detail: say`your own role: ${arn ?? say`unknown`}` };
  }
  const steps = wanted.flatMap(({ kind, name }) => stepFor(facts, kind, name) ?? []);
  if (steps.length === 0) {
    return {
      hop: 'role',
      ok: true,
      detail: say`${facts.names.role} has the policy that the function needs`,
    };
  }
  if (facts.uncompared !== undefined) return notCompared('role', facts.uncompared);
  return { hop: 'role', ok: false, detail: sentence(steps), remedy: install };
}

function logGroupHop(facts: HopFacts): Hop {
  const { logGroup } = facts.names;
  const found = ours(facts, 'log-group', logGroup);
  if (found === undefined) {
    return {
      hop: 'log-group',
      ...absence(facts, 'log-group', logGroup, say`log group ${logGroup} does not exist`),
    };
  }
  const { retentionDays: days } = found.props;
  const detail =
    days === undefined || days === null
      ? say`${logGroup} keeps logs forever`
      : say`${logGroup} keeps logs for ${howMany(days, 'day')}`;
  return { hop: 'log-group', ok: true, detail };
}

function heartbeatHop(facts: HopFacts): Hop[] {
  const interval = sweepIntervalMs(facts.sweep);
  if (interval === undefined) return [];
  const limit = interval + HEARTBEAT_GRACE_MS;
  const { now, names } = facts;
  if ('failed' in facts.heartbeat) return [notSeen('heartbeat', facts.heartbeat.failed)];
  const heartbeat = facts.heartbeat.value;
  const logs = ourCommand('logs --kind error --since 1d', names);
  if (heartbeat === undefined) {
    const failed = facts.unread.get('log-group');
    if (failed !== undefined) return [notSeen('heartbeat', failed)];
    const logGroup = ours(facts, 'log-group', names.logGroup);
    if (logGroup === undefined)
      return [
        { hop: 'heartbeat', ok: false, detail: say`the log group does not exist, so it has no heartbeat` },
      ];
    const { createdAt } = logGroup.facts;
    const young = typeof createdAt === 'number' && now - createdAt < limit;
    return [
      young
        ? { hop: 'heartbeat', ok: true, detail: say`none yet; the first sweep has not run (${facts.sweep})` }
        : {
            hop: 'heartbeat',
            ok: false,
            detail: say`no sweep has written a heartbeat in the last ${minutes(limit)}`,
            remedy: logs,
          },
    ];
  }
  const age = now - Date.parse(heartbeat.time);
  const judged = howMany(heartbeat.groups, 'group');
  const seen = say`${minutes(age)} ago: ${judged} judged, ${quantity(heartbeat.drifting)} drifting`;
  const { forged = 0 } = heartbeat;
  const detail =
    forged === 0
      ? seen
      : clauses([
          seen,
          say`lines in the log group that this function did not write: ${quantity(forged)} (ignored)`,
        ]);
  return [
    age <= limit
      ? { hop: 'heartbeat', ok: true, detail }
      : { hop: 'heartbeat', ok: false, detail, remedy: logs },
  ];
}

function queueHop(facts: HopFacts): Hop {
  const { queue } = facts.names;
  const found = ours(facts, 'queue', queue);
  if (found === undefined) {
    return {
      hop: 'dead-letter-queue',
      ...absence(facts, 'queue', queue, say`queue ${queue} does not exist`),
    };
  }
  const depth = Number(found.facts.depth ?? 0);
  if (depth === 0) return { hop: 'dead-letter-queue', ok: true, detail: say`${queue} is empty` };
  return {
    hop: 'dead-letter-queue',
    ok: false,
    detail: say`${queue} contains ${howMany(depth, 'event')} that could not be delivered or handled`,
    remedy: ourCommand('redrive', facts.names),
  };
}

function tamperHop(facts: HopFacts): Hop {
  const wanted = (purpose: string) =>
    facts.desired.some(({ kind, name }) => kind === 'rule' && name === `${facts.names.rulePrefix}${purpose}`);
  // An older version installed only the first rule.
  const hops = TAMPER_RULES.filter((purpose) => purpose === 'tamper' || wanted(purpose))
    .flatMap((purpose) => ruleHops(facts, purpose))
    .map((hop) => unread(facts, hop) ?? hop);
  const worst = hops.find(({ ok }) => ok === false) ?? hops.find(({ ok }) => ok === null);
  return { ...(worst ?? hops[0]!), hop: 'tamper' };
}

function installationHop(facts: HopFacts): Hop {
  const install = installCommand(facts);
  if (facts.unreadable !== undefined) {
    return {
      hop: 'installation',
      ok: false,
      detail: facts.unreadable,
      remedy: install,
    };
  }
  const { uncompared } = facts;
  if (uncompared !== undefined) return notCompared('installation', uncompared);
  const steps = changes(facts.plan);
  const lost = facts.actual.filter((one) => one.lost !== undefined);
  if (lost.length > 0) {
    const list = lost.map(({ kind, name }) => withoutTag(facts, kind, name));
    return { hop: 'installation', ok: false, detail: clauses(list), remedy: install };
  }
  if (steps.length === 0) {
    const [failed] = facts.unread.values();
    if (failed !== undefined) return notSeen('installation', failed);
    return { hop: 'installation', ok: true, detail: asInstalled(facts) };
  }
  if (!facts.actual.some(({ ours }) => ours)) {
    return {
      hop: 'installation',
      ok: false,
      detail: say`stack ${facts.names.stack} is not installed here`,
      remedy: install,
    };
  }
  // Without the function the options are unknown, so an unexpected resource does not count as a difference.
  const known = facts.storedIn !== undefined ? steps : steps.filter(({ action }) => action !== 'delete');
  return { hop: 'installation', ok: false, detail: sentence(known), remedy: install };
}

function patternOf({ versions }: HopFacts): string {
  return versions === undefined
    ? say`matches the pattern of this version`
    : say`matches the pattern of version ${versions.installed}`;
}

function asInstalled({ versions }: HopFacts): string {
  if (versions === undefined) return say`no resource differs from the installed configuration`;
  const { installed, own } = versions;
  return isNewer(installed, own)
    ? say`no resource differs from the installation by version ${installed}; this is the older version ${own}`
    : say`no resource differs from the installation by version ${installed}; \`install\` updates it to ${own}`;
}

function verdict(hop: Hop['hop'], step: PlanStep | undefined, good: string, facts: HopFacts): Hop {
  if (step === undefined) return { hop, ok: true, detail: good };
  if (facts.uncompared !== undefined) return notCompared(hop, facts.uncompared);
  return { hop, ok: false, detail: step.reason, remedy: installCommand(facts) };
}

function stepFor(facts: HopFacts, kind: ResourceKind, name: string): PlanStep | undefined {
  return changes(facts.plan).find((step) => step.kind === kind && step.name === name);
}

function sentence(steps: readonly PlanStep[]): string {
  return clauses(steps.map((step) => `${resourceWords(step)}: ${step.reason}`));
}

function minutes(ms: number): string {
  const count = Math.max(0, Math.round(ms / 60_000));
  return count < 120 ? say`${count} min` : say`${Math.round(count / 60)} h`;
}
