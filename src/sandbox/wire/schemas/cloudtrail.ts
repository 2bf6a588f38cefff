/** The operations that the sandbox answers: only their schemas come into the bundle. */
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
