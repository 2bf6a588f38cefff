import type { Cloudtrail } from '../../aws/services/cloudtrail.ts';
import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { describeTrails } from '../install/trail-check.ts';
import { ownership } from '../ownership.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import { bucketName, STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, tagReason } from './kind.ts';
import { tagsOf } from './role.ts';

const SELECTORS = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];

/** The stack's own trail (`--create-trail`). It is multi-Region, logs write management events and has digest files. */
export const trail: KindOf<'trail'> = {
  kind: 'trail',
  calls: {
    create: ['cloudtrail:CreateTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StartLogging'],
    remove: ['cloudtrail:DeleteTrail'],
  },

  async read(host) {
    const found = (await describeTrails(host)).find(
      ({ Name, HomeRegion }) => Name === host.names.trail && HomeRegion === host.names.region,
    );
    if (found === undefined) return [];
    const cloudtrail = await host.aws.cloudtrail();
    const arn = found.TrailARN!;
    const gone = ['TrailNotFoundException'];
    const [tagList, status, selectors] = await Promise.all([
      unlessCode(cloudtrail.listTags({ ResourceIdList: [arn] }), ...gone, 'ResourceNotFoundException'),
      unlessCode(cloudtrail.getTrailStatus({ Name: arn }), ...gone),
      unlessCode(cloudtrail.getEventSelectors({ TrailName: arn }), ...gone),
    ]);
    if (status === undefined || selectors === undefined) return [];
    const tags = tagsOf(tagList?.ResourceTagList?.[0]?.TagsList);
    const bucket = bucketName(host.names, (await host.identity()).account);
    const mark = found.S3BucketName === bucket ? say`it writes to the bucket of the stack` : undefined;
    return [
      {
        id: idOf('trail', host.names.trail),
        kind: 'trail',
        name: host.names.trail,
        ...ownership(host, tags, mark),
        props: { bucket: found.S3BucketName, tags },
        facts: {
          arn,
          owner: tags[STACK_TAG],
          logging: status.IsLogging === true,
          multiRegion: found.IsMultiRegionTrail === true,
          writes: logsOnlyWrites(selectors),
        },
      },
    ];
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    if (actual.props.bucket !== wanted.props.bucket || actual.facts.multiRegion !== true) {
      differences.push({
        reason: say`its bucket or its Regions differ`,
        calls: ['cloudtrail:UpdateTrail'],
      });
    }
    if (actual.facts.writes !== true) {
      differences.push({
        reason: say`it should log only write management events`,
        calls: ['cloudtrail:PutEventSelectors'],
      });
    }
    if (actual.facts.logging !== true) {
      differences.push({ reason: say`it is not logging`, calls: ['cloudtrail:StartLogging'] });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['cloudtrail:AddTags'] });
    return differences;
  },

  async create(wanted, host) {
    const cloudtrail = await host.aws.cloudtrail();
    await retryWhile(host, waiting(wanted.id), isNotReady, () =>
      cloudtrail.createTrail({
        Name: wanted.name,
        S3BucketName: wanted.props.bucket,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        EnableLogFileValidation: true,
        TagsList: Object.entries(wanted.props.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await select(cloudtrail, wanted, host);
    await startLogging(cloudtrail, wanted, host);
  },

  async update(wanted, actual, host) {
    const cloudtrail = await host.aws.cloudtrail();
    if (actual.props.bucket !== wanted.props.bucket || actual.facts.multiRegion !== true) {
      await retryWhile(host, waiting(wanted.id), isNotReady, () =>
        cloudtrail.updateTrail({
          Name: wanted.name,
          S3BucketName: wanted.props.bucket,
          IsMultiRegionTrail: true,
          IncludeGlobalServiceEvents: true,
        }),
      );
    }
    if (actual.facts.writes !== true) await select(cloudtrail, wanted, host);
    if (actual.facts.logging !== true) await startLogging(cloudtrail, wanted, host);
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) {
      await cloudtrail.addTags({
        ResourceId: actual.facts.arn as string,
        TagsList: missing.map(([Key, Value]) => ({ Key, Value })),
      });
    }
  },

  async remove(actual, host) {
    const cloudtrail = await host.aws.cloudtrail();
    await retryWhile(host, waiting(actual.id), isBusy, () =>
      unlessCode(cloudtrail.deleteTrail({ Name: actual.name }), 'TrailNotFoundException'),
    );
  },
};

const starting = (id: string) => ({ id, for: say`CloudTrail to finish creating the trail`, limitMs: 60_000 });
const waiting = (id: string) => ({ id, for: say`CloudTrail to see the bucket's policy`, limitMs: 60_000 });

const isNotReady = isNotYet('InsufficientS3BucketPolicyException', 'S3BucketDoesNotExistException');
const isNotShown = isNotYet('TrailNotFoundException');

async function select(cloudtrail: Cloudtrail, wanted: ResourceOf<'trail'>, host: DeployHost): Promise<void> {
  await retryWhile(host, starting(wanted.id), isNotShown, () =>
    cloudtrail.putEventSelectors({ TrailName: wanted.name, EventSelectors: SELECTORS }),
  );
}

async function startLogging(
  cloudtrail: Cloudtrail,
  wanted: ResourceOf<'trail'>,
  host: DeployHost,
): Promise<void> {
  await retryWhile(host, starting(wanted.id), isNotShown, () =>
    cloudtrail.startLogging({ Name: wanted.name }),
  );
}

/** A new trail also logs reads until its selectors are set. A run might have ended before that. */
function logsOnlyWrites(found: Awaited<ReturnType<Cloudtrail['getEventSelectors']>>): boolean {
  const [selector, ...more] = found.EventSelectors ?? [];
  return (
    selector?.ReadWriteType === 'WriteOnly' &&
    selector.IncludeManagementEvents !== false &&
    (selector.DataResources ?? []).length === 0 &&
    (selector.ExcludeManagementEventSources ?? []).length === 0 &&
    more.length === 0 &&
    (found.AdvancedEventSelectors ?? []).length === 0
  );
}
