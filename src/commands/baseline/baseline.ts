import type { Command } from 'commander';
import { say } from '../../core/words/say.ts';
import { type AuditPlaceFlags, parsePlace } from '../audit/places.ts';
import type { Shell } from '../shell.ts';
import { acceptGroup } from './accept.ts';
import { captureBaseline } from './capture.ts';
import { checkBaseline } from './check.ts';
import { diffBaseline } from './diff.ts';
import { printSchema, showBaseline } from './show.ts';

/** The work of the subcommands. Tests replace it. */
const RUNS = { captureBaseline, checkBaseline, diffBaseline, showBaseline, acceptGroup, printSchema };

export function register(program: Command, shell: Shell, runs = RUNS): void {
  const baseline = shell.command(program, 'baseline');
  const places = (command: Command) =>
    command
      .option('--from <file...>', say`read the output of \`aws ec2 describe-security-groups\`; - is stdin`)
      .option('--regions <list>', say`Regions to read, separated by commas, or all`);

  places(baseline.command('capture'))
    .description(say`write a baseline file with what the groups admit now`)
    .option('--out <file>', say`write the baseline to this file`)
    .action(
      shell.action<AuditPlaceFlags & { out?: string }>((flags, common) =>
        runs.captureBaseline({ common, place: parsePlace(flags), out: flags.out }, shell.ctx),
      ),
    );
  baseline
    .command('check')
    .description(say`check a baseline file, and show the position of each mistake`)
    .argument('[file]', say`baseline file (YAML or JSON); - is stdin (default: -)`)
    .action(shell.action((_flags, _common, file) => runs.checkBaseline(file ?? '-', shell.ctx)));
  places(baseline.command('diff'))
    .description(say`compare the groups with a baseline (default: the installed one)`)
    .argument('[file]', say`baseline file; - is stdin`)
    .action(
      shell.action<AuditPlaceFlags>((flags, common, file) =>
        runs.diffBaseline({ common, place: parsePlace(flags), file }, shell.ctx),
      ),
    );
  baseline
    .command('show')
    .description(say`print the installed baseline`)
    .action(shell.action((_flags, common) => runs.showBaseline(common, shell.ctx)));
  baseline
    .command('accept')
    .description(say`update the installed baseline to what a group admits now`)
    .argument('<group>', say`id or name of the group`)
    .action(shell.action((_flags, common, group) => runs.acceptGroup({ common, group: group! }, shell.ctx)));
  baseline
    .command('schema')
    .description(say`print the JSON Schema of baseline files, for editors`)
    .action(shell.action(() => runs.printSchema()));
}
