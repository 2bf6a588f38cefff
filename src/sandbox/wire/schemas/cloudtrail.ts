/** The operations that the sandbox supports. The bundle contains only their schemas. */
export {
  AddTags$,
  CreateTrail$,
  DeleteTrail$,
  DescribeTrails$,
  GetEventSelectors$,
  GetTrail$,
  GetTrailStatus$,
  ListPublicKeys$,
  ListTags$,
  ListTrails$,
  LookupEvents$,
  PutEventSelectors$,
  RemoveTags$,
  StartLogging$,
  StopLogging$,
  UpdateTrail$,
} from '@aws-sdk/client-cloudtrail';
