import type { Events, Target } from '../../aws/services/events.ts';
import { SEVERITIES } from '../../core/baseline/baseline.ts';
import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { ownership } from '../ownership.ts';
import { BLIND_RULES, RULES, STACK_TAG } from '../stack.ts';
import { tagsOf } from './role.ts';

interface FoundRule {
  name: string;
  arn: string;
  pattern: string | undefined;
  schedule: string | undefined;
  description: string | undefined;
  state: string | undefined;
  tags: Record<string, string>;
  /** Also of its targets. */
  ownership: ReturnType<typeof ownership>;
}

type RuleHost = Pick<DeployHost, 'aws' | 'names' | 'adopt' | 'shared'>;

/** The rules with the stack's prefix, whoever owns them. */
export async function readRules(host: RuleHost): Promise<FoundRule[]> {
  return host.shared('rules', async () => {
    const events = await host.aws.events();
    const rules = (await readAllRules(host)).filter(({ Name }) => Name?.startsWith(host.names.rulePrefix));
    const read = await Promise.all(
      rules.map(async (found) => {
        // A rule may go after it was listed: by a teardown of this stack, or of one whose name begins alike.
        const answer = await unlessCode(
          events.listTagsForResource({ ResourceARN: found.Arn }),
          'ResourceNotFoundException',
        );
        if (answer === undefined) return [];
        const name = found.Name!;
        const tags = tagsOf(answer.Tags);
        const tagged = tags[STACK_TAG] === host.names.stack;
        return [
          {
            name,
            arn: found.Arn!,
            pattern: found.EventPattern,
            schedule: found.ScheduleExpression,
            description: found.Description,
            state: found.State,
            tags,
            ownership: ownership(host, tags, tagged ? undefined : await ruleMark(host, name)),
          },
        ];
      }),
    );
    return read.flat();
  });
}

/** The names of a stack's rules, without the prefix. */
const PURPOSES: readonly string[] = [
  ...RULES,
  ...BLIND_RULES,
  ...SEVERITIES.map((severity) => `notify-${severity}`),
];

/** Another stack's name can begin with the same text, so the prefix alone does not identify a rule. */
async function ruleMark(host: RuleHost, name: string): Promise<string | undefined> {
  if (!PURPOSES.includes(name.slice(host.names.rulePrefix.length))) return undefined;
  const targets = await readTargets(host, name);
  const { function: functionName, queue } = host.names;
  const sendsHere = targets.some(
    ({ Arn, DeadLetterConfig }) =>
      Arn?.endsWith(`:function:${functionName}`) || DeadLetterConfig?.Arn?.endsWith(`:${queue}`),
  );
  return sendsHere ? say`it sends to the function or the queue of the stack` : undefined;
}

/** The targets of a rule, sorted by id. */
export async function readTargets(host: Pick<DeployHost, 'aws' | 'shared'>, Rule: string): Promise<Target[]> {
  return host.shared(`targets:${Rule}`, async () => {
    const events = await host.aws.events();
    const page = await unlessCode(events.listTargetsByRule({ Rule }), 'ResourceNotFoundException');
    return (page?.Targets ?? []).map(plain).sort((a, b) => (a.Id! < b.Id! ? -1 : 1));
  });
}

/** As data: without the members that AWS left unset. */
function plain(target: Target): Target {
  return JSON.parse(JSON.stringify(target)) as Target;
}

/** All rules of the default bus: their number counts against a quota. */
export async function readAllRules(host: Pick<DeployHost, 'aws' | 'shared'>) {
  return host.shared('all-rules', async () => {
    const events = await host.aws.events();
    const rules: NonNullable<Awaited<ReturnType<Events['listRules']>>['Rules']> = [];
    let NextToken: string | undefined;
    do {
      const page = await events.listRules({ NextToken });
      rules.push(...(page.Rules ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return rules;
  });
}
