/** The operations that the sandbox answers: only their schemas come into the bundle. */
export {
  CreateStream$,
  DeleteResourcePolicy$,
  DeleteStream$,
  DescribeStream$,
  DescribeStreamSummary$,
  GetRecords$,
  GetResourcePolicy$,
  GetShardIterator$,
  ListStreams$,
  PutRecord$,
  PutRecords$,
  PutResourcePolicy$,
} from '@aws-sdk/client-kinesis';
