import type { MonitorEvents } from '../src/aws/monitor/events.ts';
import { SEVERITIES } from '../src/core/baseline/baseline.ts';
import {
  FINDING_DETAIL_TYPES,
  FINDING_SCHEMA,
  type Finding,
  type Heartbeat,
  type Verdict,
} from '../src/core/finding/finding.ts';
import { findingChange } from '../src/core/finding/finding-change.ts';
import { signedLine } from '../src/core/finding/signed-line.ts';
import type { Change } from '../src/core/record/change.ts';
import type { HandlerSettings } from '../src/core/settings.ts';
import { boundedFinding, MAX_FINDING_BYTES } from './bounded-finding.ts';
import { driftDigest } from './drift-digest.ts';
import { lineSigner } from './line-signer.ts';

/** PutEvents accepts at most 10 entries in a call. Source: EventBridge API reference. */
const PUT_EVENTS_ENTRIES = 10;
/** The entries of a call can have 1 MB together, formerly 256 KB. The longest finding fits into both limits. */
const PUT_EVENTS_BYTES = MAX_FINDING_BYTES + 20_000;

/** The values that all findings of one invocation share. */
export interface Occasion {
  receivedAt: number;
  change?: Change | undefined;
  /** Whether the change admits something new; unknown when absent. */
  netNew?: boolean | undefined;
}

export interface FindingWriter {
  write(verdicts: readonly Verdict[], occasion: Occasion & { observedAt?: number }): Finding[];
  heartbeat(beat: Pick<Heartbeat, 'groups' | 'drifting' | 'durationMs' | 'forged'>): void;
  /** Sends the findings since the last flush to the event bus, if the settings enable it. */
  flush(): Promise<void>;
}

export function findingWriter(host: {
  settings: HandlerSettings;
  now(): number;
  out(line: string): void;
  events(): Promise<MonitorEvents>;
}): FindingWriter {
  const { settings, now, out } = host;
  let unsent: Finding[] = [];
  const place = { stack: settings.stack, account: settings.account, region: settings.region };

  return {
    write(verdicts, occasion) {
      const writtenAt = now();
      const findings = verdicts.map(
        (verdict): Finding =>
          boundedFinding({
            schema: FINDING_SCHEMA,
            ...verdict,
            ...place,
            time: iso(writtenAt),
            observedAt: occasion.observedAt === undefined ? undefined : iso(occasion.observedAt),
            receivedAt: iso(occasion.receivedAt),
            change: occasion.change && findingChange(occasion.change, occasion.netNew),
            digest: verdict.kind.startsWith('drift') ? driftDigest(verdict) : undefined,
            latencyMs: occasion.change && writtenAt - Date.parse(occasion.change.time),
          }),
      );
      for (const finding of findings) out(signedLine(withMetrics(finding, writtenAt), lineSigner(settings)));
      if (settings.emit !== 'off') {
        const least = SEVERITIES.indexOf(settings.emit);
        unsent.push(...findings.filter((finding) => SEVERITIES.indexOf(finding.severity) >= least));
      }
      return findings;
    },

    heartbeat(beat) {
      const line: Heartbeat = {
        schema: 'secgroup-monitor/heartbeat/1',
        ...place,
        time: iso(now()),
        ...beat,
      };
      out(signedLine(withHeartbeatMetric(line, now()), lineSigner(settings)));
    },

    async flush() {
      const sending = unsent;
      unsent = [];
      if (sending.length === 0) return;
      const events = await host.events();
      for (const batch of batches(sending)) {
        const answer = await events.putEvents({ Entries: batch });
        if (answer.FailedEntryCount) {
          const codes = answer.Entries?.flatMap((entry) => entry.ErrorCode ?? []).join(', ');
          throw new Error(`events:PutEvents refused ${answer.FailedEntryCount} findings: ${codes}`);
        }
      }
    },
  };
}

interface Entry {
  Source: string;
  DetailType: string;
  Detail: string;
}

/** Returns the entries for each PutEvents call, within the limits of one call. */
function batches(findings: readonly Finding[]): Entry[][] {
  const calls: Entry[][] = [];
  let room = 0;
  for (const finding of findings) {
    const Detail = JSON.stringify(finding);
    const bytes = Buffer.byteLength(Detail);
    const last = calls.at(-1);
    const entry = { Source: 'secgroup-monitor', DetailType: FINDING_DETAIL_TYPES[finding.kind], Detail };
    if (last !== undefined && last.length < PUT_EVENTS_ENTRIES && bytes <= room) {
      last.push(entry);
      room -= bytes;
    } else {
      calls.push([entry]);
      room = PUT_EVENTS_BYTES - bytes;
    }
  }
  return calls;
}

/**
 * Adds metrics in the embedded metric format. CloudWatch extracts them from the log line, so they need no API call.
 * Each distinct set of dimensions is billed as a metric, so there are five counts (one for each severity), one
 * latency and one heartbeat. A group that matches the baseline adds none. Source: CloudWatch user guide, "Embedded metric format
 * specification".
 */
function withMetrics(finding: Finding, timestamp: number): object {
  if (finding.kind === 'compliant') return finding;
  const Namespace = 'SecgroupMonitor';
  const count = {
    Namespace,
    Dimensions: [['stack', 'severity']],
    Metrics: [{ Name: 'findings', Unit: 'Count' }],
  };
  const latency = {
    Namespace,
    Dimensions: [['stack']],
    Metrics: [{ Name: 'latencyMs', Unit: 'Milliseconds' }],
  };
  const CloudWatchMetrics = finding.latencyMs === undefined ? [count] : [count, latency];
  return { ...finding, findings: 1, _aws: { Timestamp: timestamp, CloudWatchMetrics } };
}

/** The alarm of the stack goes off if this metric is missing. */
function withHeartbeatMetric(line: Heartbeat, timestamp: number): object {
  const metric = {
    Namespace: 'SecgroupMonitor',
    Dimensions: [['stack']],
    Metrics: [{ Name: 'heartbeat', Unit: 'Count' }],
  };
  return { ...line, heartbeat: 1, _aws: { Timestamp: timestamp, CloudWatchMetrics: [metric] } };
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
