/** Terraform plans in the shape of `terraform show -json`, with invented values. */

export interface PlanParts {
  configuration?: object;
  prior?: object[];
  more?: object;
}

export function planOf(changes: object[], { configuration = {}, prior, more = {} }: PlanParts = {}) {
  return {
    format_version: '1.2',
    terraform_version: '1.9.5',
    planned_values: { root_module: {} },
    resource_changes: changes,
    ...(prior === undefined
      ? {}
      : { prior_state: { format_version: '1.0', values: { root_module: { resources: prior } } } }),
    configuration: { root_module: configuration },
    ...more,
  };
}

interface ChangeParts {
  before?: object | null;
  after?: object | null;
  unknown?: object;
  actions?: string[];
  more?: object;
}

/** Returns an entry of resource_changes. By default, its values before and after decide the actions. */
export function changeOf(
  address: string,
  { before = null, after = null, unknown = {}, actions, more }: ChangeParts,
) {
  const type = /([a-z0-9_]+)\.[^.]+$/.exec(address.replace(/\[[^\]]*\]/g, ''))![1]!;
  const made = before === null ? ['create'] : after === null ? ['delete'] : ['no-op'];
  return {
    address,
    mode: 'managed',
    type,
    name: 'x',
    change: { actions: actions ?? made, before, after, after_unknown: unknown },
    ...more,
  };
}

export function ingressOf(port: number, cidrs: string[], parts: object = {}) {
  return {
    description: '',
    from_port: port,
    to_port: port,
    protocol: 'tcp',
    cidr_blocks: cidrs,
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    security_groups: [],
    self: false,
    ...parts,
  };
}

/** Returns a group that exists, with the ingress that a refresh found. */
export function existingGroup(id: string, ingress: object[], parts: object = {}) {
  return {
    id,
    arn: `arn:aws:ec2:eu-west-1:111122223333:security-group/${id}`,
    owner_id: '111122223333',
    name: 'web',
    vpc_id: 'vpc-0123456789abcdef0',
    ingress,
    egress: [],
    tags: null,
    ...parts,
  };
}

/** Unknown values of a group that is created. They include the ingress, if its resource does not set it. */
export const NEW_GROUP = { id: true, arn: true, owner_id: true, ingress: true, egress: true };
/** Unknown values of a rule that is created. */
export const NEW_RULE = {
  id: true,
  security_group_id: true,
  security_group_rule_id: true,
  source_security_group_id: true,
};

/** Returns the values of an aws_security_group_rule. */
export function ruleOf(port: number, cidrs: string[] | null, parts: object = {}) {
  return {
    type: 'ingress',
    from_port: port,
    to_port: port,
    protocol: 'tcp',
    cidr_blocks: cidrs,
    ipv6_cidr_blocks: null,
    prefix_list_ids: null,
    self: false,
    description: null,
    ...parts,
  };
}

/** Returns a resource of the configuration. Each attribute has references or a constant. */
export function configured(
  address: string,
  expressions: Record<string, string[] | object>,
  parts: object = {},
) {
  return {
    address,
    mode: 'managed',
    type: address.split('.')[0],
    name: address.split('.')[1],
    expressions: Object.fromEntries(
      Object.entries(expressions).map(([name, value]) => [
        name,
        Array.isArray(value) ? { references: value } : value,
      ]),
    ),
    ...parts,
  };
}
