/** What one delivery hands over, wherever its target is. */
import { select, targetInput } from './input.ts';
import type { DeliveryJob } from './state.ts';

export function payloadOf({ target, event, rule, ingestedAt }: DeliveryJob): string {
  return targetInput(target, event, { ruleArn: rule.arn, ruleName: rule.name, ingestedAt });
}

/** The key by which a stream chooses the shard: what the target says, else the event's id. */
export function partitionKeyOf({ target, event }: DeliveryJob): string {
  const path = target.KinesisParameters?.PartitionKeyPath;
  return String((path === undefined ? undefined : select(event, path)) ?? event.id);
}
