import { OPERATOR_RIGHTS, type OperatorTask } from '../../../src/deploy/rights/operator-rights.ts';
import {
  ENFORCE_RIGHTS,
  HANDLER_RIGHTS,
  policyOf,
  type Right,
} from '../../../src/deploy/rights/permissions.ts';

const TASKS: Record<OperatorTask, string> = {
  install: '`install`, `status`, `teardown`, `redrive`',
  'role-arn': '`--role-arn`; `iam:GetRole` and `iam:PassRole` on that role, too',
  targets: '`--target`, `--notify`; for queues of yours the rights of the dead-letter queue, too',
  'create-trail': '`--create-trail`, and every `teardown`',
  config: '`--source config`',
  'test-trigger': '`test-trigger`',
  logs: '`logs`',
  audit: '`audit`, `baseline`',
  history: '`history`',
};

/** docs/permissions.md as the tables in src/deploy say it. `UPDATE_DOCS=1` with permissions.test.ts writes it. */
export function permissionsPage(): string {
  const tasks = Object.keys(TASKS) as OperatorTask[];
  return `# Permissions

Written from the tables in \`src/deploy/rights/permissions.ts\` and \`src/deploy/rights/operator-rights.ts\`; a test holds it
equal to them, and them equal to what the code calls. Names in braces stand for the values of an installation:
the partition, the Region, the account, the name of the stack, its log group and its queue.

## The function

The role of the function may do this and no more. It may not create log groups, so that nothing it writes late
can bring the log group back after a teardown.

${table(HANDLER_RIGHTS)}

With \`--enforce\`, and only for the groups that the baseline marks with \`enforce: true\`: by id, or by the tag or
VPC that selects them. IAM has no condition on the name of a group, so an entry that selects by \`name\` alone gives
the rights on all groups of the Region; the function itself then changes none but those that match.

${table(ENFORCE_RIGHTS.map((right) => ({ ...right, resources: ['the enforced groups and their rules'] })))}

A role of your own (\`--role-arn\`) needs the first table, and trust in \`lambda.amazonaws.com\`. \`install\`
checks both before it changes anything.

## The caller of the commands

${tasks
  .map((task) => `### ${TASKS[task]}\n\n${table(OPERATOR_RIGHTS.filter((right) => right.task === task))}`)
  .join('\n\n')}

### As a policy

For a stack of the name \`secgroup-monitor\`; replace \`<region>\` and \`<account>\`. \`iam:PassRole\` is limited
to Lambda and EventBridge.

\`\`\`json
${JSON.stringify(operatorPolicy(), null, 2)}
\`\`\`
`;
}

/** The whole policy of an operator, \`history\` from a bucket of yours left out. */
export function operatorPolicy(values: Record<string, string> = {}) {
  const rights = OPERATOR_RIGHTS.filter(({ action }) => action !== 's3:GetObject');
  return policyOf(rights, {
    partition: 'aws',
    region: '<region>',
    account: '<account>',
    stack: 'secgroup-monitor',
    ...values,
  });
}

function table(rights: readonly (Right & { within?: string | undefined })[]): string {
  const rows = rights.map(({ action, resources, why, option, within }) => {
    const notes = [
      option === undefined ? '' : ` (with \`${option}\`)`,
      within === undefined ? '' : ` (asked for within \`${within}\`)`,
    ].join('');
    return `| \`${action}\` | ${resources.map((resource) => `\`${resource}\``).join('<br>')} | ${why}${notes} |`;
  });
  return ['| Action | Resource | Why |', '|---|---|---|', ...rows].join('\n');
}
