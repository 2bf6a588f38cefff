import { type Dict, isDict } from '../json-shape.ts';
import { dict, field, items, openJson, text } from './json.ts';

/** A record without its envelope, and the data of the envelope. */
export interface Unwrapped {
  record: Dict | undefined;
  /** Data of the EventBridge envelope; empty if there was none. */
  envelope: { account?: unknown; region?: unknown; time?: unknown; detailType?: string | undefined };
}

/**
 * Finds the CloudTrail record inside any envelope: an EventBridge event (`detail`), an SNS or SQS message
 * (also through Lambda's `Records[]`), a LookupEvents entry (`CloudTrailEvent`), JSON inside a string.
 */
export function unwrap(value: unknown): Unwrapped {
  let current = openJson(value);
  let envelope: Unwrapped['envelope'] = {};
  for (let layers = 0; layers < 8; layers++) {
    if (!isDict(current)) return { record: undefined, envelope };
    if (text(current.eventName) !== undefined) return { record: current, envelope };
    const inner = innerOf(current);
    if (inner === undefined) return { record: current, envelope };
    if (field(current, 'detail') !== undefined) {
      envelope = {
        account: current.account,
        region: current.region,
        time: current.time,
        detailType: text(current['detail-type']),
      };
    }
    current = openJson(inner);
  }
  return { record: undefined, envelope };
}

function innerOf(layer: Dict): unknown {
  const direct = field(layer, 'detail', 'CloudTrailEvent', 'Message', 'body');
  if (direct !== undefined) return direct;
  const [first] = items(field(layer, 'Records'));
  if (first === undefined) return undefined;
  const sns = field(first, 'Sns');
  return sns === undefined ? first : field(dict(sns), 'Message');
}
