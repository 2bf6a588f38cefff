/** The output of `--help`, written by UPDATE_HELP=1 npx vitest run test/cli/help.test.ts. The test compares it with commander's. */
export const HELP_TEXT = `Usage: secgroup-monitor [options] [command]

Alerts you within seconds when an EC2 security group differs from its baseline,
and tests that the alarm works.

Options:
  -V, --version         output the version number
  --region <region>     AWS Region (default: from the AWS configuration)
  --profile <name>      profile in the shared AWS config and credentials files
  --endpoint-url <url>  send all calls to this URL, for example the sandbox's
  --stack <name>        name of the installation (default: "secgroup-monitor")
  --format <format>     output format: pretty, json, or another that the command
                        supports
  --lang <language>     language of the messages (default: from the locale)
                        (choices: "en", "ja")
  --no-color            turn off colours (also off with NO_COLOR and in a pipe)
  -q, --quiet           don't show progress on stderr
  --verbose             show stack traces of errors
  -y, --yes             skip confirmation prompts
  -h, --help            display help for command

Commands:
  install               install or update the monitor in an account
  status|doctor         check every hop from the trail to the log group, and
                        show how to fix a broken one
  redrive               send the events in the dead-letter queue to the function
                        again
  teardown              remove everything that the stack owns, and check that
                        nothing is left
  test-trigger          test the alarm: make a harmless change and follow it to
                        its finding
  logs                  show findings as they arrive, or those of a period
  sandbox               run a local AWS in the foreground, to try everything
                        without an account
  demo                  show install, test, alarm and teardown on a local AWS;
                        no account needed
  baseline              create, check, compare and update baselines (what each
                        group may admit)
  audit                 judge all groups of accounts, Regions or files once
  history               list who changed which group, or rehearse a baseline on
                        past changes
  completion            print the completion script for bash, zsh or fish
  help [command]        display help for command
`;
