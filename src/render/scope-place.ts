import type { AuditScope } from '../reports/audit.ts';

/** Account and Region, or the file. */
export function scopePlace({ account, region, file }: AuditScope): string {
  return file ?? ([account, region].filter((part) => part !== '').join(' ') || 'AWS');
}
