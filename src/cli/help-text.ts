/** What `--help` prints. Written by UPDATE_HELP=1 npx vitest run test/cli/help.test.ts, which holds it equal to commander's own. */
export const HELP_TEXT = `Usage: secgroup-monitor [options] [command]

Watches EC2 security groups: says within seconds when a group's ingress is no
longer what you meant, and proves that the alarm works.

Options:
  -V, --version         output the version number
  --region <region>     AWS Region; else as the AWS SDK finds it
  --profile <name>      profile of the shared AWS configuration
  --endpoint-url <url>  send all calls there, for example to the sandbox
  --stack <name>        name of the installation (default: "secgroup-monitor")
  --format <form>       pretty, json, or what the command offers
  --lang <language>     of the messages; else as the locale says (choices: "en",
                        "ja")
  --no-color            no colours (so do NO_COLOR and a pipe)
  -q, --quiet           no progress on stderr
  --verbose             show stack traces of errors
  -y, --yes             do not ask
  -h, --help            display help for command

Commands:
  install               put the monitor into an account, or bring it in line
  status|doctor         walk every hop from the trail to the log and say what is
                        broken
  redrive               send the events of the dead-letter queue to the function
                        again
  teardown              remove everything that the stack owns, and prove it
  test-trigger          make a harmless change and follow it hop by hop to its
                        finding
  logs                  show findings as they come, or those of a span of time
  sandbox               run a local AWS in the foreground, to try everything
                        without an account
  demo                  show the whole job on a local AWS, no account needed
  baseline              write, check, compare and change what the groups are
                        meant to admit
  audit                 judge all groups of accounts, Regions or files, once
  history               list who changed which group, or rehearse a baseline
                        over it
  completion            print the completion script of bash, zsh or fish
  help [command]        display help for command
`;
