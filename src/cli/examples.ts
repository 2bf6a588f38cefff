import type { Command } from 'commander';
import { say } from '../core/words/say.ts';

interface Example {
  line: string;
  says(): string;
}

/** The examples in `--help` and the man page, by command. A test runs each through the parser. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  install: [
    { line: 'secgroup-monitor install --dry-run', says: () => say`show what would be created` },
    {
      line: 'secgroup-monitor install --baseline baseline.yaml --notify arn:aws:sns:eu-west-1:111122223333:alarms@high',
      says: () => say`use this baseline, and send findings of severity high and above to a topic`,
    },
  ],
  status: [
    {
      line: 'secgroup-monitor status',
      says: () => say`exit code 1 if a hop is broken; the output shows how to fix it`,
    },
    { line: 'secgroup-monitor status --format json', says: () => say`the same as JSON, for scripts` },
  ],
  redrive: [{ line: 'secgroup-monitor redrive --dry-run', says: () => say`count the events in the queue` }],
  teardown: [
    { line: 'secgroup-monitor teardown --dry-run', says: () => say`show what would be removed` },
    {
      line: 'secgroup-monitor teardown --keep-logs --yes',
      says: () => say`remove everything except the findings, without asking`,
    },
  ],
  'test-trigger': [
    { line: 'secgroup-monitor test-trigger', says: () => say`test that the alarm works` },
    {
      line: 'secgroup-monitor test-trigger --repeat 10',
      says: () => say`measure how fast it is, over 10 runs`,
    },
  ],
  logs: [
    { line: 'secgroup-monitor logs --follow', says: () => say`show findings from now on` },
    {
      line: "secgroup-monitor logs --since 2h --severity high --group 'web*' --format json | jq .unexpected",
      says: () => say`print what severe findings of the last two hours admit, for scripts`,
    },
  ],
  sandbox: [
    {
      line: 'secgroup-monitor sandbox --port 4566',
      says: () => say`start a local AWS, and print the variables to export`,
    },
    {
      line: "secgroup-monitor sandbox --fault 'lambda:CreateFunction#1=throttle' --calls",
      says: () => say`throttle the first CreateFunction call, and show each call`,
    },
  ],
  demo: [
    { line: 'secgroup-monitor demo', says: () => say`see everything in a few seconds, without an account` },
  ],
  baseline: [
    {
      line: 'secgroup-monitor baseline capture --out baseline.yaml',
      says: () => say`write what the groups admit today to a file`,
    },
    {
      line: 'secgroup-monitor baseline diff baseline.yaml',
      says: () => say`show which groups differ from it now`,
    },
  ],
  'baseline capture': [
    {
      line: 'secgroup-monitor baseline capture --out baseline.yaml',
      says: () => say`capture all groups of the Region`,
    },
    {
      line: 'aws ec2 describe-security-groups | secgroup-monitor baseline capture --from -',
      says: () => say`capture the output of the AWS CLI`,
    },
  ],
  'baseline check': [
    {
      line: 'secgroup-monitor baseline check baseline.yaml',
      says: () => say`exit code 2 if it is invalid; the error shows line and column`,
    },
  ],
  'baseline diff': [
    {
      line: 'secgroup-monitor baseline diff',
      says: () => say`compare the groups with the installed baseline`,
    },
    {
      line: 'secgroup-monitor baseline diff baseline.yaml --from groups.json',
      says: () => say`compare the groups in a file, without an account`,
    },
  ],
  'baseline show': [
    {
      line: 'secgroup-monitor baseline show > baseline.yaml',
      says: () => say`save the installed baseline to a file`,
    },
  ],
  'baseline accept': [
    {
      line: 'secgroup-monitor baseline accept sg-0a1b2c3d4e5f60718',
      says: () => say`show the difference, and ask before the update`,
    },
  ],
  'baseline schema': [
    {
      line: 'secgroup-monitor baseline schema > baseline.schema.json',
      says: () => say`save the schema, for editors that support JSON Schema`,
    },
  ],
  audit: [
    {
      line: 'secgroup-monitor audit --who',
      says: () => say`judge all groups, and show who last changed them`,
    },
    {
      line: 'secgroup-monitor audit --preset guard --plan plan.json --fail-on high',
      says: () => say`fail if a Terraform plan has findings of severity high or above`,
    },
    {
      line: 'secgroup-monitor audit --format html --out report.html',
      says: () => say`write a report that you can share`,
    },
  ],
  history: [
    {
      line: 'secgroup-monitor history --since 30d --actor alice',
      says: () => say`list what one person changed`,
    },
    {
      line: 'secgroup-monitor history --from s3://example-trail/logs --baseline baseline.yaml',
      says: () => say`show which changes would have alerted`,
    },
  ],
  'history verify': [
    {
      line: 'secgroup-monitor history verify s3://example-trail/logs --first 2026-03-01',
      says: () => say`check that no log file was changed or is missing`,
    },
  ],
  completion: [
    {
      line: 'source <(secgroup-monitor completion bash)',
      says: () => say`add this line to ~/.bashrc (zsh: the same, with \`zsh\` for \`bash\`)`,
    },
    { line: 'secgroup-monitor completion fish | source', says: () => say`add this line to config.fish` },
  ],
};

/** Adds the examples of a command and its subcommands to their help. */
export function addExamples(command: Command, path = command.name()): void {
  const examples = EXAMPLES[path];
  if (examples) {
    const lines = examples.map(({ line, says }) => `  # ${says()}\n${wrap(line)}`);
    command.addHelpText('after', `\n${say`Examples:`}\n${lines.join('\n')}`);
  }
  for (const child of command.commands) addExamples(child, `${path} ${child.name()}`);
}

/** Breaks long lines with a backslash, so that they fit the help and can still be pasted. */
function wrap(line: string): string {
  const rows = [''];
  for (const word of line.split(/ (?=-|\|)/)) {
    const row = rows.at(-1)!;
    if (row !== '' && row.length + word.length > 74) rows.push(`  ${word}`);
    else rows[rows.length - 1] = row === '' ? word : `${row} ${word}`;
  }
  return rows.map((row) => `  ${row}`).join(' \\\n');
}
