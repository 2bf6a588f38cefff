import type { Relation, Severity } from '../core/baseline/baseline.ts';

/** A baseline file (YAML or JSON). docs/baseline.md describes each part. */
export interface BaselineFile {
  $schema?: string;
  version: 1;
  groups?: BaselineFileGroup[];
  never?: (string | BaselineFileNever)[];
  exceptions?: BaselineFileException[];
  trusted?: BaselineFileTrusted[];
  unlisted?: 'alert' | 'ignore';
}

export interface BaselineFileGroup {
  name: string;
  match: { id?: string; name?: string; vpc?: string; tag?: Record<string, string> };
  ingress?: Relation;
  rules: BaselineFileRules;
  enforce?: boolean;
}

/** Lines of the rule grammar, AWS permissions, or a mix of both; or AWS's object that contains the permissions. */
export type BaselineFileRules =
  | (string | FilePermission)[]
  | { IpPermissions: FilePermission[] }
  | { REQUIRED_PERMISSIONS: FilePermission[] };

/** One permission in the format of `aws ec2 describe-security-groups`. */
export interface FilePermission {
  IpProtocol: string | number;
  FromPort?: number | null;
  ToPort?: number | null;
  IpRanges?: { CidrIp: string; Description?: string }[];
  Ipv6Ranges?: { CidrIpv6: string; Description?: string }[];
  PrefixListIds?: { PrefixListId: string; Description?: string }[];
  UserIdGroupPairs?: { GroupId: string; UserId?: string }[];
}

export interface BaselineFileNever {
  rule: string;
  severity?: Severity;
  'wider-than'?: number | string | { ipv4?: number | string; ipv6?: number | string };
}

export interface BaselineFileException {
  group?: string;
  rule: string;
  until?: string;
  reason: string;
}

export interface BaselineFileTrusted {
  principal: string;
  settle?: string;
}
