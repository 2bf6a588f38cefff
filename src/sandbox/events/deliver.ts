/**
 * Delivery of one event to one target: at least once, retried with back-off, then the dead-letter queue.
 * Facts: EventBridge User Guide, "How EventBridge retries delivering events", "Using dead-letter queues".
 */
import type { FailedDelivery, SandboxWorld } from '../service.ts';
import { sendToTarget } from './send-to-target.ts';
import type { DeliveryJob } from './state.ts';

const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;

/** Starts the delivery, which runs in the background. */
export function deliver(world: SandboxWorld, job: DeliveryJob): void {
  world.after(0, () => attempt(world, job, 0));
  if (world.duplicateRate !== undefined && world.random() < world.duplicateRate) {
    world.after(0, () => attempt(world, job, 0));
  }
}

async function attempt(world: SandboxWorld, job: DeliveryJob, retries: number): Promise<void> {
  const result = job.bus.reach ? await job.bus.reach(job) : sendToTarget(world, job);
  if (result.ok) return;
  if (!result.retryable) {
    giveUp(world, job, result, retries, undefined);
    return;
  }
  const minuteMs = world.timing.retryMinuteMs;
  const policy = job.target.RetryPolicy;
  // The delay is exponential, capped, with jitter. AWS publishes no figures.
  const backOff = (minuteMs / 10) * 2 ** Math.min(retries, 6) * (0.5 + world.random() / 2);
  const maxAgeMs = ((policy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) / 60) * minuteMs;
  if (retries >= (policy?.MaximumRetryAttempts ?? DEFAULT_RETRIES)) {
    giveUp(world, job, result, retries, 'MaximumRetryAttempts');
  } else if (world.now() + backOff - job.ingestedAt > maxAgeMs) {
    giveUp(world, job, result, retries, 'MaximumEventAgeInSeconds');
  } else {
    world.after(backOff, () => attempt(world, job, retries + 1));
  }
}

function giveUp(
  world: SandboxWorld,
  job: DeliveryJob,
  failure: FailedDelivery,
  retries: number,
  exhausted: string | undefined,
): void {
  const queueArn = job.target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return;
  world.sqs.send(
    queueArn,
    JSON.stringify(job.event),
    {
      RULE_ARN: job.rule.arn,
      TARGET_ARN: job.target.Arn ?? '',
      ERROR_CODE: errorCode(failure.code),
      ERROR_MESSAGE: failure.message,
      RETRY_ATTEMPTS: String(retries),
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
    },
    { principal: 'events.amazonaws.com', sourceArn: job.rule.arn },
  );
}

/** Maps the error codes of the called services to EventBridge's own. */
function errorCode(code: string): string {
  if (/^[A-Z_]+$/.test(code)) return code;
  if (/AccessDenied|Unauthorized|NotAuthorized|Forbidden/i.test(code)) return 'NO_PERMISSIONS';
  if (/NotFound|NonExistent|NoSuch/i.test(code)) return 'NO_RESOURCE';
  if (/Throttl|TooMany|LimitExceeded/i.test(code)) return 'THROTTLING';
  return 'ERROR_FROM_TARGET';
}
