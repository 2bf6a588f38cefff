import type { Aws } from '../aws/aws.ts';
import { unlessCode } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { stackNames } from '../deploy/stack.ts';
import { walkHops } from '../deploy/status/hops.ts';
import { itemOf } from '../follow/log-item.ts';
import { readEvents } from '../follow/read-events.ts';
import type { Context } from '../host/context.ts';
import type { Hop } from '../reports/status.ts';
import type { Diagnosis } from '../reports/test-trigger.ts';
import { isInEventHistory } from './event-history.ts';

/** The call that brought no finding. */
export interface LostCall {
  groupId: string;
  requestId: string;
  /** Epoch milliseconds. */
  sentAt: number;
}

/** Hops that show that something is wrong, and seldom what. */
const SYMPTOMS: readonly Hop['hop'][] = ['heartbeat', 'dead-letter-queue', 'tamper', 'installation'];

/** Finds out why no finding came: which hop is broken, or that the event is only late. */
export async function diagnose(
  aws: Aws,
  stack: string,
  call: LostCall,
  ctx: Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'>,
): Promise<Diagnosis> {
  ctx.progress({
    type: 'step-started',
    id: 'diagnose',
    text: say`Looking at each hop from the trail to the log`,
  });
  const { now, sleep, signal, progress } = ctx;
  const [{ hops: walked }, inEventHistory, failure] = await Promise.all([
    walkHops({ stack }, { aws, now, sleep, signal, progress }),
    isInEventHistory(await aws.cloudtrail(), call.groupId, call.requestId),
    functionFailure(aws, stack, call.sentAt, signal),
  ]);
  const hops = failure === undefined ? walked : withFailure(walked, failure, stack, aws.region);
  const broken = hops.find((hop) => !hop.ok && !SYMPTOMS.includes(hop.hop)) ?? hops.find((hop) => !hop.ok);
  ctx.progress({
    type: 'step-done',
    id: 'diagnose',
    text: say`Looked at each hop from the trail to the log`,
  });
  return {
    hops,
    inEventHistory,
    broken: broken?.hop ?? null,
    remedy: broken ? (broken.remedy ?? `secgroup-monitor status --stack ${stack}`) : lateness(inEventHistory),
  };
}

/** What the function's log says went wrong since then. */
async function functionFailure(
  aws: Aws,
  stack: string,
  since: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const logs = await aws.logs();
  const span = { group: stackNames(stack, aws.region).logGroup, from: since };
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

/** The function's own hop only knows whether AWS could run it. Where another hop is broken, that is why. */
function withFailure(hops: Hop[], failure: string, stack: string, region: string): Hop[] {
  if (hops.some((hop) => !hop.ok && !SYMPTOMS.includes(hop.hop))) return hops;
  const altered = hops.find(({ hop, ok }) => hop === 'installation' && !ok);
  const remedy =
    altered?.remedy ?? `secgroup-monitor logs --kind error --since 1h --stack ${stack} --region ${region}`;
  return hops.map((hop) =>
    hop.hop === 'function' ? { hop: 'function', ok: false, detail: say`it fails: ${failure}`, remedy } : hop,
  );
}

function lateness(inEventHistory: boolean): string {
  return inEventHistory
    ? say`CloudTrail has the call, so its event is late or was lost on the way: try again, with a longer --timeout.`
    : say`CloudTrail does not show the call yet, which can take 15 minutes: try again, with a longer --timeout.`;
}
