import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  describeRule: DescribeRuleCommand,
  putRule: PutRuleCommand,
  deleteRule: DeleteRuleCommand,
  listTargetsByRule: ListTargetsByRuleCommand,
  putTargets: PutTargetsCommand,
  removeTargets: RemoveTargetsCommand,
  listTagsForResource: ListTagsForResourceCommand,
  tagResource: TagResourceCommand,
  untagResource: UntagResourceCommand,
  putEvents: PutEventsCommand,
  listRules: ListRulesCommand,
};

export type { Target } from '@aws-sdk/client-eventbridge';
export type Events = Gateway<typeof operations>;

export function events(config: ClientConfig): Events {
  return gateway('events', new EventBridgeClient(config), operations, config);
}
