import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import type { GroupRules } from '../core/ec2/aws-groups.ts';
import type { PrefixLists, SecurityGroup } from '../core/exposure/group.ts';
import type { AuditContext, AuditLastChange, AuditScope } from '../reports/audit.ts';

/** The source of the groups of one scope: an account and Region, a file, or a plan. */
export interface ScopeSource {
  /** `account` is set when it is known. `notes` gets problems that don't stop the reading. */
  scope: AuditScope;
  /** The baseline that is installed in this account and Region; absent if all scopes are judged by one baseline. */
  baseline?(): Promise<PreparedBaseline>;
  /** Groups, page by page, so that only one page must be in memory. */
  pages(): AsyncIterable<SecurityGroup[]>;
  /** Entries of the prefix lists in the rules of these groups and in their baseline. */
  lists(groups: readonly SecurityGroup[], baseline: PreparedBaseline): Promise<PrefixLists>;
  /** The ids of the prefix lists that AWS does not own. */
  ownLists(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Details of groups with findings; absent for files and plans. */
  details?(groups: readonly SecurityGroup[]): Promise<ReadonlyMap<string, GroupDetails>>;
  /** The newest recorded change of a group's ingress; absent without `--who`. */
  lastChange?(groupId: string): Promise<AuditLastChange | undefined>;
}

export interface GroupDetails {
  /** The rules with their ids. */
  rules?: GroupRules | undefined;
  context?: AuditContext | undefined;
}
