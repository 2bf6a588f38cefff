/** CloudTrail: trails, their status, selectors and tags. */
import type * as CloudTrail from '@aws-sdk/client-cloudtrail';
import type { OperationTable } from '../operations.ts';
import { page } from '../page.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { isoSeconds } from '../values/iso-time.ts';
import { addTags, removeTags, tagList, tagMap } from '../values/tags.ts';
import { checkBucket } from './bucket.ts';
import { checkSelectors, DEFAULT_SELECTORS } from './selectors.ts';
import {
  checkTrailName,
  findOwnTrail,
  findTrail,
  organizationOf,
  type Trail,
  trailHome,
  trailNameOf,
  trailsCovering,
  unknownTrail,
} from './state.ts';

const TRAILS_PER_REGION = 5;

export const trailOperations: OperationTable<typeof CloudTrail> = {
  CreateTrail(world, input, call) {
    const name = input.Name ?? '';
    checkTrailName(name);
    const { trails } = trailHome(world, call.account, call.region);
    if (trails.has(name)) {
      throw new AwsError(
        'TrailAlreadyExistsException',
        `Trail ${name} already exists for customer: ${call.account}`,
      );
    }
    if (trails.size >= TRAILS_PER_REGION) {
      throw new AwsError(
        'MaximumNumberOfTrailsExceededException',
        `User: ${call.account} already has ${trails.size} trails in ${call.region}.`,
      );
    }
    const trail = change(newTrail(name, call), input);
    trail.tags = tagMap(input.TagsList);
    checkTrail(world, trail);
    trails.set(name, trail);
    return answer(trail);
  },
  UpdateTrail(world, input, call) {
    const trail = findOwnTrail(world, call, input.Name);
    const after = change(trail, input);
    checkTrail(world, after);
    keepStoppedTrail(world, call, trail);
    return answer(Object.assign(trail, after));
  },
  DeleteTrail(world, input, call) {
    const trail = findOwnTrail(world, call, input.Name);
    keepStoppedTrail(world, call, trail);
    trailHome(world, call.account, call.region).trails.delete(trail.name);
    return {};
  },
  DescribeTrails(world, input, call) {
    const names = input.trailNameList ?? [];
    const withShadows = input.includeShadowTrails !== false;
    const seen = trailsCovering(world, call.account, call.region).filter(
      (trail) => withShadows || (trail.homeRegion === call.region && trail.account === call.account),
    );
    for (const name of names) trailNameOf(name);
    // An unknown name is not an error: the response leaves it out (API Reference, DescribeTrails).
    const chosen = names.length === 0 ? seen : seen.filter((trail) => isNamed(trail, names, call));
    return { trailList: chosen.map(describe) };
  },
  GetTrail: (world, input, call) => ({ Trail: describe(findTrail(world, call, input.Name)) }),
  GetTrailStatus: (world, input, call) => status(findTrail(world, call, input.Name)),
  ListTrails(world, input, call) {
    const seen = new Map(
      trailsCovering(world, call.account, call.region).map((trail) => [trail.arn, trail] as const),
    );
    const bad = () => new AwsError('InvalidNextTokenException', 'The token is not valid.');
    const { items, next } = page([...seen.values()], input.NextToken, 100, bad);
    return {
      Trails: items.map((trail) => ({
        TrailARN: trail.arn,
        Name: trail.name,
        HomeRegion: trail.homeRegion,
      })),
      NextToken: next,
    };
  },
  StartLogging(world, input, call) {
    const trail = findOwnTrail(world, call, input.Name);
    trail.isLogging = true;
    trail.startedAt = world.now();
    return {};
  },
  StopLogging(world, input, call) {
    const trail = findOwnTrail(world, call, input.Name);
    keepStoppedTrail(world, call, trail);
    trail.isLogging = false;
    trail.stoppedAt = world.now();
    return {};
  },
  PutEventSelectors(world, input, call) {
    const trail = findOwnTrail(world, call, input.TrailName);
    checkSelectors(input.EventSelectors, input.AdvancedEventSelectors);
    keepStoppedTrail(world, call, trail);
    trail.eventSelectors = input.EventSelectors ?? [];
    trail.advancedEventSelectors = input.AdvancedEventSelectors;
    trail.hasCustomEventSelectors = true;
    return selectors(trail);
  },
  GetEventSelectors(world, input, call) {
    const trail = findTrail(world, call, input.TrailName);
    // Shadow trails have no selectors. Those of an organization trail belong to its owner.
    if (trail.account !== call.account || trail.homeRegion !== call.region) {
      throw unknownTrail(input.TrailName, call.account);
    }
    return selectors(trail);
  },
  AddTags(world, input, call) {
    addTags(findOwnTrail(world, call, input.ResourceId).tags, input.TagsList);
    return {};
  },
  RemoveTags(world, input, call) {
    const { tags } = findOwnTrail(world, call, input.ResourceId);
    removeTags(tags, [...tagMap(input.TagsList).keys()]);
    return {};
  },
  ListTags: (world, input, call) => ({
    ResourceTagList: (input.ResourceIdList ?? []).map((ResourceId) => ({
      ResourceId,
      TagsList: tagList(findTrail(world, call, ResourceId).tags),
    })),
  }),
};

