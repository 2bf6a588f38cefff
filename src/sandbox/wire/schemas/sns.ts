/** The operations that the sandbox supports. The bundle contains only their schemas. */
export {
  CreateTopic$,
  DeleteTopic$,
  GetTopicAttributes$,
  ListSubscriptionsByTopic$,
  ListTagsForResource$,
  ListTopics$,
  Publish$,
  SetTopicAttributes$,
  Subscribe$,
  TagResource$,
  Unsubscribe$,
  UntagResource$,
} from '@aws-sdk/client-sns';
