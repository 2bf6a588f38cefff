import { usageError } from '../core/errors.ts';
import { clauses, resourceWords } from '../core/words/deploy-words.ts';
import { say } from '../core/words/say.ts';
import { ourCommand } from './command-line.ts';
import type { DeployHost } from './host.ts';
import type { Actual, ResourceKind } from './plan/resource.ts';
import { STACK_TAG, type StackNames } from './stack.ts';

type Ownership = Pick<Actual, 'ours' | 'lost'>;
export type OwnershipHost = Pick<DeployHost, 'names' | 'adopt'>;

/**
 * Whose a resource is. The tag decides. If it is missing or has another value, `mark` says by what else the resource is
 * recognised as the stack's own; undefined means by nothing.
 */
export function ownership(
  host: OwnershipHost,
  tags: Readonly<Record<string, string>>,
  mark: string | undefined,
): Ownership {
  if (tags[STACK_TAG] === host.names.stack) return { ours: true };
  if (mark === undefined) return { ours: false };
  return { ours: host.adopt === true, lost: mark };
}

/** Kinds with one name in a stack and no mark that survives every change of their settings. */
const KNOWN_BY_NAME: readonly ResourceKind[] = ['log-group', 'queue', 'bucket', 'trail'];

/** Recognises more resources once all are read: by their names, if other resources of the stack have its tag. */
export function recogniseByOthers(actual: readonly Actual[], host: OwnershipHost): Actual[] {
  const tagged = actual.some(({ ours, lost }) => ours && lost === undefined);
  return actual.map((found): Actual => {
    const known =
      found.ours ||
      found.lost !== undefined ||
      found.facts.owner !== undefined ||
      !KNOWN_BY_NAME.includes(found.kind);
    if (known || !tagged) return found;
    const lost = say`other resources of the stack have its tag`;
    return { ...found, ours: host.adopt === true, lost };
  });
}

/** `role x (it has the path …); queue y (…)` */
export function lostWords(lost: readonly Actual[]): string {
  return clauses(lost.map((one) => `${resourceWords(one)} (${one.lost ?? ''})`));
}

/**
 * Stops before the first change if the stack has resources that lost its tag: a part of a stack must neither be
 * installed over nor left behind.
 *
 * @throws AppError kind usage, code `untagged`.
 */
export function refuseLost(
  actual: readonly Actual[],
  names: StackNames,
  command: 'install' | 'teardown',
): void {
  const lost = actual.filter((one) => one.lost !== undefined && !one.ours);
  if (lost.length === 0) return;
  const adopt = ourCommand(`${command} --adopt`, names);
  throw usageError(
    'untagged',
    say`These resources are part of this stack, but do not have its tag ${STACK_TAG}=${names.stack}: ${lostWords(lost)}. Nothing was changed.`,
    command === 'install'
      ? say`To add the tag, run \`${adopt}\`. If they are not yours, use another --stack.`
      : say`To remove them too, run \`${adopt}\`.`,
  );
}

type Ask = (question: string) => Promise<void>;

/** Shows what `install --adopt` takes over, and why, before it does. */
export async function askToAdopt(actual: readonly Actual[], names: StackNames, ask?: Ask): Promise<void> {
  const lost = actual.filter((one) => one.lost !== undefined);
  const question = () => say`Take over into stack ${names.stack} in ${names.region}: ${lostWords(lost)}?`;
  if (lost.length > 0) await ask?.(question());
}

/** The same for `teardown --adopt`. */
export async function askToRemove(actual: readonly Actual[], names: StackNames, ask?: Ask): Promise<void> {
  const lost = actual.filter((one) => one.lost !== undefined);
  const question = () => say`Remove with stack ${names.stack} in ${names.region}: ${lostWords(lost)}?`;
  if (lost.length > 0) await ask?.(question());
}
