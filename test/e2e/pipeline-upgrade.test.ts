// Covers src/deploy/install/installation-record.ts.
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { describe as sentenceOf } from '../../src/core/finding/describe.ts';
import { VERSION } from '../../src/core/version.ts';
import type { InstallReport } from '../../src/reports/install.ts';
import { timings } from '../../src/sandbox/timing.ts';
import { pipeline } from '../support/pipeline.ts';

it('reports an update by install as one finding, and what others do at the same time as before', async () => {
  // The events arrive after the install, as on AWS.
  const timing = { ...timings.instant, cloudTrailDelayMs: { min: 4_000, max: 4_000 } };
  await using p = await pipeline({
    baseline: 'version: 1\nunlisted: ignore\n',
    region: 'us-east-1',
    sandbox: { timing },
  });
  p.files.set('baseline.yaml', 'version: 1\nunlisted: ignore\nnever: [tcp 22 from anywhere]\n');
  const update = await p.install('--retention', '7', '--sweep', 'rate(2 hours)');
  expect(update.code, update.stderr).toBe(0);
  // The same caller with another client, for a call that the install did not make.
  const events = new EventBridge({ ...p.config, customUserAgent: 'secgroup-monitor/9.9.9' });
  await events.disableRule({ Name: 'secgroup-monitor-check' });
  events.destroy();
  await p.finding({ args: { eventName: 'DisableRule' } }, 30_000);
  const found = (await p.findings()).filter(({ kind }) => kind === 'tamper');
  expect(found.map(({ severity, args }) => [severity, args.eventName]).sort()).toEqual([
    ['info', expect.stringMatching(/^UpdateFunctionCode/)],
    ['medium', 'DisableRule'],
  ]);
  const installed = found.find(({ severity }) => severity === 'info')!;
  expect(sentenceOf(installed)).toBe(`secgroup-monitor installed ${VERSION}, with another baseline`);
  expect(installed.change?.actor.arn).toBe('arn:aws:iam::111122223333:root');
  // A repair keeps the code, and with it the record.
  const repair: InstallReport = JSON.parse((await p.install('--format', 'json')).stdout);
  const steps = repair.actions.filter(({ action }) => action !== 'none');
  expect(steps.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['rule secgroup-monitor-check']);
});
