import type { Aws } from '../aws/aws.ts';
import type { Context } from '../commands/context.ts';
import { walkHops } from '../deploy/hops.ts';
import { isInEventHistory } from './event-history.ts';
import type { Diagnosis } from './report.ts';

/** Finds out why no finding came: which hop is broken, or that the event is only late. */
export async function diagnose(
  aws: Aws,
  stack: string,
  groupId: string,
  requestId: string,
  ctx: Pick<Context, 'now' | 'sleep' | 'signal' | 'progress'>,
): Promise<Diagnosis> {
  ctx.progress({
    type: 'step-started',
    id: 'diagnose',
    text: 'Looking at each hop from the trail to the log',
  });
  const { now, sleep, signal, progress } = ctx;
  const [{ hops }, inEventHistory] = await Promise.all([
    walkHops({ stack }, { aws, now, sleep, signal, progress }),
    isInEventHistory(await aws.cloudtrail(), groupId, requestId),
  ]);
  const broken = hops.find((hop) => !hop.ok);
  ctx.progress({ type: 'step-done', id: 'diagnose', text: 'Looked at each hop from the trail to the log' });
  return {
    hops,
    inEventHistory,
    broken: broken?.hop ?? null,
    remedy: broken ? (broken.remedy ?? 'secgroup-monitor status') : lateness(inEventHistory),
  };
}

function lateness(inEventHistory: boolean): string {
  return inEventHistory
    ? 'CloudTrail has the call, so its event is late or was lost on the way: try again, with a longer --timeout.'
    : 'CloudTrail does not show the call yet, which can take 15 minutes: try again, with a longer --timeout.';
}
