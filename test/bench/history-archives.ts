/** Generates CloudTrail archives for the benchmark. The same seed gives the same bytes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ArchiveShape {
  files: number;
  recordsPerFile: number;
  /** Share of security-group calls, 0 to 1. */
  relevant: number;
  seed: number;
}

export interface Archive {
  folder: string;
  files: string[];
  records: number;
  relevant: number;
  plainBytes: number;
  packedBytes: number;
}

/** Calls of a busy account: service, name, and whether the call only reads. */
const OTHER_CALLS: [string, string, boolean][] = [
  ['sts', 'AssumeRole', true],
  ['ec2', 'DescribeInstances', true],
  ['ec2', 'DescribeSecurityGroups', true],
  ['ec2', 'DescribeSecurityGroupRules', true],
  ['ec2', 'DescribeManagedPrefixLists', true],
  ['ec2', 'DescribeVpcs', true],
  ['s3', 'GetBucketAcl', true],
  ['kms', 'Decrypt', true],
  ['ssm', 'UpdateInstanceInformation', false],
  ['logs', 'CreateLogStream', false],
  ['lambda', 'GetFunction20150331v2', true],
  ['dynamodb', 'DescribeTable', true],
  ['iam', 'GetRolePolicy', true],
  ['elasticloadbalancing', 'DescribeTargetHealth', true],
  ['autoscaling', 'DescribeAutoScalingGroups', true],
  ['iam', 'PutRolePolicy', false],
];

export function writeArchive(folder: string, shape: ArchiveShape): Archive {
  const random = mulberry32(shape.seed);
  /** Ids of principals and keys are base 32. */
  const id = (length: number) =>
    Array.from({ length }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Math.floor(random() * 32)]).join('');
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  const archive: Archive = { folder, files: [], records: 0, relevant: 0, plainBytes: 0, packedBytes: 0 };
  for (let f = 0; f < shape.files; f++) {
    const day = String((f % 28) + 1).padStart(2, '0');
    const at = join(folder, 'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03', day);
    mkdirSync(at, { recursive: true });
    const records = Array.from({ length: shape.recordsPerFile }, () => {
      const isRelevant = random() < shape.relevant;
      archive.records++;
      if (isRelevant) archive.relevant++;
      return record(random, hex, id, isRelevant, day);
    });
    const plain = Buffer.from(JSON.stringify({ Records: records }));
    const packed = gzipSync(plain, { level: 6 });
    const name = `111122223333_CloudTrail_eu-central-1_202603${day}T0000Z_${String(f).padStart(16, '0')}.json.gz`;
    writeFileSync(join(at, name), packed);
    archive.files.push(join(at, name));
    archive.plainBytes += plain.length;
    archive.packedBytes += packed.length;
  }
  return archive;
}

function record(
  random: () => number,
  hex: (digits: number) => string,
  id: (length: number) => string,
  isRelevant: boolean,
  day: string,
): object {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const [service, name, readOnly] = isRelevant
    ? (['ec2', pick(['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress']), false] as const)
    : pick(OTHER_CALLS);
  const role = pick(['deploy', 'web-server', 'worker', 'auditor', 'backup']);
  const two = (below: number) => String(Math.floor(random() * below)).padStart(2, '0');
  const group = `sg-0${hex(16)}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${id(17)}:${role}-session`,
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/${role}-session`,
      accountId: '111122223333',
      accessKeyId: `ASIA${id(16)}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${id(17)}`,
          arn: `arn:aws:iam::111122223333:role/${role}`,
          accountId: '111122223333',
          userName: role,
        },
        attributes: {
          creationDate: `2026-03-${day}T${two(24)}:${two(60)}:${two(60)}Z`,
          mfaAuthenticated: 'false',
        },
      },
    },
    eventTime: `2026-03-${day}T${two(24)}:${two(60)}:${two(60)}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    sourceIPAddress: `198.51.100.${Math.floor(random() * 256)}`,
    userAgent: pick([
      'aws-sdk-java/2.29.0 Linux/6.1 OpenJDK_64-Bit_Server_VM/21.0.5 Java/21 vendor/Example',
      'Boto3/1.35.0 md/Botocore#1.35.0 ua/2.0 os/linux#6.1 md/arch#x86_64 lang/python#3.12',
      'aws-cli/2.22.0 md/awscrt#0.23.4 ua/2.0 os/linux#6.8 lang/python#3.12.6',
    ]),
    requestParameters: isRelevant ? permission(group, random) : parameters(name, group, hex),
    responseElements: isRelevant ? { requestId: hex(8), _return: true } : null,
    requestID: uuid(hex),
    eventID: uuid(hex),
    readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `${service}.eu-central-1.amazonaws.com`,
    },
  };
}

function permission(groupId: string, random: () => number): object {
  const port = Math.floor(random() * 65536);
  const cidrIp = `203.0.113.${Math.floor(random() * 256)}/32`;
  const rule = {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    groups: {},
    ipRanges: { items: [{ cidrIp }] },
  };
  return { groupId, ipPermissions: { items: [{ ...rule, ipv6Ranges: {}, prefixListIds: {} }] } };
}

function parameters(name: string, group: string, hex: (digits: number) => string): object {
  if (name.startsWith('DescribeSecurityGroup'))
    return { securityGroupIdSet: { items: [{ groupId: group }] }, filterSet: {} };
  if (name === 'PutRolePolicy') {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    };
    return { roleName: `r-${hex(6)}`, policyName: 'inline', policyDocument: JSON.stringify(document) };
  }
  return { resourceArn: `arn:aws:x:eu-central-1:111122223333:thing/${hex(12)}`, maxResults: 50 };
}

function uuid(hex: (digits: number) => string): string {
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
