/**
 * Prints the man page. The build runs it (build.mjs), so that the page, `--help` and the completions are made
 * from the same words. Macros: man(7).
 */

import type { Command } from 'commander';
import { VERSION } from '../core/version.ts';
import { COMMANDS } from './commands.ts';
import { processContext } from './context.ts';
import { EXAMPLES } from './examples.ts';
import { createShell } from './shell.ts';

const EXITS: readonly [number, string][] = [
  [0, 'Done; or nothing was found at or above the threshold.'],
  [1, 'A verdict: findings, a broken hop, or an alarm that did not come.'],
  [2, 'Wrong flags, configuration or baseline file.'],
  [3, 'AWS could not be reached or failed.'],
  [4, 'No credentials, or they do not allow it; the missing action is named.'],
  [5, 'A deployment failed; what was undone and what remains is said.'],
  [70, 'A bug of secgroup-monitor.'],
  [130, 'Interrupted; what had to be undone is undone.'],
];

const VARIABLES: readonly [string, string][] = [
  ['AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …', 'As for the AWS CLI and the AWS SDKs.'],
  ['AWS_CA_BUNDLE', 'File of the certificates to trust, and no others.'],
  [
    'HTTPS_PROXY, NO_PROXY',
    'The way to AWS. Hosts, domains and host:port, separated by commas, go around it.',
  ],
  ['NO_COLOR, FORCE_COLOR', 'Without, or with, colours whatever the terminal.'],
  [
    'LC_ALL, LC_MESSAGES, LANG',
    'The language of the messages: Japanese for ja and ja_JP in UTF-8, else English.',
  ],
];

async function manPage(): Promise<string> {
  const { context, close } = processContext();
  const program = await createShell(context).wholeProgram();
  close();
  const version = `secgroup-monitor ${VERSION}`;
  return [
    `.TH SECGROUP-MONITOR 1 "" "${version}" "User Commands"`,
    section(
      'NAME',
      `secgroup-monitor \\- ${text('watch EC2 security groups, and prove that the alarm works')}`,
    ),
    section('SYNOPSIS', '.B secgroup-monitor\n.I command\n.RI [ options ]'),
    section('DESCRIPTION', text(program.description())),
    section('OPTIONS', text('Every command takes these.'), ...optionsOf(program)),
    section('COMMANDS', ...COMMANDS.flatMap(({ word }) => describe(commandOf(program, word), word))),
    section('EXIT STATUS', ...EXITS.map(([code, says]) => entry(String(code), says))),
    section('ENVIRONMENT', ...VARIABLES.map(([name, says]) => entry(name, says))),
    section('SEE ALSO', '.BR aws (1),\n.BR jq (1)'),
    '',
  ].join('\n');
}

function commandOf(program: Command, word: string): Command {
  return program.commands.find((command) => command.name() === word)!;
}

function describe(command: Command, path: string): string[] {
  const operands = command.registeredArguments.map((a) => (a.required ? `<${a.name()}>` : `[${a.name()}]`));
  const examples = EXAMPLES[path] ?? [];
  return [
    `.SS "${[path, ...operands].map(text).join(' ')}"`,
    text(`${command.description()}${command.alias() ? ` (also: ${command.alias()})` : ''}`),
    ...command.registeredArguments.filter((a) => a.description).map((a) => entry(a.name(), a.description)),
    ...optionsOf(command),
    ...examples.flatMap(({ line, says }) => [
      '.PP',
      text(`Example: ${says()}`),
      '.RS',
      '.EX',
      text(line),
      '.EE',
      '.RE',
    ]),
    ...command.commands.flatMap((child) => describe(child, `${path} ${child.name()}`)),
  ];
}

function optionsOf(command: Command): string[] {
  return command.options
    .filter((option) => !option.hidden)
    .map(({ flags, description, defaultValue }) => {
      const preset =
        typeof defaultValue === 'string' && !description.includes('(default') ? defaultValue : '';
      return entry(flags, preset === '' ? description : `${description} (default: ${preset})`);
    });
}

function section(title: string, ...rows: string[]): string {
  return [`.SH ${title}`, ...rows].join('\n');
}

function entry(term: string, says: string): string {
  return `.TP\n.B ${text(term)}\n${text(says)}`;
}

/** Text for roff: no row may begin with a control character, and hyphens and backslashes are meant as such. */
function text(plain: string): string {
  const escaped = plain
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/"/g, '\\(dq')
    .replace(/…/g, '...');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

process.stdout.write(await manPage());
