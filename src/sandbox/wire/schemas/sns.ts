/** The operations that the sandbox answers: only their schemas come into the bundle. */
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
