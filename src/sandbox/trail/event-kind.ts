/**
 * Lambda's event names end with the date of the API version (docs:lambda/latest/dg/logging-using-cloudtrail).
 */
const lambdaNames: Record<string, string> = {
  AddPermission: 'AddPermission20150331v2',
  CreateFunction: 'CreateFunction20150331',
  DeleteFunction: 'DeleteFunction20150331',
  DeleteFunctionConcurrency: 'DeleteFunctionConcurrency20171031',
  GetFunction: 'GetFunction20150331v2',
  GetFunctionConfiguration: 'GetFunctionConfiguration20150331v2',
  GetPolicy: 'GetPolicy20150331v2',
  ListFunctions: 'ListFunctions20150331',
  ListTags: 'ListTags20170331',
  PublishVersion: 'PublishVersion20150331',
  PutFunctionConcurrency: 'PutFunctionConcurrency20171031',
  RemovePermission: 'RemovePermission20150331v2',
  TagResource: 'TagResource20170331v2',
  UntagResource: 'UntagResource20170331v2',
  UpdateFunctionCode: 'UpdateFunctionCode20150331v2',
  UpdateFunctionConfiguration: 'UpdateFunctionConfiguration20150331v2',
};

/** S3's event names contain the kind of resource ("Amazon S3 CloudTrail events" and public records). */
const bucketNames: Record<string, string> = {
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

const otherNames: Record<string, typeof lambdaNames> = { lambda: lambdaNames, s3: bucketNames };

/** Returns CloudTrail's name of an operation: its API name, with few exceptions. */
export function eventName(service: string, operation: string): string {
  return otherNames[service]?.[operation] ?? operation;
}

/** Calls on data within a resource are data events. A trail logs them only if it is configured to. */
const dataCalls: Record<string, RegExp> = {
  lambda: /^Invoke/,
  s3: /Object|^ListParts$|^UploadPart|MultipartUpload/,
  sqs: /Message/,
  sns: /^Publish/,
  kinesis: /Record|^GetShardIterator$/,
  events: /^PutEvents$/,
  logs: /^PutLogEvents$/,
};

export const isManagementCall = (service: string, operation: string): boolean =>
  !dataCalls[service]?.test(operation);

/** STS issues sessions without changing anything, so CloudTrail records these calls as reads. */
const reads = /^(Describe|Get|List|Lookup|Filter|Head|Simulate|Test|StartLiveTail|AssumeRole)/;

export const isReadOnly = (operation: string): boolean => reads.test(operation);

/** Region of the record: IAM's calls are recorded in the partition's first Region. */
export function recordRegion(service: string, region: string): string {
  if (service !== 'iam') return region;
  if (region.startsWith('cn-')) return 'cn-north-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  return 'us-east-1';
}

/**
 * Returns the error code of a record. EC2 adds whether client or server is at fault, IAM uses the names of
 * its exceptions (docs:awscloudtrail cloudtrail-log-file-examples), and other services use the code on the
 * wire.
 */
export function errorCode(service: string, code: string, status: number): string {
  if (service === 'ec2') return `${status >= 500 ? 'Server' : 'Client'}.${code}`;
  if (
    service === 'iam' &&
    /^[A-Z]/.test(code) &&
    !/Exception$|^AccessDenied$|^Throttling$|^ValidationError$/.test(code)
  ) {
    return `${code}Exception`;
  }
  return code;
}
