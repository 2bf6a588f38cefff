import type { Target } from '../../aws/services/events.ts';
import { AwsCallError, unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { type ActualOf, idOf, type ResourceOf } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { type KindOf, sameJson } from './kind.ts';
import { readRules, readTargets } from './read-rules.ts';

/** Where a rule sends its events. */
export const targets: KindOf<'targets'> = {
  kind: 'targets',
  calls: { create: ['events:PutTargets'], remove: ['events:RemoveTargets'] },

  async read(host) {
    const found = await Promise.all(
      (await readRules(host)).map(async (rule) => ({ rule, targets: await readTargets(host, rule.name) })),
    );
    return found
      .filter((one) => one.targets.length > 0)
      .map((one) => ({
        id: idOf('targets', one.rule.name),
        kind: 'targets' as const,
        name: one.rule.name,
        ours: one.rule.ownership.ours,
        props: { rule: one.rule.name, targets: one.targets },
        facts: { owner: one.rule.tags[STACK_TAG] },
      }));
  },

  diff(wanted, actual) {
    const { put, remove } = changes(wanted, actual);
    return [
      ...(put.length > 0
        ? [
            {
              reason: say`targets differ (${put.map(({ Id }) => Id).join(', ')})`,
              calls: ['events:PutTargets'],
            },
          ]
        : []),
      ...(remove.length > 0
        ? [{ reason: say`targets not configured (${remove.join(', ')})`, calls: ['events:RemoveTargets'] }]
        : []),
    ];
  },

  create: (wanted, host) => putTargets(wanted, wanted.props.targets, host),

  async update(wanted, actual, host) {
    const { put, remove } = changes(wanted, actual);
    // A rule can have at most five targets, so old ones are removed first.
    if (remove.length > 0) await removeTargets(wanted.id, wanted.props.rule, remove, host);
    if (put.length > 0) await putTargets(wanted, put, host);
  },

  async remove(actual, host) {
    const ids = (actual.props.targets ?? []).map(({ Id }) => Id!);
    await unlessCode(removeTargets(actual.id, actual.name, ids, host), 'ResourceNotFoundException');
  },
};

function changes(wanted: ResourceOf<'targets'>, actual: ActualOf<'targets'>) {
  const there = new Map((actual.props.targets ?? []).map((target) => [target.Id, target]));
  const desiredIds = new Set(wanted.props.targets.map(({ Id }) => Id));
  return {
    put: wanted.props.targets.filter((target) => !sameJson(target, there.get(target.Id))),
    remove: [...there.keys()].filter((id) => !desiredIds.has(id)).map((id) => id!),
  };
}

async function putTargets(wanted: ResourceOf<'targets'>, Targets: Target[], host: DeployHost): Promise<void> {
  const events = await host.aws.events();
  const wait = { id: wanted.id, for: say`EventBridge to accept the role for the targets`, limitMs: 120_000 };
  const notYet = (error: AwsCallError) =>
    isNotYet('ResourceNotFoundException')(error) || /cannot be assumed by principal/i.test(error.awsMessage);
  await retryWhile(host, wait, notYet, async () => {
    const answer = await events.putTargets({ Rule: wanted.props.rule, Targets });
    throwFailed('PutTargets', answer.FailedEntries);
  });
}

async function removeTargets(id: string, Rule: string, Ids: string[], host: DeployHost): Promise<void> {
  const events = await host.aws.events();
  await retryWhile(host, busy(id), isBusy, async () => {
    const answer = await events.removeTargets({ Rule, Ids });
    throwFailed('RemoveTargets', answer.FailedEntries);
  });
}

/** Both calls return 200 even if they failed for some targets. */
function throwFailed(
  operation: string,
  failed: readonly { TargetId?: string; ErrorCode?: string; ErrorMessage?: string }[] | undefined,
): void {
  const first = failed?.[0];
  if (first === undefined) return;
  throw new AwsCallError({
    kind: 'aws',
    code: 'target-refused',
    message: say`EventBridge refused target ${first.TargetId} (${operation}: ${first.ErrorMessage ?? first.ErrorCode}).`,
    service: 'events',
    operation,
    awsCode: first.ErrorCode ?? 'Unknown',
    awsMessage: first.ErrorMessage,
  });
}

const busy = (id: string) => ({ id, for: say`another change to the rule to finish`, limitMs: 30_000 });
