/** The wire protocols of https://smithy.io/2.0/aws/protocols/ that the sandbox supports. */
export type Protocol = 'ec2Query' | 'awsQuery' | 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'restXml';

/** Must equal `config.protocolSettings` of the SDK's clients; a test compares them. */
export interface ServiceProtocol {
  protocol: Protocol;
  /** Version of the service's API. */
  version: string;
  xmlNamespace?: string;
  /** Prefix of the operation in X-Amz-Target. */
  target?: string;
  /** Namespace of the service's shapes, as in `__type`. */
  namespace: string;
  /** Host name in CloudTrail's eventSource. */
  eventSource: string;
  /**
   * XML namespace of the older query protocol that the service still supports. Errors contain its codes, too.
   * Source: awsQueryCompatible, https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
   */
  queryCompatible?: string;
}

/** All services, by signing name (the service in a credential scope). */
export const protocols: Record<string, ServiceProtocol> = {
  ec2: {
    protocol: 'ec2Query',
    version: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15',
    target: 'AmazonEC2',
    namespace: 'com.amazonaws.ec2',
    eventSource: 'ec2.amazonaws.com',
  },
  sts: {
    protocol: 'awsQuery',
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    target: 'AWSSecurityTokenServiceV20110615',
    namespace: 'com.amazonaws.sts',
    eventSource: 'sts.amazonaws.com',
  },
  iam: {
    protocol: 'awsQuery',
    version: '2010-05-08',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    target: 'AWSIdentityManagementV20100508',
    namespace: 'com.amazonaws.iam',
    eventSource: 'iam.amazonaws.com',
  },
  sns: {
    protocol: 'awsQuery',
    version: '2010-03-31',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    target: 'AmazonSimpleNotificationService',
    namespace: 'com.amazonaws.sns',
    eventSource: 'sns.amazonaws.com',
  },
  sqs: {
    protocol: 'awsJson1_0',
    version: '2012-11-05',
    target: 'AmazonSQS',
    namespace: 'com.amazonaws.sqs',
    eventSource: 'sqs.amazonaws.com',
    queryCompatible: 'http://queue.amazonaws.com/doc/2012-11-05/',
  },
  events: {
    protocol: 'awsJson1_1',
    version: '2015-10-07',
    target: 'AWSEvents',
    namespace: 'com.amazonaws.eventbridge',
    eventSource: 'events.amazonaws.com',
  },
  logs: {
    protocol: 'awsJson1_1',
    version: '2014-03-28',
    target: 'Logs_20140328',
    namespace: 'com.amazonaws.cloudwatchlogs',
    eventSource: 'logs.amazonaws.com',
  },
  monitoring: {
    protocol: 'awsJson1_0',
    version: '2010-08-01',
    target: 'GraniteServiceVersion20100801',
    namespace: 'com.amazonaws.cloudwatch',
    eventSource: 'monitoring.amazonaws.com',
    queryCompatible: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  cloudtrail: {
    protocol: 'awsJson1_1',
    version: '2013-11-01',
    target: 'CloudTrail_20131101',
    namespace: 'com.amazonaws.cloudtrail',
    eventSource: 'cloudtrail.amazonaws.com',
  },
  kinesis: {
    protocol: 'awsJson1_1',
    version: '2013-12-02',
    target: 'Kinesis_20131202',
    namespace: 'com.amazonaws.kinesis',
    eventSource: 'kinesis.amazonaws.com',
  },
  config: {
    protocol: 'awsJson1_1',
    version: '2014-11-12',
    target: 'StarlingDoveService',
    namespace: 'com.amazonaws.configservice',
    eventSource: 'config.amazonaws.com',
  },
  lambda: {
    protocol: 'restJson1',
    version: '2015-03-31',
    target: 'AWSGirApiService',
    namespace: 'com.amazonaws.lambda',
    eventSource: 'lambda.amazonaws.com',
  },
  s3: {
    protocol: 'restXml',
    version: '2006-03-01',
    xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    target: 'AmazonS3',
    namespace: 'com.amazonaws.s3',
    eventSource: 's3.amazonaws.com',
  },
};
