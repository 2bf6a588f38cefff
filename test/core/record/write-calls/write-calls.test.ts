import { describe, expect, it } from 'vitest';
import { tamperCalls } from '../../../../src/core/record/parse-record.ts';
import { UNWATCHED } from './unwatched-calls.ts';
import data from './write-calls.json' with { type: 'json' };

/** CloudTrail's names of operations of S3, where they differ from those of the API. */
const RECORDED_AS: Record<string, string> = {
  's3 DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
  's3 PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3 PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
};

const models = new Map<string, object>(Object.entries(data.services));
const watched = new Set(
  tamperCalls().flatMap(({ service, names }) => names.map((name) => `${service} ${name}`)),
);
const unwatched = Object.entries(UNWATCHED).flatMap(([service, { harmless, leftOut }]) =>
  Object.values({ ...harmless, ...leftOut }).flatMap((calls) =>
    calls.split(' ').map((name) => `${service} ${name}`),
  ),
);
const known = [...models].flatMap(([service, calls]) =>
  Object.keys(calls).map((name) => `${service} ${name}`),
);
const recorded = (call: string) => (RECORDED_AS[call] ? `${call.split(' ')[0]} ${RECORDED_AS[call]}` : call);

describe(`the tamper table (checked against botocore ${data.botocore})`, () => {
  it('watches every write call that is not harmless or left out with a reason', () => {
    const reasons = new Set(unwatched);
    expect(known.filter((call) => !watched.has(recorded(call)) && !reasons.has(call))).toEqual([]);
  });

  it('classifies no call twice', () => {
    expect(unwatched.filter((call, index) => unwatched.indexOf(call) !== index)).toEqual([]);
    expect(unwatched.filter((call) => watched.has(recorded(call)))).toEqual([]);
  });

  it('names only calls that exist', () => {
    const all = new Set([...known, ...known.map(recorded)]);
    const modelled = [...watched].filter((call) => models.has(call.split(' ')[0]!));
    expect([...modelled, ...unwatched].filter((call) => !all.has(call))).toEqual([]);
  });

  it('watches only calls that name a resource or affect the account', () => {
    const named = (call: string) => {
      const [service, name] = call.split(' ');
      const members: unknown = Object.entries(models.get(service!) ?? {}).find(([key]) => key === name)?.[1];
      return !Array.isArray(members) || members.length > 0;
    };
    expect(known.filter((call) => watched.has(recorded(call)) && !named(call))).toEqual([]);
  });
});
