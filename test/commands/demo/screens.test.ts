// Covers src/render/demo-pretty.ts.
import { beforeAll } from 'vitest';
import { demo } from '../../../src/commands/demo/demo.ts';
import type { DemoItem, DemoReport } from '../../../src/reports/demo.ts';
import type { StartSandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { atNoon, findingAt } from '../../support/fixed-times.ts';
import { testContext } from '../../support/run.ts';
import { type Recorded, record, screens } from '../../support/screens.ts';

/** The whole demo, run once. Its times are fixed, and its port is shown as 40404. */
let shown: Recorded;

beforeAll(async () => {
  const options = { stack: 'secgroup-monitor', yes: false, quiet: false, verbose: false };
  const place: StartSandboxOptions = { timing: 'instant', seed: 1, functionProcesses: 1 };
  const { context, close } = testContext({ eager: true });
  shown = await record(() => demo(options, context, place), context);
  close();
  shown.line = 'secgroup-monitor demo';
  shown.batches = shown.batches.map((batch) => batch.map((item) => fixed(item as DemoItem)));
});

function fixed(item: DemoItem): DemoItem {
  switch (item.type) {
    case 'step':
      return { ...item, text: item.text.replace(/(http:\/\/127\.0\.0\.1:)\d+/, '$140404') };
    case 'report':
      return { ...item, report: fixedReport(item.report) };
    case 'item': {
      const { item: logged } = item;
      if (logged.type !== 'finding') return item;
      return { ...item, item: { ...logged, finding: findingAt(logged.finding) } };
    }
    case 'end':
      return { ...item, durationMs: 3_210 };
    default:
      return item;
  }
}

function fixedReport(report: DemoReport): DemoReport {
  if (report.schema === 'secgroup-monitor/test-trigger/1') return atNoon(report);
  return report.schema === 'secgroup-monitor/regions/1' ? report : { ...report, durationMs: 840 };
}

screens('demo', (at) => at.replay(shown));
