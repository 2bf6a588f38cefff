import { unlessCode } from '../../core/errors.ts';
import { howMany, say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { ownership } from '../ownership.ts';
import { idOf } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, tagReason } from './kind.ts';

const busy = (id: string) => ({ id, for: say`another change to the log group to finish`, limitMs: 30_000 });

/** The log group for findings. It must exist before the function, which has no permission to create it. */
export const logGroup: KindOf<'log-group'> = {
  kind: 'log-group',
  calls: { create: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'], remove: ['logs:DeleteLogGroup'] },

  async read(host) {
    const name = host.names.logGroup;
    const found = await readLogGroup(host);
    if (found === undefined) return [];
    const logs = await host.aws.logs();
    // A log group that was just deleted can still be listed.
    const answer = await unlessCode(
      logs.listTagsForResource({ resourceArn: found.arn }),
      'ResourceNotFoundException',
    );
    if (answer === undefined) return [];
    const tags = answer.tags ?? {};
    return [
      {
        id: idOf('log-group', name),
        kind: 'log-group',
        name,
        ...ownership(host, tags, undefined),
        props: { retentionDays: found.retentionDays, tags },
        facts: { arn: found.arn, owner: tags[STACK_TAG], createdAt: found.createdAt },
      },
    ];
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    if (actual.props.retentionDays !== wanted.props.retentionDays) {
      const { retentionDays: is } = actual.props;
      const desiredDays = wanted.props.retentionDays;
      differences.push({
        reason:
          is === undefined
            ? say`logs are kept forever instead of ${howMany(desiredDays, 'day')}`
            : say`logs are kept for ${howMany(is, 'day')} instead of ${howMany(desiredDays, 'day')}`,
        calls: ['logs:PutRetentionPolicy'],
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
    await retryWhile(host, busy(wanted.id), isNotYet('ResourceNotFoundException'), () =>
      logs.putRetentionPolicy({ logGroupName, retentionInDays: wanted.props.retentionDays }),
    );
  },

  async update(wanted, actual, host) {
    const logs = await host.aws.logs();
    if (actual.props.retentionDays !== wanted.props.retentionDays) {
      await retryWhile(host, busy(wanted.id), isBusy, () =>
        logs.putRetentionPolicy({
          logGroupName: wanted.name,
          retentionInDays: wanted.props.retentionDays,
        }),
      );
    }
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

interface FoundLogGroup {
  arn: string;
  retentionDays: number | undefined;
  /** Epoch milliseconds. */
  createdAt: number | undefined;
}

/** Reads the stack's log group. `arn` has no trailing `:*`, because the tag calls reject it. */
export async function readLogGroup(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
): Promise<FoundLogGroup | undefined> {
  return host.shared('log-group', async () => {
    const logs = await host.aws.logs();
    const page = await logs.describeLogGroups({ logGroupNamePrefix: host.names.logGroup });
    // The names are sorted, so an exact match is the first one with this prefix.
    const found = page.logGroups?.find((group) => group.logGroupName === host.names.logGroup);
    if (found === undefined) return undefined;
    return {
      arn: (found.logGroupArn ?? found.arn!).replace(/:\*$/, ''),
      retentionDays: found.retentionInDays,
      createdAt: found.creationTime,
    };
  });
}
