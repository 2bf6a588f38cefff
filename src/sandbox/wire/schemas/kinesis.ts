/** The operations that the sandbox supports. The bundle contains only their schemas. */
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
