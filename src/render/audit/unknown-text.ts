import { say } from '../../core/words/say.ts';
import type { AuditUnknown, UnknownReason } from '../../reports/audit.ts';

const REASONS: Record<UnknownReason, (detail: string) => string> = {
  'after-apply': () => say`known only after apply`,
  unresolved: (detail) => (detail === '' ? say`not in the template` : say`not in the template: ${detail}`),
  unreadable: (detail) => detail,
  deferred: (detail) => (detail === '' ? say`left to a later plan` : say`left to a later plan: ${detail}`),
  incomplete: () => say`the plan is not complete`,
  'unread-type': (detail) => say`secgroup-monitor does not read resources of type ${detail}`,
};

/** Describes an unknown value, and why it is unknown. */
export function unknownText({ address, attribute, reason, detail = '', file = '' }: AuditUnknown): string {
  const place = [file, address, attribute].filter((part) => part !== '').join(': ');
  const why = REASONS[reason](detail);
  return place === '' ? why : `${place}: ${why}`;
}
