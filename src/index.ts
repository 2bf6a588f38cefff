/**
 * The library: judge security groups in your own program with the code of the command line and the handler.
 *
 *     import { compileBaseline, evaluate, groupsFromAws } from 'secgroup-monitor';
 *
 *     const baseline = compileBaseline(await readFile('baseline.yaml', 'utf8'), 'baseline.yaml');
 *     for (const group of groupsFromAws(await ec2.send(new DescribeSecurityGroupsCommand({})), 'eu-west-1')) {
 *       for (const verdict of evaluate(group, baseline)) console.log(group.id, describe(verdict));
 *     }
 *
 * Every function is synchronous and has no side effects.
 */

import { readGroupData } from './audit/file-source.ts';
import type { CompiledBaseline } from './core/baseline/baseline.ts';
import { type PreparedBaseline, prepareBaseline } from './core/baseline/prepared-baseline.ts';
import type { PrefixLists, SecurityGroup } from './core/exposure/group.ts';
import type { Verdict } from './core/finding/finding.ts';
import { evaluateGroup } from './core/judge/evaluate.ts';

export type {
  BaselineFile,
  BaselineFileException,
  BaselineFileGroup,
  BaselineFileNever,
  BaselineFileRules,
  BaselineFileTrusted,
  FilePermission,
} from './baseline/baseline-file.ts';
export { compileBaseline } from './baseline/compile-baseline.ts';
export type { BaselineProblem } from './baseline/problem.ts';
export { BASELINE_FILE_SCHEMA } from './baseline/schema.ts';
export { toBaselineFile } from './baseline/to-baseline-file.ts';
export type * from './core/baseline/baseline.ts';
export { SEVERITIES } from './core/baseline/baseline.ts';
export { type PreparedBaseline, prepareBaseline } from './core/baseline/prepared-baseline.ts';
export { guardBaseline, labBaseline, snapshotBaseline } from './core/baseline/presets.ts';
export type { AwsIpPermission, AwsSecurityGroupRule } from './core/ec2/aws-permissions.ts';
export { rulesFromIpPermissions, rulesFromSecurityGroupRules } from './core/ec2/aws-permissions.ts';
export { type IpPermissionInput, ipPermissionsFromRules } from './core/ec2/ip-permissions.ts';
export { AppError, type ErrorKind } from './core/errors.ts';
export { isCidrProblem, parseCidr, readCidr } from './core/exposure/cidr.ts';
export type { PrefixLists, SecurityGroup } from './core/exposure/group.ts';
export { openToInternet, publicPart } from './core/exposure/internet.ts';
export { renderRule, renderRules } from './core/exposure/render-rules.ts';
export type {
  AddressSource,
  GroupSource,
  IngressRule,
  PrefixListSource,
  Range,
  Source,
} from './core/exposure/rule.ts';
export {
  type ParsedRule,
  type ParseRuleOptions,
  parseRule,
  RuleSyntaxError,
} from './core/exposure/rule-grammar.ts';
export {
  covers,
  equals,
  intersect,
  isEmpty,
  opaqueLists,
  type RuleSet,
  ruleSet,
  subtract,
  union,
} from './core/exposure/rule-set.ts';
export { describe, describeItem } from './core/finding/describe.ts';
export type { Finding, FindingCode, FindingItem, FindingKind, Verdict } from './core/finding/finding.ts';
export { exposureSeverity } from './core/judge/severity.ts';
export type * from './reports/audit.ts';

/**
 * Reads the groups in a response of DescribeSecurityGroups or DescribeSecurityGroupRules, from the SDK or the AWS CLI,
 * or in a list of such responses. `region` is used for responses that don't contain their Region.
 * @throws AppError kind usage with the path of the first part that can't be read.
 */
export function groupsFromAws(output: unknown, region = ''): SecurityGroup[] {
  const { groups } = readGroupData(output, 'groups');
  return groups.map((group) => (group.region === '' ? { ...group, region } : group));
}

export interface EvaluateInput {
  /** Time in epoch milliseconds at which exceptions are checked for expiry. Default: now. */
  now?: number;
  /** Entries of prefix lists by id. If a group uses a list without entries here, a finding reports it if it matters. */
  lists?: PrefixLists;
}

/** Each baseline is prepared only once, for any number of groups. */
const prepared = new WeakMap<CompiledBaseline, PreparedBaseline>();

/**
 * Judges what one group admits. Returns one verdict with the code `in-line`, or all verdicts that report a difference.
 * @throws RuleSyntaxError if a rule of the baseline is invalid. Baselines of compileBaseline() never are.
 */
export function evaluate(
  group: SecurityGroup,
  baseline: CompiledBaseline,
  { now = Date.now(), lists = NO_LISTS }: EvaluateInput = {},
): Verdict[] {
  let ready = prepared.get(baseline);
  if (ready === undefined) {
    ready = prepareBaseline(baseline);
    prepared.set(baseline, ready);
  }
  return evaluateGroup(group, ready, { now, lists });
}

const NO_LISTS: PrefixLists = new Map();
