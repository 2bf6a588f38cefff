/** S3: objects. Each has one version. */
import { createHash } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import type { OperationTable } from '../operations.ts';
import { policyAllows } from '../policy/resource-policy.ts';
import type { Requirement } from '../service.ts';
import { AwsError, type S3PutOptions, type SandboxWorld, undeliverable } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import { type Bucket, bucketsOf, openBucket, type StoredObject } from './state.ts';

export const objectOperations: OperationTable<typeof S3> = {
  PutObject(world, input, call) {
    const bucket = openBucket(world, call, input, 'PutObject');
    const key = input.Key ?? '';
    if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
    if (input.IfNoneMatch === '*' && bucket.objects.has(key)) {
      throw new AwsError(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        412,
      );
    }
    const stored = store(world, bucket, key, input.Body ?? new Uint8Array(), {
      contentType: input.ContentType,
      contentEncoding: input.ContentEncoding,
      metadata: input.Metadata,
    });
    return { ETag: stored.etag, ServerSideEncryption: 'AES256' };
  },
  GetObject(world, input, call) {
    const object = findObject(openBucket(world, call, input, 'GetObject'), input.Key);
    const range = readRange(input.Range, object.body.length);
    const body = range ? object.body.subarray(range.first, range.last + 1) : object.body;
    return {
      ...describe(object),
      Body: body,
      ContentLength: body.length,
      ContentRange: range && `bytes ${range.first}-${range.last}/${object.body.length}`,
    };
  },
  HeadObject(world, input, call) {
    const object = openBucket(world, call, input, 'GetObject').objects.get(input.Key ?? '');
    if (!object) throw new AwsError('NotFound', 'Not Found', 404);
    return { ...describe(object), ContentLength: object.body.length };
  },
  DeleteObject(world, input, call) {
    openBucket(world, call, input, 'DeleteObject').objects.delete(input.Key ?? '');
    return {};
  },
  DeleteObjects(world, input, call) {
    const objects = input.Delete?.Objects ?? [];
    if (objects.length < 1 || objects.length > 1000) {
      throw new AwsError(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
      );
    }
    const bucket = openBucket(world, call, { Bucket: input.Bucket }, 'DeleteObject');
    for (const { Key } of objects) bucket.objects.delete(Key ?? '');
    return { Deleted: input.Delete?.Quiet ? [] : objects.map(({ Key }) => ({ Key })) };
  },
  ListObjects(world, input, call) {
    const bucket = openBucket(world, call, { Bucket: input.Bucket }, 'ListBucket');
    const { Marker, ...rest } = input;
    const { contents, folders, last, more } = listObjects(bucket, rest, Marker ?? '');
    return {
      ...listing(bucket, rest, contents, folders),
      Marker,
      IsTruncated: more,
      NextMarker: more ? last : undefined,
    };
  },
  ListObjectsV2(world, input, call) {
    const bucket = openBucket(world, call, { Bucket: input.Bucket }, 'ListBucket');
    const { ContinuationToken: token, StartAfter } = input;
    const after = token ? readToken(token) : (StartAfter ?? '');
    const { contents, folders, last, more } = listObjects(bucket, input, after);
    return {
      ...listing(bucket, input, contents, folders),
      StartAfter,
      ContinuationToken: token,
      NextContinuationToken: more ? Buffer.from(last).toString('base64') : undefined,
      IsTruncated: more,
      KeyCount: contents.length + folders.length,
    };
  },
};

function store(
  world: SandboxWorld,
  bucket: Bucket,
  key: string,
  body: Uint8Array,
  options: Omit<S3PutOptions, 'acl'>,
): StoredObject {
  const object: StoredObject = {
    key,
    body,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    modifiedAt: world.now(),
    contentType: options.contentType ?? 'application/octet-stream',
    contentEncoding: options.contentEncoding,
    metadata: options.metadata ?? {},
  };
  bucket.objects.set(key, object);
  return object;
}

function findObject(bucket: Bucket, key: string | undefined): StoredObject {
  const object = bucket.objects.get(key ?? '');
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  return object;
}

