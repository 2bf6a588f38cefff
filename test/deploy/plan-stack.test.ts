import { expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { emptyBaseline } from '../../src/core/baseline/presets.ts';
import { makeHost } from '../../src/deploy/host.ts';
import { DEFAULT_SETTINGS } from '../../src/deploy/install/install-settings.ts';
import { planStack, type WantedStack } from '../../src/deploy/plan/plan-stack.ts';
import type { Actual } from '../../src/deploy/plan/resource.ts';
import { bucketName, stackNames } from '../../src/deploy/stack.ts';
import { EMPTY_HANDLER } from './support.ts';

const ACCOUNT = '111122223333';
const names = stackNames('secgroup-monitor', 'eu-west-1');
const BUCKET = bucketName(names, ACCOUNT);

/** An account with the bucket of the stack's own trail, which counts its reads. */
function account() {
  let looked = 0;
  const s3 = {
    getBucketTagging: async () => {
      looked += 1;
      return { TagSet: [{ Key: 'secgroup-monitor:stack', Value: names.stack }] };
    },
    getPublicAccessBlock: async () => ({}),
    getBucketEncryption: async () => ({}),
    getBucketPolicy: async () => ({}),
  };
  const sts = {
    getCallerIdentity: async () => ({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/dana` }),
  };
  const host = makeHost({
    aws: { region: names.region, s3: async () => s3, sts: async () => sts } as unknown as Aws,
    names,
    now: Date.now,
    sleep: async () => {},
    random: () => 0,
    signal: new AbortController().signal,
    progress: () => {},
  });
  return { host: Object.freeze(host), looked: () => looked };
}

function wanted(settings: Partial<WantedStack['settings']> = {}): WantedStack {
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    baseline: emptyBaseline('test'),
    trailArns: [],
    logKey: 'k',
    handlerCode: EMPTY_HANDLER,
  };
}

const trail: Actual = {
  id: `trail:${names.trail}`,
  kind: 'trail',
  name: names.trail,
  ours: true,
  props: {},
  facts: {},
};

it('plans an install with the zip that it hashes, and leaves its input unchanged', async () => {
  const { host, looked } = account();
  const actual = Object.freeze<Actual[]>([]);
  const planned = await planStack({ host, actual, bucketRead: false, wanted: wanted() });
  expect(planned.plan.steps.every(({ action }) => action === 'create')).toBe(true);
  const found = planned.desired.find((one) => one.kind === 'function');
  expect(found?.kind === 'function' && found.props.codeSha256).toBe(planned.zip?.codeSha256);
  expect(looked()).toBe(0);
});

it('looks up the bucket if the stack needs its own trail, unless that was done', async () => {
  const { host, looked } = account();
  const input = { host, actual: Object.freeze<Actual[]>([]), wanted: wanted({ createTrail: true }) };
  const { actual } = await planStack({ ...input, bucketRead: false });
  expect(actual.map(({ id }) => id)).toEqual([`bucket:${BUCKET}`]);
  expect(looked()).toBe(1);
  await planStack({ ...input, bucketRead: true });
  expect(looked()).toBe(1);
});

it('keeps a trail that is not requested, and removes it in a plan without desired resources', async () => {
  const { host } = account();
  const step = async (options: { wanted?: WantedStack; deleteReason?: string }) => {
    const { plan } = await planStack({ host, actual: [trail], bucketRead: true, ...options });
    return plan.steps.find(({ id }) => id === trail.id);
  };
  expect(await step({ wanted: wanted() })).toMatchObject({
    action: 'none',
    reason: 'created by an earlier install; teardown deletes it',
  });
  expect(await step({ deleteReason: 'teardown' })).toMatchObject({ action: 'delete', reason: 'teardown' });
});
