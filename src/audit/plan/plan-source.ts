import { decodeText } from '../../core/decode-text.ts';
import { readIpPermissions } from '../../core/ec2/aws-permissions.ts';
import { usageError } from '../../core/errors.ts';
import type { SecurityGroup } from '../../core/exposure/group.ts';
import type { IngressRule } from '../../core/exposure/rule.ts';
import { type Dict, isDict, textOf } from '../../core/json-shape.ts';
import { parseJson } from '../../core/parse-json.ts';
import { say } from '../../core/words/say.ts';
import type { AuditUnknown } from '../../reports/audit.ts';
import { type PlanConfiguration, readConfiguration } from './plan-configuration.ts';
import { type PlannedPermission, permissionOf } from './plan-permission.ts';

export interface PlannedGroups {
  groups: SecurityGroup[];
  unknown: AuditUnknown[];
}

interface PlannedResource {
  address: string;
  type: string;
  after: Dict;
  unknown: Dict;
}

const GROUP_TYPES = new Set(['aws_security_group', 'aws_default_security_group']);
const RULE_TYPES = new Set(['aws_security_group_rule', 'aws_vpc_security_group_ingress_rule']);

/**
 * Reads the security groups of `terraform show -json PLAN` in their state after apply: groups with inline ingress, and
 * the rules of separate resources. A group that does not exist yet has its address as id. Values that Terraform knows
 * only after apply are listed, not judged.
 *
 * Source of the shapes: Terraform's JSON output format (resource_changes, configuration), and the AWS
 * provider's documentation of the four resource types.
 * @throws AppError kind usage with the file and the position in it.
 */
export function readPlan(bytes: Uint8Array, name: string): PlannedGroups {
  const plan = parseJson(decodeText(bytes, name), name);
  if (!isDict(plan) || !Array.isArray(plan.resource_changes)) {
    throw usageError(
      'not-a-plan',
      say`${name} does not contain "resource_changes".`,
      say`Use the output of \`terraform show -json PLANFILE\`.`,
    );
  }
  const resources = plan.resource_changes.flatMap(plannedResource);
  const configuration = readConfiguration(plan.configuration);
  const reading: Reading = { file: name, configuration, unknown: [] };
  const groups = new Map<string, SecurityGroup>();
  for (const resource of resources) {
    if (!GROUP_TYPES.has(resource.type)) continue;
    groups.set(resource.address, groupOf(resource, reading));
  }
  for (const resource of resources) {
    if (!RULE_TYPES.has(resource.type) || resource.after.type === 'egress') continue;
    const group = ownerOf(resource, groups, reading);
    if (group === undefined) continue;
    const permission = permissionOf(resource.after, resource.unknown, group.id);
    group.rules.push(...rulesOf(permission, { address: resource.address, prefix: '' }, group, reading));
  }
  return { groups: [...groups.values()], unknown: reading.unknown };
}

/** The state while one plan is read. */
interface Reading {
  file: string;
  configuration: PlanConfiguration;
  /** Values that are known only after apply. */
  unknown: AuditUnknown[];
}

function plannedResource(value: unknown): PlannedResource[] {
  if (!isDict(value) || typeof value.address !== 'string' || typeof value.type !== 'string') return [];
  if (value.mode === 'data' || !isDict(value.change) || !isDict(value.change.after)) return [];
  const { after, after_unknown: unknown } = value.change;
  return [{ address: value.address, type: value.type, after, unknown: isDict(unknown) ? unknown : {} }];
}

function groupOf({ address, after, unknown: notYet }: PlannedResource, reading: Reading): SecurityGroup {
  const { configuration, unknown } = reading;
  const arn = textOf(after.arn).split(':');
  const group: SecurityGroup = {
    id: textOf(after.id) || address,
    name: textOf(after.name) || (textOf(after.name_prefix) === '' ? '' : `${textOf(after.name_prefix)}*`),
    vpcId: textOf(after.vpc_id) || undefined,
    account: textOf(after.owner_id),
    region: textOf(after.region) || arn[3] || configuration.region,
    tags: tagsOf(isDict(after.tags_all) ? after.tags_all : after.tags),
    rules: [],
  };
  // `true`: the whole value is known only after apply. But that is also so for a group without inline rules.
  if (notYet.ingress === true) {
    if (configuration.sets(address, 'ingress')) unknown.push({ address, attribute: 'ingress' });
    return group;
  }
  const entries = Array.isArray(after.ingress) ? after.ingress : [];
  const unknownEntries = Array.isArray(notYet.ingress) ? notYet.ingress : [];
  for (const [index, entry] of entries.entries()) {
    if (!isDict(entry)) continue;
    const entryUnknown = isDict(unknownEntries[index]) ? unknownEntries[index] : {};
    const permission = permissionOf(entry, entryUnknown, group.id);
    const at = { address, prefix: `ingress[${index}].` };
    group.rules.push(...rulesOf(permission, at, group, reading));
  }
  return group;
}

function rulesOf(
  { permission, unknown: attributes }: PlannedPermission,
  { address, prefix }: { address: string; prefix: string },
  group: SecurityGroup,
  { unknown, file }: Reading,
): IngressRule[] {
  for (const attribute of attributes) unknown.push({ address, attribute: `${prefix}${attribute}` });
  if (permission === undefined) return [];
  const { rules, problems } = readIpPermissions([permission], group.account);
  const [problem] = problems;
  if (problem !== undefined) {
    throw usageError(
      'unreadable-rule',
      `${file}: ${address}: ${prefix}${problem.path.replace(/^\[0\]\.?/, '')} ${problem.message}`,
    );
  }
  return rules;
}

/** Returns the group of a separate rule, by its id or by the reference in the configuration. */
function ownerOf(
  { address, after, unknown: notYet }: PlannedResource,
  groups: Map<string, SecurityGroup>,
  { configuration, unknown }: Reading,
): SecurityGroup | undefined {
  const id = textOf(after.security_group_id);
  if (id !== '') {
    const known = [...groups.values()].find((group) => group.id === id);
    if (known !== undefined) return known;
    const outside = {
      id,
      name: '',
      account: '',
      region: textOf(after.region) || configuration.region,
      tags: {},
      rules: [],
    };
    groups.set(id, outside);
    return outside;
  }
  const target = configuration.groupOfRule(address, [...groups.keys()]);
  if (target !== undefined) return groups.get(target);
  if (notYet.security_group_id === true) unknown.push({ address, attribute: 'security_group_id' });
  return undefined;
}

function tagsOf(value: unknown): Record<string, string> {
  if (!isDict(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
