import type { Aws } from '../aws/aws.ts';
import { type Attempt, attempt, unlessCode } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { ourCommand } from '../deploy/command-line.ts';
import { type StackNames, stackNames } from '../deploy/stack.ts';
import { walkHops } from '../deploy/status/hops.ts';
import { itemOf } from '../follow/log-item.ts';
import { readEvents } from '../follow/read-events.ts';
import type { Context } from '../host/context.ts';
import type { Hop } from '../reports/status.ts';
import type { Diagnosis } from '../reports/test-trigger.ts';
import { isInEventHistory } from './event-history.ts';

/** The call that produced no finding. */
export interface LostCall {
  groupId: string;
  requestId: string;
  /** Epoch milliseconds. */
  sentAt: number;
}

/** Hops that show a problem, but rarely its cause. */
const SYMPTOMS: readonly Hop['hop'][] = [
  'heartbeat',
  'dead-letter-queue',
  'tamper',
  'notify',
  'alarms',
  'installation',
];

/** Finds out why no finding arrived: a hop is broken, or the event is only late. */
export async function diagnose(
  aws: Aws,
  stack: string,
  call: LostCall,
  ctx: Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'>,
): Promise<Diagnosis> {
  ctx.progress({
    type: 'step-started',
    id: 'diagnose',
    text: say`Checking every hop from the trail to the log group`,
  });
  const { now, sleep, signal, progress } = ctx;
  const names = stackNames(stack, aws.region, aws.access);
  const unlessUnread = <T>(reads: Promise<T>) => orNoted(attempt(reads), ctx);
  const [{ hops: walked }, inEventHistory = null, failure] = await Promise.all([
    walkHops({ stack }, { aws, now, sleep, signal, progress }),
    unlessUnread(isInEventHistory(await aws.cloudtrail(), call.groupId, call.requestId)),
    unlessUnread(functionFailure(aws, stack, call.sentAt, signal)),
  ]);
  const hops = failure === undefined ? walked : withFailure(walked, failure, names);
  const broken =
    hops.find(({ hop, ok }) => ok === false && !SYMPTOMS.includes(hop)) ??
    hops.find(({ ok }) => ok === false);
  ctx.progress({
    type: 'step-done',
    id: 'diagnose',
    text: say`Checked every hop from the trail to the log group`,
  });
  return {
    hops,
    inEventHistory,
    broken: broken?.hop ?? null,
    remedy: broken ? (broken.remedy ?? ourCommand('status', names)) : lateness(inEventHistory),
  };
}

/** A read that fails must not hide what the others found. Its error becomes a note. */
async function orNoted<T>(
  reading: Promise<Attempt<T>>,
  { progress }: Pick<Context, 'progress'>,
): Promise<T | undefined> {
  const read = await reading;
  if ('value' in read) return read.value;
  progress({ type: 'note', text: read.failed.message });
  return undefined;
}

/** Returns the first error of the function since then, from its log group. */
async function functionFailure(
  aws: Aws,
  stack: string,
  since: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const logs = await aws.logs();
  const span = { group: stackNames(stack, aws.region, aws.access).logGroup, from: since };
  const read = async () => {
    for await (const page of readEvents(logs, span, signal)) {
      for (const event of page) {
        const item = itemOf(event);
        if (item.type === 'function-error') return item.message;
      }
    }
    return undefined;
  };
  return unlessCode(read(), 'ResourceNotFoundException');
}

/** Adds the function's error to its hop, which only shows whether AWS can run it. If another hop is broken, that is the cause. */
function withFailure(hops: Hop[], failure: string, names: StackNames): Hop[] {
  if (hops.some((hop) => hop.ok === false && !SYMPTOMS.includes(hop.hop))) return hops;
  const altered = hops.find(({ hop, ok }) => hop === 'installation' && ok === false);
  const remedy = altered?.remedy ?? ourCommand('logs --kind error --since 1h', names);
  return hops.map((hop) =>
    hop.hop === 'function' ? { hop: 'function', ok: false, detail: say`it fails: ${failure}`, remedy } : hop,
  );
}

function lateness(inEventHistory: boolean | null): string {
  if (inEventHistory === null)
    return say`The event is late or was lost on the way. CloudTrail's event history could not be read, so it is not known whether CloudTrail has recorded the call. Run the command again with a longer --timeout.`;
  return inEventHistory
    ? say`CloudTrail has recorded the call, so its event is late or was lost on the way. Run the command again with a longer --timeout.`
    : say`CloudTrail has not recorded the call yet, which can take 15 minutes. Run the command again with a longer --timeout.`;
}
