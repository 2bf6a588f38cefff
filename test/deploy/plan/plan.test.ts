// Covers src/deploy/plan/*.ts, src/deploy/stack.ts.
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { guardBaseline } from '../../../src/core/baseline/presets.ts';
import { packFunction } from '../../../src/deploy/install/function-zip.ts';
import {
  DEFAULT_SETTINGS,
  type InstallSettings,
  parseRetention,
  resolveSettings,
} from '../../../src/deploy/install/install-settings.ts';
import { judge, logsWrites, type TrailState } from '../../../src/deploy/install/trail-check.ts';
import { desiredResources } from '../../../src/deploy/plan/desired.ts';
import { plan } from '../../../src/deploy/plan/plan.ts';
import { handlerSettings } from '../../../src/deploy/plan/plan-stack.ts';
import type { Actual, Resource } from '../../../src/deploy/plan/resource.ts';
import { handlerPolicy } from '../../../src/deploy/rights/policies.ts';
import { policyAllows } from '../../../src/deploy/rights/policy-allows.ts';
import { bucketName, type CallerIdentity, stackNames } from '../../../src/deploy/stack.ts';
import { EMPTY_HANDLER } from '../support.ts';

const identity: CallerIdentity = {
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/dana',
  partition: 'aws',
  region: 'eu-west-1',
};
const names = stackNames('secgroup-monitor', 'eu-west-1');
const settings: InstallSettings = { ...DEFAULT_SETTINGS };

function desired(changes: { identity?: CallerIdentity; settings?: InstallSettings } = {}): Resource[] {
  return desiredResources({
    names,
    identity,
    version: '0.1.0',
    settings,
    own: handlerSettings(names, identity, [], settings).own,
    baseline: guardBaseline(),
    codeSha256: 'x',
    installed: 'b+a',
    ...changes,
  });
}

/** The existing resources after an install, as the kinds would read them. */
function installedAs(resources: readonly Resource[]): Actual[] {
  return resources.map(
    ({ id, kind, name, props }) =>
      ({ id, kind, name, ours: true, props, facts: { plain: true, blocked: true } }) as unknown as Actual,
  );
}

const options = { stack: 'secgroup-monitor', account: identity.account, region: identity.region };

