import type { Command } from 'commander';
import { say } from '../core/words/say.ts';

interface Example {
  line: string;
  says(): string;
}

/** What `--help` and the man page show, by the words of the command. A test types each of them. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  install: [
    { line: 'secgroup-monitor install --dry-run', says: () => say`show what would be made` },
    {
      line: 'secgroup-monitor install --baseline baseline.yaml --notify arn:aws:sns:eu-west-1:111122223333:alarms@high',
      says: () => say`judge by that file, and send findings of severity high and above to a topic`,
    },
  ],
  status: [
    { line: 'secgroup-monitor status', says: () => say`exit 1 names the broken hop and what mends it` },
    { line: 'secgroup-monitor status --format json', says: () => say`the same for a script` },
  ],
  redrive: [{ line: 'secgroup-monitor redrive --dry-run', says: () => say`count what waits in the queue` }],
  teardown: [
    { line: 'secgroup-monitor teardown --dry-run', says: () => say`show what would be removed` },
    {
      line: 'secgroup-monitor teardown --keep-logs --yes',
      says: () => say`remove all but the findings, and do not ask`,
    },
  ],
  'test-trigger': [
    { line: 'secgroup-monitor test-trigger', says: () => say`prove that the alarm works` },
    { line: 'secgroup-monitor test-trigger --repeat 10', says: () => say`measure how fast it is` },
  ],
  logs: [
    { line: 'secgroup-monitor logs --follow', says: () => say`what happens from now on` },
    {
      line: "secgroup-monitor logs --since 2h --severity high --group 'web*' --format json | jq .unexpected",
      says: () => say`what was serious in two hours, for a script`,
    },
  ],
  sandbox: [
    { line: 'secgroup-monitor sandbox --port 4566', says: () => say`a local AWS; it prints what to export` },
    {
      line: "secgroup-monitor sandbox --fault 'lambda:CreateFunction#1=throttle' --calls",
      says: () => say`the same, with a call that fails`,
    },
  ],
  demo: [{ line: 'secgroup-monitor demo', says: () => say`all of it in some seconds, without an account` }],
  baseline: [
    {
      line: 'secgroup-monitor baseline capture --out baseline.yaml',
      says: () => say`what the groups admit today`,
    },
    { line: 'secgroup-monitor baseline diff baseline.yaml', says: () => say`what differs from it now` },
  ],
  'baseline capture': [
    {
      line: 'secgroup-monitor baseline capture --out baseline.yaml',
      says: () => say`of all groups of the Region`,
    },
    {
      line: 'aws ec2 describe-security-groups | secgroup-monitor baseline capture --from -',
      says: () => say`of what the AWS CLI read`,
    },
  ],
  'baseline check': [
    { line: 'secgroup-monitor baseline check baseline.yaml', says: () => say`exit 2 names line and column` },
  ],
  'baseline diff': [
    { line: 'secgroup-monitor baseline diff', says: () => say`the groups against the installed baseline` },
    {
      line: 'secgroup-monitor baseline diff baseline.yaml --from groups.json',
      says: () => say`without an account`,
    },
  ],
  'baseline show': [
    { line: 'secgroup-monitor baseline show > baseline.yaml', says: () => say`save what is installed` },
  ],
  'baseline accept': [
    {
      line: 'secgroup-monitor baseline accept sg-0a1b2c3d4e5f60718',
      says: () => say`shows the difference and asks`,
    },
  ],
  'baseline schema': [
    {
      line: 'secgroup-monitor baseline schema > baseline.schema.json',
      says: () => say`for an editor that knows schemas`,
    },
  ],
  audit: [
    { line: 'secgroup-monitor audit --who', says: () => say`all groups, and who changed them last` },
    {
      line: 'secgroup-monitor audit --preset guard --plan plan.json --fail-on high',
      says: () => say`stop a Terraform plan that opens too much`,
    },
    { line: 'secgroup-monitor audit --format html --out report.html', says: () => say`a page to pass on` },
  ],
  history: [
    { line: 'secgroup-monitor history --since 30d --actor alice', says: () => say`what one person changed` },
    {
      line: 'secgroup-monitor history --from s3://example-trail/logs --baseline baseline.yaml',
      says: () => say`what would have alerted`,
    },
  ],
  'history verify': [
    {
      line: 'secgroup-monitor history verify s3://example-trail/logs --first 2026-03-01',
      says: () => say`that no log file was altered or is missing`,
    },
  ],
  completion: [
    { line: 'source <(secgroup-monitor completion bash)', says: () => say`for ~/.bashrc; zsh alike` },
    { line: 'secgroup-monitor completion fish | source', says: () => say`for config.fish` },
  ],
};

/** Puts the examples of a command and its subcommands under their help. */
export function addExamples(command: Command, path = command.name()): void {
  const examples = EXAMPLES[path];
  if (examples) {
    const lines = examples.map(({ line, says }) => `  # ${says()}\n${wrap(line)}`);
    command.addHelpText('after', `\n${say`Examples:`}\n${lines.join('\n')}`);
  }
  for (const child of command.commands) addExamples(child, `${path} ${child.name()}`);
}

/** Long lines go on after a backslash, so that they fit the help and can still be pasted. */
function wrap(line: string): string {
  const rows = [''];
  for (const word of line.split(/ (?=-|\|)/)) {
    const row = rows.at(-1)!;
    if (row !== '' && row.length + word.length > 74) rows.push(`  ${word}`);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return rows.map((row) => `  ${row}`).join(' \\\n');
}
