/** What looks like words for people and is not said in their language, with the reason. */
export interface LeftInEnglish {
  /** A file, or a folder with a slash at its end. */
  where: string;
  /** Only texts that match; without it, all of them. */
  text?: RegExp;
  because: string;
}

export const LEFT_IN_ENGLISH: readonly LeftInEnglish[] = [
  { where: 'src/sandbox/', because: 'it answers as AWS does' },
  { where: 'handler/', because: 'it writes records, which are the same for every reader' },
  { where: 'src/baseline/schema.ts', because: 'it is a file for editors; errors say its titles' },
  {
    where: 'src/core/finding/describe-code.ts',
    because: 'only forms that are the same for every reader show it',
  },
  { where: 'src/core/finding/finding.ts', because: 'rules of EventBridge match the types of events' },
  { where: 'src/core/exposure/notable-ports.ts', because: 'they are names of services' },
  { where: 'src/core/exposure/special-addresses.ts', because: 'they are the names in the registries' },
  { where: 'src/words/', because: 'they are the catalogues' },
  { where: 'src/cli/man-page.ts', because: 'the man page is built once, in English' },
  {
    where: 'src/cli/help-text.ts',
    because: 'it is the quick answer in English; other languages are asked of commander',
  },
  { where: 'src/deploy/rights/permissions.ts', because: 'docs/permissions.md is made from it' },
  { where: 'src/deploy/rights/operator-rights.ts', because: 'docs/permissions.md is made from it' },
  { where: 'src/deploy/plan/desired.ts', because: 'descriptions are stored in AWS' },
  { where: 'src/deploy/plan/rule-specs.ts', because: 'descriptions are stored in AWS' },
  {
    where: 'src/trigger/canary.ts',
    text: /^(Made by )?secgroup-monitor test-trigger/,
    because: 'descriptions are stored in AWS',
  },
  { where: 'src/deploy/plan/event-pattern.ts', because: 'rules of EventBridge match the types of events' },
  { where: 'src/deploy/', text: /^aws [a-z]/, because: 'a command line is typed as it stands' },
  { where: 'src/deploy/kinds/function.ts', text: /^no code to/, because: 'it would be a bug of ours' },
  { where: 'src/aws/retry-strategy.ts', because: "the SDK throws AWS's own error instead" },
  { where: 'src/render/audit/html/', because: 'a report is passed on to readers of any language' },
  { where: 'src/render/audit/asff.ts', because: 'a form that machines read is always in English' },
  { where: 'src/render/audit/csv.ts', because: 'a form that machines read is always in English' },
  { where: 'src/render/audit/sarif.ts', because: 'a form that machines read is always in English' },
  {
    where: 'src/history/rehearsal/proposals.ts',
    text: /: confirm or remove$/,
    because: 'it stands in the baseline that it is copied to',
  },
  { where: 'src/history/scan/scan-pool.ts', because: 'only a failure of our own shows it' },
  { where: 'src/follow/live-events.ts', text: /^the reader has gone$/, because: 'nobody sees it' },
  { where: 'src/render/baseline/yaml.ts', because: 'a baseline file is the same for every reader' },
  { where: 'src/render/completion-pretty.ts', because: 'it is a script for a shell' },
  { where: 'src/render/index.ts', because: 'it would be a bug of ours' },
  {
    where: 'src/cli/examples.ts',
    text: /^(secgroup-monitor|aws|source) /,
    because: 'a command line is typed as it stands',
  },
  { where: 'src/cli/pipe-closed.ts', because: 'nobody sees it: the process ends quietly' },
  {
    where: 'src/commands/baseline/show.ts',
    because: 'it stands in the head of a YAML file, which is the same for every reader',
  },
];