describe('a plan', () => {
  it('creates everything in an empty account, and each step waits for its requirements', () => {
    const { steps } = plan(desired(), [], options);
    expect(new Set(steps.map(({ action }) => action))).toEqual(new Set(['create']));
    const position = new Map(steps.map(({ id }, index) => [id, index]));
    for (const step of steps) {
      for (const before of step.dependsOn) expect(position.get(before)).toBeLessThan(position.get(step.id)!);
    }
    const targets = steps.find(({ id }) => id === 'targets:secgroup-monitor-change');
    expect(targets?.dependsOn).toContain('permission:secgroup-monitor-change');
  });

  it('is plain data, the same for the same input', () => {
    const one = plan(desired(), [], options);
    expect(plan(desired(), [], options)).toEqual(one);
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  it('changes nothing if everything is as planned', () => {
    const { steps } = plan(desired(), installedAs(desired()), options);
    expect(steps.filter(({ action }) => action !== 'none')).toEqual([]);
  });

  it('removes targets, then the function, then the log group, then the role, if nothing is desired', () => {
    const { steps } = plan([], installedAs(desired()), options);
    expect(steps.map(({ kind }) => kind)).not.toContain('permission');
    const at = (id: string) => steps.find((step) => step.id === id)!;
    expect(at('function:secgroup-monitor').dependsOn).toContain('targets:secgroup-monitor-change');
    expect(at('log-group:/aws/lambda/secgroup-monitor').dependsOn).toEqual(['function:secgroup-monitor']);
    expect(at('role:secgroup-monitor-eu-west-1').dependsOn).toContain(
      'role-policy:secgroup-monitor-eu-west-1/secgroup-monitor',
    );
    expect(at('role-policy:secgroup-monitor-eu-west-1/secgroup-monitor').dependsOn).toContain(
      'log-group:/aws/lambda/secgroup-monitor',
    );
  });

  it('never changes resources without our tag', () => {
    const foreign = installedAs(desired()).map((actual) => ({ ...actual, ours: false }) as Actual);
    const { steps, foreign: named } = plan([], foreign, options);
    expect(steps).toEqual([]);
    // The other kinds have no tags and belong to one of these.
    const tagged = foreign.filter(({ kind }) =>
      ['alarm', 'function', 'log-group', 'queue', 'role', 'rule'].includes(kind),
    );
    expect(named.map(({ id }) => id).sort()).toEqual(tagged.map(({ id }) => id).sort());
  });
});

describe('the desired state', () => {
  it.each(['aws-cn', 'aws-us-gov'])('contains no other partition than %s', (partition) => {
    const all = JSON.stringify(
      desired({
        identity: { ...identity, partition },
        settings: { ...settings, createTrail: true, enforce: 'on' },
      }),
    );
    expect(all).not.toContain('arn:aws:');
    expect(all).toContain(`arn:${partition}:iam::`);
  });

  it('keeps names distinct and within AWS’s limits', () => {
    const long = 'a-very-long-name-of-a-stack-with-a-tail-x';
    expect(() => stackNames(long, 'ap-southeast-1')).toThrow(
      expect.objectContaining({ code: 'bad-stack-name' }),
    );
    for (const bad of ['', '-a', 'a-', 'a--b', 'a.b', 'a b']) {
      expect(() => stackNames(bad, 'eu-west-1')).toThrow(expect.objectContaining({ code: 'bad-stack-name' }));
    }
    const longest = stackNames(`${long.slice(0, 39)}x`, 'ap-southeast-1');
    expect(longest.role.length).toBeLessThanOrEqual(64);
    expect(longest.targetsRole.length).toBeLessThanOrEqual(64);
    expect(bucketName(longest, identity.account)).toMatch(/^[a-z0-9.-]{3,63}$/);
    expect(bucketName(stackNames('A_b', 'eu-west-1'), '1')).not.toBe(
      bucketName(stackNames('a-b', 'eu-west-1'), '1'),
    );
  });

  it('includes write permissions only with --enforce, and only for marked groups', () => {
    const group = {
      name: 'web',
      match: { id: 'sg-0a' },
      ingress: 'exactly' as const,
      rules: [],
      enforce: true,
    };
    const baseline = {
      ...guardBaseline(),
      groups: [group, { ...group, match: { id: 'sg-0b' }, enforce: false }],
    };
    const off = JSON.stringify(handlerPolicy(names, identity, settings, baseline));
    expect(off).not.toContain('Authorize');
    const on = handlerPolicy(names, identity, { ...settings, enforce: 'on' }, baseline);
    const writing = on.Statement.filter(({ Action }) => JSON.stringify(Action).includes('Authorize'));
    expect(writing.map(({ Resource }) => Resource)).toEqual([
      ['arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0a'],
      'arn:aws:ec2:eu-west-1:111122223333:security-group-rule/*',
    ]);
  });

  it('matches tags in IAM as the baseline does, with globs as globs', () => {
    const group = {
      name: 'web',
      match: { tag: { Role: 'web-*', Team: 'a' } },
      ingress: 'exactly' as const,
      rules: [],
      enforce: true,
    };
    const baseline = { ...guardBaseline(), groups: [group] };
    const { Statement } = handlerPolicy(names, identity, { ...settings, enforce: 'on' }, baseline);
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Resource: ['arn:aws:ec2:eu-west-1:111122223333:security-group/*'],
        Condition: {
          StringEquals: { 'aws:ResourceTag/Team': 'a' },
          StringLike: { 'aws:ResourceTag/Role': 'web-*' },
        },
      }),
    );
  });
});

describe('settings', () => {
  it('keeps the installed settings unless others are requested', () => {
    const installed = resolveSettings(
      { sweep: 'off', notify: ['arn:aws:sns:eu-west-1:111122223333:t@low'] },
      undefined,
    );
    expect(resolveSettings({}, installed)).toEqual(installed);
    expect(resolveSettings({ notify: ['none'] }, installed).notify).toEqual([]);
  });

  it.each([
    [{ sweep: 'hourly' }, 'bad-sweep'],
    [{ sweep: 'rate(1 hours)' }, 'bad-sweep'],
    [{ retentionDays: 31 }, 'bad-retention'],
    [{ retentionDays: Number.NaN }, 'bad-retention'],
    [{ functionRoleArn: 'mine' }, 'bad-role'],
    [{ notify: ['arn:aws:sns:eu-west-1:111122223333:t@loud'] }, 'bad-notify'],
    [{ targets: [1, 2, 3, 4, 5].map((n) => `arn:aws:sns:eu-west-1:111122223333:t${n}`) }, 'too-many-targets'],
  ])('refuses %j', (request, code) => {
    expect(() => resolveSettings(request, undefined)).toThrow(
      expect.objectContaining({ kind: 'usage', code }),
    );
  });

  it.each(['a week', '', '3e1', '-1', '8'])('refuses --retention "%s" and shows it unchanged', (text) => {
    expect(() => parseRetention(text)).toThrow(
      expect.objectContaining({
        code: 'bad-retention',
        message: expect.stringContaining(`the retention "${text}" (in days)`),
      }),
    );
    expect(parseRetention('30')).toBe(30);
  });

  it('keeps a target once, however often it is given', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    expect(resolveSettings({ targets: [topic, topic] }, undefined).targets).toEqual([topic]);
    expect(() => resolveSettings({ notify: [`${topic}.fifo@high`] }, undefined)).toThrow(/FIFO/);
  });
});

