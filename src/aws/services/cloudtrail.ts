import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  ListTagsCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeTrails: DescribeTrailsCommand,
  getTrailStatus: GetTrailStatusCommand,
  getEventSelectors: GetEventSelectorsCommand,
  lookupEvents: LookupEventsCommand,
  listPublicKeys: ListPublicKeysCommand,
  createTrail: CreateTrailCommand,
  deleteTrail: DeleteTrailCommand,
  startLogging: StartLoggingCommand,
  stopLogging: StopLoggingCommand,
  putEventSelectors: PutEventSelectorsCommand,
  updateTrail: UpdateTrailCommand,
  listTags: ListTagsCommand,
  addTags: AddTagsCommand,
};

export type Cloudtrail = Gateway<typeof operations>;

export function cloudtrail(config: ClientConfig): Cloudtrail {
  return gateway('cloudtrail', new CloudTrailClient(config), operations, config);
}
