import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, sameJson, tagReason } from './kind.ts';
import { readRules } from './read-rules.ts';

/** EventBridge rules on the default bus. A rule with the stack's prefix and tag belongs to the stack. */
export const rule: KindOf<'rule'> = {
  kind: 'rule',
  calls: { create: ['events:PutRule'], remove: ['events:DeleteRule'] },

  async read(host) {
    return (await readRules(host)).map((found) => ({
      id: idOf('rule', found.name),
      kind: 'rule',
      name: found.name,
      ...found.ownership,
      props: {
        description: found.description,
        pattern: found.pattern,
        schedule: found.schedule,
        enabled: found.state?.startsWith('ENABLED') ?? false,
        tags: found.tags,
      },
      facts: { arn: found.arn, owner: found.tags[STACK_TAG] },
    }));
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    const wrong = [
      ...(samePattern(wanted.props.pattern, actual.props.pattern) ? [] : [say`pattern`]),
      ...(wanted.props.schedule === actual.props.schedule ? [] : [say`schedule`]),
      ...(wanted.props.description === actual.props.description ? [] : [say`description`]),
      ...(wanted.props.enabled === actual.props.enabled
        ? []
        : [wanted.props.enabled ? say`disabled` : say`enabled`]),
    ];
    if (wrong.length > 0) {
      differences.push({
        reason: say`settings differ (${wrong.join(say`, `)})`,
        calls: ['events:PutRule'],
      });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['events:TagResource'] });
    return differences;
  },

  create: (wanted, host) => put(wanted, host, wanted.props.tags),

  async update(wanted, actual, host) {
    await put(wanted, host, undefined);
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length === 0) return;
    const events = await host.aws.events();
    await events.tagResource({
      ResourceARN: actual.facts.arn as string,
      Tags: missing.map(([Key, Value]) => ({ Key, Value })),
    });
  },

  async remove(actual, host) {
    const events = await host.aws.events();
    await retryWhile(host, busy(actual.id), isBusy, () =>
      unlessCode(events.deleteRule({ Name: actual.name }), 'ResourceNotFoundException'),
    );
  },
};

const busy = (id: string) => ({ id, for: say`another change to the rule to finish`, limitMs: 30_000 });

/** PutRule replaces the whole rule, and accepts tags only when it creates one. */
async function put(
  wanted: ResourceOf<'rule'>,
  host: DeployHost,
  tags: Record<string, string> | undefined,
): Promise<void> {
  const { pattern, schedule, description, enabled } = wanted.props;
  const events = await host.aws.events();
  await retryWhile(host, busy(wanted.id), isBusy, () =>
    events.putRule({
      Name: wanted.name,
      Description: description,
      EventPattern: pattern,
      ScheduleExpression: schedule,
      State: enabled ? 'ENABLED' : 'DISABLED',
      ...(tags === undefined ? {} : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
    }),
  );
}

/** Compares patterns regardless of the order and spaces of their JSON. */
export function samePattern(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return a === b;
  try {
    return sameJson(JSON.parse(a), JSON.parse(b));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