describe('the zip', () => {
  const parts = {
    baseline: guardBaseline(),
    install: settings,
    settings: handlerSettings(names, identity, [], settings),
  };

  it('has the same bytes each time, with the hash that Lambda reports', async () => {
    const one = await packFunction(EMPTY_HANDLER, parts);
    const two = await packFunction(EMPTY_HANDLER, parts);
    expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
    expect(one.codeSha256).toBe(createHash('sha256').update(one.bytes).digest('base64'));
  });

  it('contains the files that the handler reads', async () => {
    const files = unzipSync((await packFunction(EMPTY_HANDLER, parts)).bytes);
    expect(Object.keys(files)).toEqual(['index.mjs', 'baseline.json', 'settings.json', 'install.json']);
    expect(JSON.parse(strFromU8(files['settings.json']!))).toEqual(parts.settings);
  });
});

describe('the check of trails', () => {
  const trail: TrailState = {
    arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t',
    name: 't',
    homeRegion: 'eu-west-1',
    multiRegion: true,
    organization: false,
    logging: true,
    writes: true,
    globalEvents: true,
  };

  it.each([
    [[trail], 'yes'],
    [[], 'no'],
    [[{ ...trail, logging: false }], 'no'],
    [[{ ...trail, writes: false as const }], 'no'],
    [[{ ...trail, writes: 'unknown' as const, organization: true }], 'unknown'],
    [[{ ...trail, writes: false as const }, trail], 'yes'],
  ])('judges trails %#', (trails, ok) => {
    const check = judge(trails, names);
    expect(check.ok).toBe(ok);
    expect(check.remedy === undefined).toBe(ok === 'yes');
  });

  it.each([
    [{ EventSelectors: [{ ReadWriteType: 'All' as const, IncludeManagementEvents: true }] }, true],
    [{ EventSelectors: [{ ReadWriteType: 'ReadOnly' as const, IncludeManagementEvents: true }] }, false],
    [{ EventSelectors: [{ ReadWriteType: 'All' as const, IncludeManagementEvents: false }] }, false],
    [
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
      true,
    ],
    [
      {
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'readOnly', Equals: ['true'] },
            ],
          },
        ],
      },
      false,
    ],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }, false],
    [{}, false],
  ])('judges selectors %#', (selectors, writes) => {
    expect(logsWrites(selectors)).toBe(writes);
  });
});

describe('a resource policy', () => {
  const access = {
    service: 'events.amazonaws.com',
    action: 'sns:Publish',
    resource: 'arn:aws:sns:eu-west-1:111122223333:t',
    sourceArn: 'arn:aws:events:eu-west-1:111122223333:rule/r',
  };
  const allow = { Effect: 'Allow', Principal: { Service: access.service }, Action: 'sns:*', Resource: '*' };
  const allows = (...Statement: Record<string, unknown>[]) =>
    policyAllows({ Version: '2012-10-17', Statement }, access);

  it('accepts by service and source', () => {
    expect(allows(allow)).toBe(true);
    expect(
      allows({ ...allow, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*:*:rule/*' } } }),
    ).toBe(true);
  });

  it('refuses another service, source or action, and accounts', () => {
    expect(allows({ ...allow, Principal: { Service: 's3.amazonaws.com' } })).toBe(false);
    expect(allows({ ...allow, Principal: { AWS: '*' } })).toBe(false);
    expect(allows({ ...allow, Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:x' } } })).toBe(
      false,
    );
    expect(allows({ ...allow, Action: 'sns:Subscribe' })).toBe(false);
    expect(allows()).toBe(false);
  });

  it('respects a denial, and does not trust what it cannot judge', () => {
    expect(allows(allow, { ...allow, Effect: 'Deny' })).toBe(false);
    expect(allows({ ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })).toBe(false);
    const insecure = {
      ...allow,
      Effect: 'Deny',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    expect(allows(allow, insecure)).toBe(true);
  });
});