function describe(object: StoredObject) {
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(object.modifiedAt),
    ETag: object.etag,
    ContentType: object.contentType,
    ContentEncoding: object.contentEncoding,
    Metadata: object.metadata,
    ServerSideEncryption: 'AES256' as const,
  };
}

/** `bytes=first-last`, `bytes=first-`, `bytes=-suffix` (RFC 9110, section 14). */
function readRange(range: string | undefined, size: number): { first: number; last: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from, to] = match;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) {
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: range,
    });
  }
  return { first, last };
}

interface ListQuery {
  Prefix?: string | undefined;
  Delimiter?: string | undefined;
  MaxKeys?: number | undefined;
}

const pageSize = (query: ListQuery) => Math.min(query.MaxKeys ?? 1000, 1000);

/** Returns objects and folders after a key. `last` is where the next page starts. */
function listObjects(bucket: Bucket, query: ListQuery, after: string) {
  const { Prefix: prefix = '', Delimiter: delimiter } = query;
  // S3 sorts in UTF-8 order. This order differs only for characters beyond the basic plane.
  const objects = [...bucket.objects.values()]
    .filter(({ key }) => key.startsWith(prefix) && key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const contents: S3._Object[] = [];
  const common = new Set<string>();
  let last = '';
  for (const object of objects) {
    const folder = folderOf(object.key, prefix.length, delimiter);
    if (folder !== undefined && (common.has(folder) || after.startsWith(folder))) continue;
    if (contents.length + common.size >= pageSize(query)) {
      return { contents, folders: [...common], last, more: true };
    }
    last = folder ?? object.key;
    if (folder !== undefined) common.add(folder);
    else contents.push(summary(object));
  }
  return { contents, folders: [...common], last, more: false };
}

/** The key up to the first delimiter behind the prefix; undefined where there is none. */
function folderOf(key: string, from: number, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const cut = key.indexOf(delimiter, from);
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (Buffer.from(text).toString('base64') !== token) {
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', 400, {
      ArgumentName: 'continuation-token',
    });
  }
  return text;
}

function summary(object: StoredObject): S3._Object {
  return {
    Key: object.key,
    LastModified: new Date(object.modifiedAt),
    ETag: object.etag,
    Size: object.body.length,
    StorageClass: 'STANDARD',
  };
}

/** The members that both versions of the listing return. */
function listing(bucket: Bucket, query: ListQuery, contents: S3._Object[], folders: string[]) {
  return {
    Name: bucket.name,
    Prefix: query.Prefix ?? '',
    Delimiter: query.Delimiter,
    MaxKeys: pageSize(query),
    Contents: contents.length > 0 ? contents : undefined,
    CommonPrefixes: folders.length > 0 ? folders.map((Prefix) => ({ Prefix })) : undefined,
  };
}

/** The World's S3, to which services write objects. */
export function s3Slice(world: SandboxWorld): SandboxWorld['s3'] {
  const serviceMay = (bucketName: string, service: string, requirement: Requirement) => {
    const bucket = bucketsOf(world).get(bucketName);
    return bucket && policyAllows(bucket.policy, { requester: { service }, ...requirement });
  };
  return {
    serviceMay,
    put(bucketName, key, body, options, via) {
      const { partition, account } = parseArn(via.sourceArn) ?? { partition: 'aws' };
      const allowed = serviceMay(bucketName, via.principal, {
        action: 's3:PutObject',
        resource: `arn:${partition}:s3:::${bucketName}/${key}`,
        conditions: {
          'aws:SourceArn': via.sourceArn,
          'aws:SourceAccount': account,
          's3:x-amz-acl': options.acl,
          'aws:SecureTransport': 'true',
        },
      });
      const bucket = bucketsOf(world).get(bucketName);
      if (!bucket) return undeliverable('NoSuchBucket', `${bucketName} does not exist.`);
      if (!allowed) return undeliverable('AccessDenied', 'Access Denied');
      store(world, bucket, key, body, options);
      return { ok: true };
    },
  };
}
