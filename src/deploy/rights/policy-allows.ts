import { globMatches } from '../../core/baseline/match-group.ts';
import type { PolicyDocument, PolicyStatement } from '../plan/resource.ts';

/** A call of an AWS service to a resource with a policy. */
export interface ServiceAccess {
  service: string;
  action: string;
  resource: string;
  /** ARN of the rule that the service acts for. Undefined if the service does not send it to the resource. */
  sourceArn: string | undefined;
}

/**
 * Returns whether a resource policy allows the call. Supports principals, wildcards in actions and resources, and
 * conditions on the source. In an Allow statement an unknown condition counts as not met; in a Deny statement it
 * counts as met.
 */
export function policyAllows(policy: PolicyDocument | undefined, access: ServiceAccess): boolean {
  const statements = (policy?.Statement ?? []).filter(
    (statement) =>
      isFor(statement, access.service) &&
      matchesAny(statement.Action, access.action) &&
      (statement.Resource === undefined || matchesAny(statement.Resource, access.resource)),
  );
  if (
    statements.some((statement) => statement.Effect === 'Deny' && conditionMet(statement, access) !== false)
  ) {
    return false;
  }
  return statements.some(
    (statement) => statement.Effect === 'Allow' && conditionMet(statement, access) === true,
  );
}

export function allowsAssume(policy: PolicyDocument | undefined, service: string): boolean {
  const applying = (policy?.Statement ?? []).filter(
    (statement) => isFor(statement, service) && matchesAny(statement.Action, 'sts:AssumeRole'),
  );
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function isFor({ Principal }: PolicyStatement, service: string): boolean {
  if (Principal === '*') return true;
  if (typeof Principal !== 'object' || Principal === null) return false;
  // `{"AWS": "*"}` matches every account but no service.
  return listOf((Principal as { Service?: unknown }).Service).includes(service);
}

/** Undefined if the statement has an unknown condition. */
function conditionMet({ Condition }: PolicyStatement, access: ServiceAccess): boolean | undefined {
  const known: Readonly<Record<string, string | undefined>> = {
    'aws:sourcearn': access.sourceArn,
    'aws:securetransport': 'true',
  };
  let met: boolean | undefined = true;
  for (const [operator, tests] of Object.entries(
    (Condition ?? {}) as Record<string, Record<string, unknown>>,
  )) {
    for (const [key, wanted] of Object.entries(tests)) {
      const value = known[key.toLowerCase()];
      if (value === undefined || !/^(Arn|String)(Equals|Like)(IgnoreCase)?$|^Bool$/.test(operator))
        met = undefined;
      else if (!matchesAny(wanted, value)) return false;
    }
  }
  return met;
}

function matchesAny(patterns: unknown, text: string): boolean {
  const lower = text.toLowerCase();
  return listOf(patterns).some((pattern) => globMatches(pattern.toLowerCase(), lower));
}

function listOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
