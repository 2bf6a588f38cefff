/** The content of one delivery, whatever kind of target receives it. */
import { select, targetInput } from './input.ts';
import type { DeliveryJob } from './state.ts';

export function payloadOf({ target, event, rule, ingestedAt }: DeliveryJob): string {
  return targetInput(target, event, { ruleArn: rule.arn, ruleName: rule.name, ingestedAt });
}

/** The partition key for a stream: the value that the target sets, otherwise the event's id. */
export function partitionKeyOf({ target, event }: DeliveryJob): string {
  const path = target.KinesisParameters?.PartitionKeyPath;
  return String((path === undefined ? undefined : select(event, path)) ?? event.id);
}
