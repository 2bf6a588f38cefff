import { OPERATOR_RIGHTS, type OperatorTask } from '../../../src/deploy/rights/operator-rights.ts';
import {
  ENFORCE_RIGHTS,
  HANDLER_RIGHTS,
  policyOf,
  type Right,
} from '../../../src/deploy/rights/permissions.ts';

const TASKS: Record<OperatorTask, string> = {
  install: '`install`, `status`, `teardown`, `redrive`',
  'role-arn': '`--role-arn` (also `iam:GetRole` and `iam:PassRole` on that role)',
  targets: '`--target`, `--notify` (for your own queues, also the permissions on the dead-letter queue)',
  'create-trail': '`--create-trail`, and every `teardown`',
  config: '`--source config`',
  'test-trigger': '`test-trigger`',
  logs: '`logs`',
  audit: '`audit`, `baseline`',
  history: '`history`',
};

/** Returns docs/permissions.md, from the tables in src/deploy. `UPDATE_DOCS=1` with permissions.test.ts writes it. */
export function permissionsPage(): string {
  const tasks = Object.keys(TASKS) as OperatorTask[];
  return `# Permissions

This page lists every AWS permission that the function and the commands need. It is generated from the tables in
\`src/deploy/rights/\`. Tests compare it with them, and compare the tables with the calls in the code. Names in braces are
placeholders for the values of an installation: the partition, the Region, the account, the name of the stack, its log
group and its queue.

## The function

The function's role has only these permissions. It can't create log groups, so a late write can't create the log group
again after a teardown.

${table(HANDLER_RIGHTS)}

With \`--enforce\`, the role also has these permissions, but only on the groups that the baseline marks with
\`enforce: true\`. The policy selects these groups by id, tag or VPC. IAM has no condition for a group's name. If an entry
selects groups only by \`name\`, the role gets the permissions on all groups of the Region. The function still changes
only the groups that match.

${table(ENFORCE_RIGHTS.map((right) => ({ ...right, resources: ['the enforced groups and their rules'] })))}

If you use your own role (\`--role-arn\`), it needs the permissions in the first table and must trust
\`lambda.amazonaws.com\`. \`install\` checks both before it changes anything.

## The caller of the commands

${tasks
  .map((task) => `### ${TASKS[task]}\n\n${table(OPERATOR_RIGHTS.filter((right) => right.task === task))}`)
  .join('\n\n')}

### As a policy

This policy is for a stack with the name \`secgroup-monitor\`. Replace \`<region>\` and \`<account>\`. For another stack,
replace its name too, except in the ARNs of buckets, whose names begin with \`secgroup-monitor-trail\` for every stack.
\`iam:PassRole\` is limited to Lambda and EventBridge.

\`history\` can also read the bucket of another trail. Add \`s3:ListBucket\` and \`s3:GetObject\` for that bucket, and
\`kms:Decrypt\` on the key if a KMS key encrypts the log files.

\`\`\`json
${JSON.stringify(operatorPolicy(), null, 2)}
\`\`\`
`;
}

/** Returns the policy of an operator. */
export function operatorPolicy(values: Record<string, string> = {}) {
  return policyOf(OPERATOR_RIGHTS, {
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
      within === undefined ? '' : ` (checked in \`${within}\`)`,
    ].join('');
    return `| \`${action}\` | ${resources.map((resource) => `\`${resource}\``).join('<br>')} | ${why}${notes} |`;
  });
  return ['| Action | Resource | Purpose |', '|---|---|---|', ...rows].join('\n');
}
