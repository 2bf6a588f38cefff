import { AppError, AwsCallError } from '../../core/errors.ts';
import { resourceWords } from '../../core/words/deploy-words.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { KINDS } from '../kinds/all.ts';
import type { KindOf, WriteOptions } from '../kinds/kind.ts';
import { changes, type Plan, type PlanStep } from '../plan/plan.ts';
import type { Actual, ActualOf, Resource, ResourceKind, ResourceOf } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { until } from './wait.ts';

export interface ApplyInput {
  plan: Plan;
  desired: readonly Resource[];
  actual: readonly Actual[];
  host: DeployHost;
  write: WriteOptions;
  /** After a failure: go on with what does not depend on it (teardown), or start nothing more (install). */
  onFailure: 'stop' | 'go-on';
}

export interface ApplyOutcome {
  done: PlanStep[];
  failed: { step: PlanStep; error: unknown }[];
  /** Never started: the user interrupted, or something before them failed. */
  skipped: PlanStep[];
  /** Steps that were begun, whatever became of them: what an undo has to look at. */
  begun: PlanStep[];
  interrupted: boolean;
}

const STEP_TEXTS: Record<PlanStep['action'], (what: string) => string> = {
  create: (what) => say`create ${what}`,
  update: (what) => say`update ${what}`,
  replace: (what) => say`replace ${what}`,
  delete: (what) => say`delete ${what}`,
  none: (what) => say`keep ${what}`,
};

/** Works a plan off: what depends on nothing starts at once, the rest when all before it is done. */
export async function apply(input: ApplyInput): Promise<ApplyOutcome> {
  const { plan, host } = input;
  const steps = changes(plan);
  const byId = new Map(input.desired.map((resource) => [resource.id, resource]));
  const found = new Map(input.actual.map((actual) => [actual.id, actual]));
  const outcome: ApplyOutcome = { done: [], failed: [], skipped: [], begun: [], interrupted: false };
  const ran = new Map<string, Promise<boolean>>();

  const ready = async (step: PlanStep): Promise<boolean> => {
    const before = await Promise.all(step.dependsOn.map((id) => ran.get(id)!));
    outcome.interrupted ||= host.signal.aborted;
    const stopped = outcome.interrupted || (input.onFailure === 'stop' && outcome.failed.length > 0);
    return !stopped && before.every(Boolean);
  };
  const run = async (step: PlanStep): Promise<boolean> => {
    if (!(await ready(step))) {
      outcome.skipped.push(step);
      return false;
    }
    const text = STEP_TEXTS[step.action](resourceWords(step));
    outcome.begun.push(step);
    host.progress({ type: 'step-started', id: step.id, text });
    try {
      await work(step, byId.get(step.id), found.get(step.id), input);
    } catch (error) {
      outcome.failed.push({ step, error });
      outcome.interrupted ||= host.signal.aborted;
      host.progress({ type: 'step-failed', id: step.id, text });
      return false;
    }
    outcome.done.push(step);
    host.progress({ type: 'step-done', id: step.id, text });
    return true;
  };
  // A step's promise must be known before any step that waits for it looks it up.
  let start!: () => void;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  for (const step of steps) {
    ran.set(
      step.id,
      started.then(() => run(step)),
    );
  }
  start();
  await Promise.all(ran.values());
  return outcome;
}

async function work<K extends ResourceKind>(
  step: PlanStep & { kind: K },
  wanted: ResourceOf<K> | undefined,
  found: ActualOf<K> | undefined,
  { host, write }: ApplyInput,
): Promise<void> {
  const kind: KindOf<K> = KINDS[step.kind];
  switch (step.action) {
    case 'create':
      return createOrAdopt(kind, wanted!, host, write);
    case 'update':
      return kind.update(wanted!, found!, host, write);
    case 'replace':
      await kind.remove(found!, host, write);
      return createOrAdopt(kind, wanted!, host, write);
    case 'delete':
      return kind.remove(found!, host, write);
    case 'none':
  }
}

const ALREADY = new Set([
  'EntityAlreadyExistsException',
  'EntityAlreadyExists',
  'ResourceAlreadyExistsException',
  'ResourceConflictException',
  'QueueNameExists',
  'QueueAlreadyExists',
  'TrailAlreadyExistsException',
  'BucketAlreadyOwnedByYou',
  'BucketAlreadyExists',
]);

/**
 * A create whose answer was lost is repeated by the SDK and then meets what it made itself. So what is
 * "already there" is read: ours is taken up and brought in line, anyone else's is left alone.
 */
async function createOrAdopt<K extends ResourceKind>(
  kind: KindOf<K>,
  wanted: ResourceOf<K>,
  host: DeployHost,
  write: WriteOptions,
): Promise<void> {
  try {
    await kind.create(wanted, host, write);
  } catch (error) {
    if (!(error instanceof AwsCallError) || !ALREADY.has(error.awsCode)) throw error;
    const wait = {
      id: wanted.id,
      for: say`${resourceWords(wanted)} to be readable`,
      limitMs: 30_000,
    };
    const found = await until(host, wait, async () => {
      host.refresh();
      return (await kind.read(host)).find(({ id }) => id === wanted.id);
    });
    if (!found.ours)
      throw notOurs([{ ...wanted, owner: (found.facts.owner as string) ?? null }], host.names.stack);
    if (kind.diff(wanted, found).length > 0) await kind.update(wanted, found, host, write);
  }
}

/** What bears a name that the stack needs and is someone else's. */
export function notOurs(
  foreign: readonly { kind: ResourceKind; name: string; owner: string | null }[],
  stack: string,
): AppError {
  const list = foreign
    .map((one) => {
      const what = resourceWords(one);
      return one.owner === null ? what : say`${what} (of stack ${one.owner})`;
    })
    .join(', ');
  return new AppError({
    kind: 'usage',
    code: 'not-ours',
    message: say`There is already something of this stack's name without its tag: ${list}. Nothing was changed.`,
    hint: say`Choose another --stack; or, if it is a leftover that you no longer need, remove it or tag it ${STACK_TAG}=${stack}.`,
    details: { foreign },
  });
}
