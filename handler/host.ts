import type { MonitorAws } from '../src/aws/monitor/monitor-aws.ts';
import type { PreparedBaseline } from '../src/core/baseline/prepared-baseline.ts';
import type { JudgeOptions } from '../src/core/judge/judge-change.ts';
import type { HandlerSettings } from '../src/core/settings.ts';
import type { DriftMemory } from './drift-memory.ts';
import type { FindingWriter } from './finding-writer.ts';
import type { Refusals } from './refusals.ts';

/** The settings and clients that the parts of the handler share. Created once per cold start. */
export interface Host {
  settings: HandlerSettings;
  baseline: PreparedBaseline;
  aws: MonitorAws;
  writer: FindingWriter;
  memory: DriftMemory;
  refusals: Refusals;
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** One invocation. */
export interface Invocation {
  receivedAt: number;
  /** Time left before Lambda ends the invocation. */
  remainingMs(): number;
}

/** Returns the options for a judgement at this time. */
export function judgeOptions({ baseline, settings, now }: Host): JudgeOptions {
  return { baseline, stack: settings.stack, now: now() };
}
