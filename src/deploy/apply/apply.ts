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
  /** After a failure, `go-on` (teardown) continues with independent steps; `stop` (install) starts no more steps. */
  onFailure: 'stop' | 'go-on';
}

export interface ApplyOutcome {
  done: PlanStep[];
  failed: { step: PlanStep; error: unknown }[];
  /** Steps that did not start, because the user interrupted or an earlier step failed. */
  skipped: PlanStep[];
  /** All steps that started, with any result. A rollback checks these. */
  begun: PlanStep[];
  interrupted: boolean;
}

interface StepTexts {
  /** While the step runs, and if it fails. */
  doing: string;
  done: string;
}

const STEP_TEXTS: Record<PlanStep['action'], (what: string) => StepTexts> = {
  create: (what) => ({ doing: say`Creating ${what}`, done: say`Created ${what}` }),
  update: (what) => ({ doing: say`Updating ${what}`, done: say`Updated ${what}` }),
  replace: (what) => ({ doing: say`Replacing ${what}`, done: say`Replaced ${what}` }),
  delete: (what) => ({ doing: say`Deleting ${what}`, done: say`Deleted ${what}` }),
  none: (what) => ({ doing: say`Keeping ${what}`, done: say`Kept ${what}` }),
};

/** Applies a plan. A step starts when all steps that it depends on are done; independent steps run in parallel. */
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
    const { doing, done } = STEP_TEXTS[step.action](resourceWords(step));
    outcome.begun.push(step);
    host.progress({ type: 'step-started', id: step.id, text: doing });
    try {
      await work(step, byId.get(step.id), found.get(step.id), input);
    } catch (error) {
      outcome.failed.push({ step, error });
      outcome.interrupted ||= host.signal.aborted;
      host.progress({ type: 'step-failed', id: step.id, text: doing });
      return false;
    }
    outcome.done.push(step);
    host.progress({ type: 'step-done', id: step.id, text: done });
    return true;
  };
  // All promises must be in the map before the first step looks up those that it depends on.
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
 * Creates a resource, or adopts it. If the response to a create call is lost, the SDK retries the call, and
 * AWS answers that the resource already exists. A resource with the stack's tag is then updated to match the
 * plan; any other resource is not changed.
 *
 * @throws AppError kind usage, code `not-ours`, if the resource belongs to someone else.
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
      for: say`${resourceWords(wanted)} to become readable`,
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

/** The error for resources that have a name that the stack needs but do not have its tag. */
export function notOurs(
  foreign: readonly { kind: ResourceKind; name: string; owner: string | null }[],
  stack: string,
): AppError {
  const list = foreign
    .map((one) => {
      const what = resourceWords(one);
      return one.owner === null ? what : say`${what} (belongs to stack ${one.owner})`;
    })
    .join(', ');
  return new AppError({
    kind: 'usage',
    code: 'not-ours',
    message: say`These resources have a name that this stack needs but do not have its tag: ${list}. Nothing was changed.`,
    hint: say`Use another --stack. If the resources are leftovers that you no longer need, delete them or tag them ${STACK_TAG}=${stack}.`,
    details: { foreign },
  });
}
