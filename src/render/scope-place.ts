import type { AuditScope } from '../reports/audit.ts';

/** Returns the account and Region of a scope, or its file. */
export function scopePlace({ account, region, file }: AuditScope): string {
  return file ?? ([account, region].filter((part) => part !== '').join(' ') || 'AWS');
}
