import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import type { AuditContext, AuditLastChange, AuditScope } from '../reports/audit.ts';

/** Where the groups of one scope come from: an account and Region, a file, or a plan. */
export interface ScopeSource {
  /** `account` may be filled in once it is known; `notes` as things go wrong that are not the end. */
  scope: AuditScope;
  /** Groups, page by page, so that no more than a page need be held. */
  pages(): AsyncIterable<SecurityGroup[]>;
  /** Entries of the prefix lists that these groups, or what is meant for them, use. */
  lists(groups: readonly SecurityGroup[], baseline: PreparedBaseline): Promise<PrefixLists>;
  /** Which of these prefix lists are not AWS's own. */
  ownLists(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** More about groups with findings; absent for files and plans. */
  details?(groups: readonly SecurityGroup[]): Promise<ReadonlyMap<string, GroupDetails>>;
  /** The newest recorded change of a group's ingress; absent without `--who`. */
  lastChange?(groupId: string): Promise<AuditLastChange | undefined>;
}

export interface GroupDetails {
  /** The rules with their ids. */
  rules?: SecurityGroup['rules'] | undefined;
  context?: AuditContext | undefined;
}
