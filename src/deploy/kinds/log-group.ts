import { unlessCode } from '../../core/errors.ts';
import { howMany, say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { ownership } from '../ownership.ts';
import { type ActualOf, idOf, type ResourceOf } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, tagReason } from './kind.ts';

const busy = (id: string) => ({ id, for: say`another change to the log group to finish`, limitMs: 30_000 });

/** The log group for findings. It must exist before the function, which has no permission to create it. */
export const logGroup: KindOf<'log-group'> = {
  kind: 'log-group',
  calls: { create: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], remove: ['logs:DeleteLogGroup'] },

  async read(host) {
    const found = await Promise.all([
      readTagged(host, host.names.logGroup),
      readTagged(host, host.names.baselineGroup),
    ]);
    return found.flatMap((one) => (one === undefined ? [] : [toActual(one, host)]));
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    const { retentionDays: is } = actual.props;
    const asked = wanted.props.retentionDays;
    if (is !== asked) {
      differences.push({
        reason: retentionReason(is ?? null, asked),
        calls: [asked === null ? 'logs:DeleteRetentionPolicy' : 'logs:PutRetentionPolicy'],
      });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['logs:TagResource'] });
    return differences;
  },

  async create(wanted, host) {
    const logs = await host.aws.logs();
    const logGroupName = wanted.name;
    await retryWhile(host, busy(wanted.id), isBusy, () =>
      logs.createLogGroup({ logGroupName, tags: wanted.props.tags }),
    );
    if (wanted.props.retentionDays !== null) await keepFor(wanted, host);
  },

  async update(wanted, actual, host) {
    const logs = await host.aws.logs();
    if (actual.props.retentionDays !== wanted.props.retentionDays) await keepFor(wanted, host);
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) {
      await logs.tagResource({
        resourceArn: actual.facts.arn as string,
        tags: Object.fromEntries(missing),
      });
    }
  },

  async remove(actual, host) {
    const logs = await host.aws.logs();
    await retryWhile(host, busy(actual.id), isBusy, () =>
      unlessCode(logs.deleteLogGroup({ logGroupName: actual.name }), 'ResourceNotFoundException'),
    );
  },
};

/** A group that was just created may not be shown yet. */
async function keepFor(wanted: ResourceOf<'log-group'>, host: DeployHost): Promise<void> {
  const logs = await host.aws.logs();
  const { name: logGroupName, props } = wanted;
  await retryWhile(host, busy(wanted.id), isNotYet('ResourceNotFoundException'), async () => {
    if (props.retentionDays === null) await logs.deleteRetentionPolicy({ logGroupName });
    else await logs.putRetentionPolicy({ logGroupName, retentionInDays: props.retentionDays });
  });
}

function retentionReason(is: number | null, asked: number | null): string {
  if (is === null && asked !== null) return say`logs are kept forever instead of ${howMany(asked, 'day')}`;
  if (is !== null && asked === null) return say`logs are kept for ${howMany(is, 'day')} instead of forever`;
  return say`logs are kept for ${howMany(is ?? 0, 'day')} instead of ${howMany(asked ?? 0, 'day')}`;
}

interface FoundLogGroup {
  name: string;
  /** Without the trailing `:*`, as the tag calls require it. */
  arn: string;
  /** Null: forever. */
  retentionDays: number | null;
  /** Epoch milliseconds. */
  createdAt: number | undefined;
  tags: Record<string, string>;
}

/** A log group with its tags; undefined if it does not exist. */
export async function readTagged(
  host: Pick<DeployHost, 'aws' | 'shared'>,
  name: string,
): Promise<FoundLogGroup | undefined> {
  return host.shared(`log-group:${name}`, async () => {
    const logs = await host.aws.logs();
    const page = await logs.describeLogGroups({ logGroupNamePrefix: name });
    // The names are sorted, so an exact match is the first one with this prefix.
    const found = page.logGroups?.find((group) => group.logGroupName === name);
    if (found === undefined) return undefined;
    const arn = (found.logGroupArn ?? found.arn!).replace(/:\*$/, '');
    // A group that was just deleted may still be listed.
    const answer = await unlessCode(
      logs.listTagsForResource({ resourceArn: arn }),
      'ResourceNotFoundException',
    );
    if (answer === undefined) return undefined;
    return {
      name,
      arn,
      retentionDays: found.retentionInDays ?? null,
      createdAt: found.creationTime,
      tags: answer.tags ?? {},
    };
  });
}

function toActual(
  { name, arn, retentionDays, createdAt, tags }: FoundLogGroup,
  host: DeployHost,
): ActualOf<'log-group'> {
  return {
    id: idOf('log-group', name),
    kind: 'log-group',
    name,
    ...ownership(host, tags, undefined),
    props: { retentionDays, tags },
    facts: { arn, owner: tags[STACK_TAG], createdAt },
  };
}
