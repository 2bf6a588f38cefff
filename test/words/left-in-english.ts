/** Texts that look like prose but are not translated, with the reason. */
export interface LeftInEnglish {
  /** A file, or a folder with a slash at its end. */
  where: string;
  /** Only texts that match; without it, all texts. */
  text?: RegExp;
  because: string;
}

export const LEFT_IN_ENGLISH: readonly LeftInEnglish[] = [
  { where: 'src/sandbox/', because: 'the sandbox uses the words of AWS' },
  { where: 'handler/', because: 'log records are the same for every reader' },
  {
    where: 'src/baseline/schema.ts',
    because: 'the schema is a file for editors; errors translate its titles',
  },
  {
    where: 'src/core/finding/describe-code.ts',
    because: 'only formats that are the same for every reader use these texts',
  },
  { where: 'src/core/finding/finding.ts', because: 'rules of EventBridge match the types of events' },
  { where: 'src/core/exposure/notable-ports.ts', because: 'these are names of services' },
  { where: 'src/core/exposure/special-addresses.ts', because: 'these are the names in the registries' },
  { where: 'src/aws/errors.ts', text: /^aws sso login/, because: 'this is a command' },
  { where: 'src/words/', because: 'these are the catalogues' },
  { where: 'src/cli/man-page.ts', because: 'the man page is built only in English' },
  {
    where: 'src/cli/help-text.ts',
    because: 'this is the prepared help in English; commander makes the help in other languages',
  },
  { where: 'src/deploy/rights/permissions.ts', because: 'docs/permissions.md is generated from it' },
  { where: 'src/deploy/rights/operator-rights.ts', because: 'docs/permissions.md is generated from it' },
  { where: 'src/deploy/plan/desired.ts', because: 'descriptions are stored in AWS' },
  { where: 'src/deploy/plan/rule-specs.ts', because: 'descriptions are stored in AWS' },
  {
    where: 'src/deploy/stack.ts',
    text: /^Judges security groups/,
    because: 'descriptions are stored in AWS',
  },
  {
    where: 'src/trigger/canary.ts',
    text: /^(Made by )?secgroup-monitor test-trigger/,
    because: 'descriptions are stored in AWS',
  },
  { where: 'src/deploy/plan/alarms.ts', because: 'descriptions and titles are stored in AWS' },
  { where: 'src/deploy/plan/event-pattern.ts', because: 'rules of EventBridge match the types of events' },
  { where: 'src/deploy/', text: /^aws [a-z]/, because: 'users paste command lines' },
  {
    where: 'src/deploy/kinds/function.ts',
    text: /^no code to/,
    because: 'only a bug in secgroup-monitor shows it',
  },
  { where: 'src/aws/retry-strategy.ts', because: "the SDK throws AWS's own error instead" },
  { where: 'src/render/audit/html/script-lists.ts', because: 'the page gives this code its texts' },
  { where: 'src/render/audit/html/styles-lists.ts', because: 'it is a style sheet' },
  { where: 'src/render/audit/html/styles-page.ts', because: 'it is a style sheet' },
  { where: 'src/render/audit/html/script-page.ts', because: 'the page gives this code its texts' },
  { where: 'src/render/audit/asff.ts', because: 'formats for machines are always in English' },
  { where: 'src/render/audit/csv.ts', because: 'formats for machines are always in English' },
  { where: 'src/render/audit/markdown.ts', because: 'readers of any language may get the comment' },
  {
    where: 'src/history/rehearsal/proposals.ts',
    text: /: confirm or remove$/,
    because: 'users copy it to a baseline, which is the same for every reader',
  },
  { where: 'src/history/scan/scan-pool.ts', because: 'only a bug in secgroup-monitor shows it' },
  { where: 'src/follow/live-events.ts', text: /^the reader has gone$/, because: 'the user never sees it' },
  { where: 'src/render/baseline/yaml.ts', because: 'a baseline file is the same for every reader' },
  { where: 'src/render/completion-pretty.ts', because: 'this is a script for a shell' },
  { where: 'src/render/index.ts', because: 'only a bug in secgroup-monitor shows it' },
  {
    where: 'src/cli/examples.ts',
    text: /^(secgroup-monitor|aws|source) /,
    because: 'users paste command lines',
  },
  { where: 'src/cli/pipe-closed.ts', because: 'the user never sees it: the process ends silently' },
  {
    where: 'src/commands/baseline/show.ts',
    because: 'it is in the header of a YAML file, which is the same for every reader',
  },
];