export function newTrail(name: string, call: Pick<Call, 'account' | 'region' | 'partition'>): Trail {
  return {
    name,
    arn: `arn:${call.partition}:cloudtrail:${call.region}:${call.account}:trail/${name}`,
    account: call.account,
    homeRegion: call.region,
    s3BucketName: '',
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
    logFileValidationEnabled: false,
    tags: new Map(),
    isLogging: false,
    eventSelectors: DEFAULT_SELECTORS,
    hasCustomEventSelectors: false,
    pending: new Map(),
    digests: new Map(),
  };
}

/** Copies the trail with the members that the request sets. The others stay unchanged. */
function change(trail: Trail, input: Omit<CloudTrail.UpdateTrailCommandInput, 'Name'>): Trail {
  return {
    ...trail,
    s3BucketName: input.S3BucketName ?? trail.s3BucketName,
    s3KeyPrefix: input.S3KeyPrefix ?? trail.s3KeyPrefix,
    snsTopicName: input.SnsTopicName ?? trail.snsTopicName,
    includeGlobalServiceEvents: input.IncludeGlobalServiceEvents ?? trail.includeGlobalServiceEvents,
    isMultiRegionTrail: input.IsMultiRegionTrail ?? trail.isMultiRegionTrail,
    isOrganizationTrail: input.IsOrganizationTrail ?? trail.isOrganizationTrail,
    logFileValidationEnabled: input.EnableLogFileValidation ?? trail.logFileValidationEnabled,
    cloudWatchLogsLogGroupArn: input.CloudWatchLogsLogGroupArn ?? trail.cloudWatchLogsLogGroupArn,
    cloudWatchLogsRoleArn: input.CloudWatchLogsRoleArn ?? trail.cloudWatchLogsRoleArn,
    kmsKeyId: input.KmsKeyId ?? trail.kmsKeyId,
  };
}

function checkTrail(world: SandboxWorld, trail: Trail): void {
  if (trail.isMultiRegionTrail && !trail.includeGlobalServiceEvents) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
  }
  if (trail.isOrganizationTrail) {
    const organization = organizationOf(world, trail.account);
    if (!organization) {
      throw new AwsError('OrganizationsNotInUseException', 'The account is not a member of an organization.');
    }
    if (organization.managementAccount !== trail.account) {
      throw new AwsError(
        'NotOrganizationMasterAccountException',
        'Only the management account can make an organization trail.',
      );
    }
  }
  checkBucket(world, trail);
}

/** The call that stops a trail is the last one that the trail logs. */
function keepStoppedTrail(world: SandboxWorld, call: Call, trail: Trail): void {
  if (!trail.isLogging) return;
  trailHome(world, call.account, call.region).lastWords.set(call.requestId, { trail, before: { ...trail } });
}

function isNamed(trail: Trail, names: string[], call: Call): boolean {
  const atHome = trail.homeRegion === call.region && trail.account === call.account;
  return names.includes(trail.arn) || (atHome && names.includes(trail.name));
}

function answer(trail: Trail) {
  return {
    Name: trail.name,
    S3BucketName: trail.s3BucketName,
    S3KeyPrefix: trail.s3KeyPrefix,
    SnsTopicName: trail.snsTopicName,
    IncludeGlobalServiceEvents: trail.includeGlobalServiceEvents,
    IsMultiRegionTrail: trail.isMultiRegionTrail,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidationEnabled,
    CloudWatchLogsLogGroupArn: trail.cloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn: trail.cloudWatchLogsRoleArn,
    KmsKeyId: trail.kmsKeyId,
    IsOrganizationTrail: trail.isOrganizationTrail,
  };
}

function describe(trail: Trail): CloudTrail.Trail {
  return {
    ...answer(trail),
    HomeRegion: trail.homeRegion,
    HasCustomEventSelectors: trail.hasCustomEventSelectors,
    HasInsightSelectors: false,
  };
}

function status(trail: Trail) {
  const date = (at: number | undefined) => (at === undefined ? undefined : new Date(at));
  const text = (at: number | undefined) => (at === undefined ? '' : isoSeconds(at));
  return {
    IsLogging: trail.isLogging,
    LatestDeliveryError: trail.deliveryError,
    LatestDeliveryTime: date(trail.deliveredAt),
    LatestDigestDeliveryTime: date(trail.digestDeliveredAt),
    LatestDigestDeliveryError: trail.digestError,
    StartLoggingTime: date(trail.startedAt),
    StopLoggingTime: date(trail.stoppedAt),
    LatestDeliveryAttemptTime: text(trail.deliveredAt),
    LatestNotificationAttemptTime: '',
    LatestNotificationAttemptSucceeded: '',
    LatestDeliveryAttemptSucceeded: text(trail.deliveredAt),
    TimeLoggingStarted: text(trail.startedAt),
    TimeLoggingStopped: text(trail.stoppedAt),
  };
}

function selectors(trail: Trail) {
  return {
    TrailARN: trail.arn,
    ...(trail.advancedEventSelectors
      ? { AdvancedEventSelectors: trail.advancedEventSelectors }
      : { EventSelectors: trail.eventSelectors }),
  };
}
