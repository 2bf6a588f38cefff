import { isJsonObject } from '../values/json.ts';
import { isOperator, type PolicyCondition } from './conditions.ts';

/** The principals in a statement of a resource or trust policy. */
export interface PolicyPrincipals {
  /** `*`: everyone, including services. */
  any: boolean;
  /** Account ids and ARNs. */
  aws: string[];
  service: string[];
}

/** One statement, with single values converted to lists. */
export interface ParsedStatement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  principals: PolicyPrincipals | undefined;
  notPrincipals: PolicyPrincipals | undefined;
  actions: string[] | undefined;
  notActions: string[] | undefined;
  resources: string[] | undefined;
  notResources: string[] | undefined;
  conditions: PolicyCondition[];
  /** Only documents of version 2012-10-17 support policy variables. */
  variables: boolean;
}

/** The kind of policy, which decides the required and forbidden elements. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** The document is not a policy. The message is IAM's. */
export class PolicySyntaxError extends Error {}

const elements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/**
 * Reads a policy document (IAM guide, "Grammar of the IAM JSON policy language"). Throws PolicySyntaxError.
 */
export function parsePolicy(text: string, kind: PolicyKind): ParsedStatement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new PolicySyntaxError('This policy contains invalid Json', { cause: error });
  }
  if (!isJsonObject(document)) throw new PolicySyntaxError('Syntax errors in policy.');
  const { Version: version, Id: id, Statement: statements, ...unknown } = document;
  if (Object.keys(unknown).length > 0 || (id !== undefined && typeof id !== 'string')) {
    throw new PolicySyntaxError('Syntax errors in policy.');
  }
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new PolicySyntaxError('The policy must contain a valid version string');
  }
  if (statements === undefined) throw new PolicySyntaxError('Missing required field Statement');
  const parsed = (Array.isArray(statements) ? statements : [statements]).map((one) =>
    parseStatement(one, kind, version === '2012-10-17'),
  );
  const sids = parsed.flatMap((one) => (one.sid === undefined || one.sid === '' ? [] : [one.sid]));
  if (new Set(sids).size < sids.length) {
    throw new PolicySyntaxError('Statement IDs (SID) in a single policy must be unique.');
  }
  return parsed;
}

function parseStatement(raw: unknown, kind: PolicyKind, variables: boolean): ParsedStatement {
  if (!isJsonObject(raw) || Object.keys(raw).some((key) => !elements.has(key))) {
    throw new PolicySyntaxError('Syntax errors in policy.');
  }
  if (raw.Effect === undefined) throw new PolicySyntaxError('Missing required field Effect');
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny') {
    throw new PolicySyntaxError(`Invalid effect: ${String(raw.Effect)}`);
  }
  const { Sid: sid } = raw;
  if (sid !== undefined && typeof sid !== 'string') throw new PolicySyntaxError('Syntax errors in policy.');
  if (kind === 'identity' && sid !== undefined && !/^[A-Za-z0-9]*$/.test(sid)) {
    throw new PolicySyntaxError(
      `Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*`,
    );
  }
  const statement: ParsedStatement = {
    sid,
    effect: raw.Effect,
    principals: parsePrincipals(raw.Principal),
    notPrincipals: parsePrincipals(raw.NotPrincipal),
    actions: strings(raw.Action),
    notActions: strings(raw.NotAction),
    resources: strings(raw.Resource),
    notResources: strings(raw.NotResource),
    conditions: parseConditions(raw.Condition),
    variables,
  };
  checkElements(statement, kind);
  return statement;
}

function checkElements(statement: ParsedStatement, kind: PolicyKind): void {
  const named = statement.principals !== undefined || statement.notPrincipals !== undefined;
  const placed = statement.resources !== undefined || statement.notResources !== undefined;
  if ((statement.actions === undefined) === (statement.notActions === undefined)) {
    throw new PolicySyntaxError(
      statement.actions === undefined ? 'Missing required field Action' : 'Syntax errors in policy.',
    );
  }
  if (kind === 'identity') {
    if (named) throw new PolicySyntaxError('Policy document should not specify a principal.');
    if (!placed) throw new PolicySyntaxError('Policy statement must contain resources.');
  } else if (!named) {
    throw new PolicySyntaxError('Missing required field Principal');
  }
  if (kind === 'trust' && placed) throw new PolicySyntaxError('Has prohibited field Resource');
  for (const action of statement.actions ?? statement.notActions ?? []) {
    if (action !== '*' && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?_-]+$/.test(action) && kind !== 'resource') {
      throw new PolicySyntaxError(
        'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
      );
    }
    if (kind === 'trust' && action !== '*' && !/^sts:/i.test(action)) {
      throw new PolicySyntaxError('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  for (const resource of statement.resources ?? statement.notResources ?? []) {
    if (resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./s.test(resource) && !/^[*?]/.test(resource)) {
      throw new PolicySyntaxError(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
}

function parsePrincipals(raw: unknown): PolicyPrincipals | undefined {
  if (raw === undefined) return undefined;
  if (raw === '*') return { any: true, aws: [], service: [] };
  if (!isJsonObject(raw)) throw new PolicySyntaxError('Invalid principal in policy.');
  const kinds = Object.keys(raw);
  if (
    kinds.length === 0 ||
    kinds.some((kind) => !['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind))
  ) {
    throw new PolicySyntaxError('Invalid principal in policy.');
  }
  const aws = strings(raw.AWS) ?? [];
  for (const one of aws) {
    if (one !== '*' && !/^\d{12}$/.test(one) && !/^(arn:|A[A-Z]{3}[A-Z0-9]+$)/.test(one)) {
      throw new PolicySyntaxError(`Invalid principal in policy: "AWS":"${one}"`);
    }
  }
  const service = strings(raw.Service) ?? [];
  for (const one of service) {
    if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(one)) {
      throw new PolicySyntaxError(`Invalid principal in policy: "SERVICE":"${one}"`);
    }
  }
  return { any: aws.includes('*'), aws: aws.filter((one) => one !== '*'), service };
}

function parseConditions(raw: unknown): PolicyCondition[] {
  if (raw === undefined) return [];
  if (!isJsonObject(raw)) throw new PolicySyntaxError('Syntax errors in policy.');
  return Object.entries(raw).flatMap(([operator, keys]) => {
    if (!isOperator(operator)) throw new PolicySyntaxError(`Invalid Condition type : ${operator}.`);
    if (!isJsonObject(keys)) throw new PolicySyntaxError('Syntax errors in policy.');
    return Object.entries(keys).map(([key, value]) => ({
      operator,
      key,
      values: (Array.isArray(value) ? value : [value]).map((one) => {
        if (one === null || typeof one === 'object') throw new PolicySyntaxError('Syntax errors in policy.');
        return String(one);
      }),
    }));
  });
}

function strings(raw: unknown): string[] | undefined {
  if (raw === undefined) return undefined;
  const list: unknown[] = Array.isArray(raw) ? raw : [raw];
  if (!list.every((one) => typeof one === 'string')) throw new PolicySyntaxError('Syntax errors in policy.');
  return list;
}
