import { AwsError } from '../service.ts';
import { factsOf, type IdKind } from './kinds.ts';

/** EC2's error responses (docs:AWSEC2/latest/APIReference/errors-overview.html). */

export const missingParameter = (name: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message);

export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombination', message);

export const dependencyViolation = (id: string) =>
  new AwsError('DependencyViolation', `resource ${id} has a dependent object`);

export const hasDependencies = (noun: string, id: string) =>
  new AwsError('DependencyViolation', `The ${noun} '${id}' has dependencies and cannot be deleted.`);

export const differentNetworks = () =>
  new AwsError('InvalidParameter', 'You have specified two resources that belong to different networks.');

export const duplicateRule = (ruleInWords: string) =>
  new AwsError('InvalidPermission.Duplicate', `the specified rule "${ruleInWords}" already exists`);

export const unknownRule = () =>
  new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');

export function notFound(kind: IdKind, id: string): AwsError {
  const { code, noun } = factsOf(kind);
  return new AwsError(`${code}.NotFound`, `The ${noun} '${id}' does not exist`);
}

/** Throws the kind's Malformed error if the id has the wrong form. */
export function checkId(kind: IdKind, id: string | undefined, parameter: string): string {
  if (!id) throw missingParameter(parameter);
  const { prefix, malformed } = factsOf(kind);
  if (!id.startsWith(prefix) || !/^[0-9a-f]{8,17}$/.test(id.slice(prefix.length))) {
    throw new AwsError(`${malformed}.Malformed`, `Invalid id: "${id}" (expecting "${prefix}...")`);
  }
  return id;
}
