// Covers src/sandbox/*.ts, src/sandbox/values/*.ts.
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EC2 } from '@aws-sdk/client-ec2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { rawHttp } from '../../support/raw-http.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';
import { signRequest } from '../../support/sign-request.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const post = async (service: string, headers: Record<string, string>, body: string) => {
  const signed = await signRequest(sandbox.url, { headers, body }, { secret: sandbox.secret, service });
  return fetch(sandbox.url, { method: 'POST', headers: signed, body });
};

describe('an error', () => {
  it.each([
    [
      'ec2Query',
      () => new EC2(clientConfig(sandbox)).describeVpcs({ VpcIds: ['vpc-0123456789abcdef0'] }),
      'InvalidVpcID.NotFound',
      400,
    ],
    [
      'awsQuery',
      () => new IAM(clientConfig(sandbox)).getRole({ RoleName: 'no' }),
      'NoSuchEntityException',
      404,
    ],
    [
      'awsJson1_1',
      () => new EventBridge(clientConfig(sandbox)).describeRule({ Name: 'no' }),
      'ResourceNotFoundException',
      400,
    ],
    [
      'awsJson1_0',
      () => new SQS(clientConfig(sandbox)).getQueueUrl({ QueueName: 'no' }),
      'QueueDoesNotExist',
      400,
    ],
    [
      'restJson1',
      () => new Lambda(clientConfig(sandbox)).getFunction({ FunctionName: 'no' }),
      'ResourceNotFoundException',
      404,
    ],
    [
      'restXml',
      () =>
        new S3({ ...clientConfig(sandbox), forcePathStyle: true }).getBucketPolicy({ Bucket: 'nobucket' }),
      'NoSuchBucket',
      404,
    ],
  ])('reaches the SDK with the name that AWS uses: %s', async (_, send, name, httpStatusCode) => {
    await expect(send()).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode, requestId: expect.any(String) },
    });
  });
});

describe('an operation that the sandbox does not support', () => {
  it.each([
    ['ec2Query', () => new EC2(clientConfig(sandbox)).describeFleets({}), 'InvalidAction', 400],
    ['awsQuery', () => new IAM(clientConfig(sandbox)).listSAMLProviders({}), 'InvalidAction', 400],
    [
      'awsJson1_1',
      () => new EventBridge(clientConfig(sandbox)).listConnections({}),
      'UnknownOperationException',
      400,
    ],
    ['restJson1', () => new Lambda(clientConfig(sandbox)).listLayers({}), 'UnknownOperationException', 404],
    [
      'restXml',
      () => new S3({ ...clientConfig(sandbox), forcePathStyle: true }).getBucketCors({ Bucket: 'nobucket' }),
      'NotImplemented',
      501,
    ],
  ])('is refused like an operation that does not exist: %s', async (_, send, name, httpStatusCode) => {
    await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('is refused if it belongs to an unknown service', async () => {
    const answer = await post('glacier', {}, '');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('does not support the service');
  });
});

describe('a request of another client', () => {
  it('is accepted with a package name in the target, as botocore sends it to CloudTrail', async () => {
    const answer = await post(
      'cloudtrail',
      {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails',
      },
      '{}',
    );
    expect(await answer.json()).toEqual({ trailList: [] });
    expect(answer.headers.get('content-length')).toBe(String('{"trailList":[]}'.length));
  });

  it('causes SerializationException if it is not JSON', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.ListRules' };
    for (const body of ['{"Limit":', '[]', '{"Limit":"many"}']) {
      const answer = await post('events', headers, body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
    }
  });

  it('is accepted in aws-chunked pieces, and with the bucket in the host', async () => {
    const s3 = new S3({ ...clientConfig(sandbox), forcePathStyle: true });
    await s3.createBucket({
      Bucket: 'chunked-bucket',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '11',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    };
    const body = '6;chunk-signature=0\r\nhello \r\n5\r\nworld\r\n0\r\nx-amz-checksum-crc32:AAAA\r\n\r\n';
    const signer = { secret: sandbox.secret, service: 's3' };
    const upload = { method: 'PUT', path: '/chunked-bucket/a/b%20c' };
    const put = await rawHttp(sandbox.url, {
      ...upload,
      headers: await signRequest(sandbox.url, { ...upload, headers }, signer),
      body,
    });
    expect(put.status, put.body).toBe(200);
    const object = await s3.getObject({ Bucket: 'chunked-bucket', Key: 'a/b c' });
    expect(await object.Body!.transformToString()).toBe('hello world');
    const { port } = new URL(sandbox.url);
    for (const host of [
      'chunked-bucket.s3.localhost',
      'chunked-bucket.localhost',
      'chunked-bucket.127.0.0.1',
    ]) {
      const get = { method: 'GET', path: '/a/b%20c', headers: { host: `${host}:${port}` } };
      const signed = await signRequest(sandbox.url, get, signer);
      expect((await rawHttp(sandbox.url, { ...get, headers: signed })).body).toBe('hello world');
    }
  });
});

describe('a caller with a role', () => {
  it('is limited by the policies of the role', async () => {
    const iam = new IAM(clientConfig(sandbox));
    await iam.createRole({
      RoleName: 'reader',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    });
    await iam.putRolePolicy({
      RoleName: 'reader',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeSecurityGroups', Resource: '*' }],
      }),
    });
    const session = sandbox.world.iam.session('arn:aws:iam::111122223333:role/reader', 'test');
    const ec2 = new EC2({ ...clientConfig(sandbox), credentials: session });
    const { SecurityGroups } = await ec2.describeSecurityGroups({});
    await expect(
      ec2.authorizeSecurityGroupIngress({
        GroupId: SecurityGroups![0]!.GroupId,
        IpProtocol: '-1',
        CidrIp: '0.0.0.0/0',
      }),
    ).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringMatching(
        /assumed-role\/reader\/test is not authorized to perform: ec2:AuthorizeSecurityGroupIngress on resource: arn:aws:ec2:eu-west-1:111122223333:security-group\/sg-/,
      ),
    });
  });
});

describe('the server', () => {
  it('reports that the port is in use', async () => {
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('leaves nothing running when it closes', async () => {
    const other = await startSandbox({ timing: 'lifelike' });
    const trail = new CloudTrail(clientConfig(other));
    await trail.describeTrails({});
    other.world.after(60_000, () => {
      throw new Error('ran after close');
    });
    await other.close();
    await expect(new CloudTrail(clientConfig(other)).describeTrails({})).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect(process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap')).toHaveLength(1);
  });
});
