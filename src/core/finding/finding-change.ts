import { renderRule } from '../exposure/render-rules.ts';
import type { Change } from '../record/change.ts';
import type { FindingChange } from './finding.ts';

/** Rules of a change that a finding has room for. */
const MAX_LINES = 100;

/** The part of a change that a finding carries. `netNew` is whether the change admits something new. */
export function findingChange(change: Change, netNew: boolean | undefined): FindingChange {
  return {
    eventId: change.eventId,
    requestId: change.requestId,
    eventName: change.eventName,
    time: change.time,
    actor: change.actor,
    sourceIp: change.sourceIp,
    userAgent: change.userAgent,
    via: change.via,
    added: change.added.slice(0, MAX_LINES).map(renderRule),
    removed: change.removed.slice(0, MAX_LINES).map(renderRule),
    errorCode: change.errorCode,
    netNew,
  };
}
