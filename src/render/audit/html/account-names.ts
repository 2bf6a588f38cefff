import type { AuditReport } from '../../../reports/audit.ts';
import { joined } from './words.ts';

/** Returns a function that shows an account by its id and, if it is known, by its alias. */
export function accountNames({ scopes }: AuditReport): (account: string) => string {
  const aliases = new Map(scopes.map(({ account, alias }) => [account, alias]));
  return (account) => joined(aliases.get(account), account);
}
