/**
 * Prints the man page. The build runs it (build.mjs), so that the page, `--help` and the completions have the
 * same texts. Macros: man(7).
 */

import type { Command } from 'commander';
import { VERSION } from '../core/version.ts';
import { COMMANDS } from './commands.ts';
import { processContext } from './context.ts';
import { EXAMPLES } from './examples.ts';
import { createShell } from './shell.ts';

const EXITS: readonly [number, string][] = [
  [0, 'Success; no finding at or above the threshold.'],
  [1, 'A negative result: findings, a broken hop, or an alarm that did not arrive.'],
  [2, 'Wrong options, configuration or baseline file.'],
  [3, 'AWS could not be reached, or failed.'],
  [4, 'Credentials are missing or not sufficient; the message names the missing action.'],
  [5, 'A deployment failed; the message lists what was undone and what remains.'],
  [70, 'A bug in secgroup-monitor.'],
  [130, 'Interrupted, after undoing what had to be undone.'],
];

const VARIABLES: readonly [string, string][] = [
  ['AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, …', 'The same as for the AWS CLI and the AWS SDKs.'],
  ['AWS_CA_BUNDLE', 'PEM file with the certificates to trust. No others are trusted.'],
  [
    'HTTPS_PROXY, NO_PROXY',
    'Proxy for the calls to AWS, and the hosts, domains and host:port that bypass it, separated by commas.',
  ],
  ['NO_COLOR, FORCE_COLOR', 'Turn colours off, or on, for any kind of output.'],
  [
    'LC_ALL, LC_MESSAGES, LANG',
    'Language of the messages: Japanese for ja and ja_JP in UTF-8, otherwise English.',
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
      `secgroup-monitor \\- ${text('alert when EC2 security groups differ from their baseline')}`,
    ),
    section('SYNOPSIS', '.B secgroup-monitor\n.I command\n.RI [ options ]'),
    section('DESCRIPTION', text(program.description())),
    section('OPTIONS', text('Every command accepts these options.'), ...optionsOf(program)),
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

/** Escapes text for roff: hyphens, backslashes and quotes are literal, and no line begins with a control character. */
function text(plain: string): string {
  const escaped = plain
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/"/g, '\\(dq')
    .replace(/…/g, '...');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

process.stdout.write(await manPage());
