/** Commander's own texts in the current language. Loaded only for help and usage errors. */

import type { CommanderError, HelpConfiguration } from 'commander';
import { type AppError, usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import { widthOf, wrap } from '../render/cells.ts';

const TITLES: Readonly<Record<string, () => string>> = {
  'Usage:': () => say`Usage:`,
  'Arguments:': () => say`Arguments:`,
  'Options:': () => say`Options:`,
  'Global Options:': () => say`Global Options:`,
  'Commands:': () => say`Commands:`,
};

/** Help for a language with letters of two cells and no spaces between words. */
export const HELP_IN_WORDS: HelpConfiguration = {
  styleTitle: (title) => TITLES[title]?.() ?? title,
  styleUsage: usageText,
  styleSubcommandTerm: usageText,
  optionDescription({ description, argChoices, required, optional, defaultValue }) {
    const notes = [];
    const list = argChoices?.map((choice) => JSON.stringify(choice)).join(', ');
    if (list !== undefined) notes.push(say`choices: ${list}`);
    if (defaultValue !== undefined && (required || optional))
      notes.push(say`default: ${JSON.stringify(defaultValue)}`);
    return notes.length === 0 ? description : `${description} (${notes.join(', ')})`;
  },
  displayWidth: widthOf,
  boxWrap: (text, width) => wrap(text, width).join('\n'),
};

function usageText(usage: string): string {
  return usage.replace('[options]', say`[options]`).replace(/\[command\]$/, say`[command]`);
}

/** Turns commander's messages into ours; `meant` is commander's suggestion, or empty. */
const COMPLAINTS: readonly [RegExp, (...found: string[]) => string][] = [
  [/^unknown option '(.*?)'(?: \(Did you mean (?:one of )?(.*)\?\))?$/s, unknownOption],
  [/^unknown command '(.*?)'(?: \(Did you mean (?:one of )?(.*)\?\))?$/s, unknownCommand],
  [/^missing required argument '(.*)'$/, (name) => say`Missing required argument '${name}'.`],
  [/^option '(.*)' argument missing$/, (flags) => say`Option '${flags}' needs a value.`],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s,
    (flags, value, choices) => say`Option '${flags}' does not accept '${value}'. Use one of ${choices}.`,
  ],
  [/^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/, tooMany],
];

function unknownOption(flag: string, meant?: string): string {
  return say`Unknown option '${flag}'${suggestion(meant)}.`;
}

function unknownCommand(word: string, meant?: string): string {
  return say`Unknown command '${word}'${suggestion(meant)}.`;
}

function suggestion(meant: string | undefined): string {
  if (meant === undefined) return '';
  return meant.includes(', ') ? say` (Did you mean one of ${meant}?)` : say` (Did you mean ${meant}?)`;
}

function tooMany(command: string, expected: string, got: string): string {
  return expected === '1'
    ? say`Too many arguments for '${command}': it accepts 1, but got ${got}.`
    : say`Too many arguments for '${command}': it accepts ${expected}, but got ${got}.`;
}

/** Turns a CommanderError into a usage error. */
export function complaintOf({ code, message }: CommanderError): AppError {
  const plain = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return usageError(
    code.replace(/^commander\./, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
    inWords(plain) ?? `${plain[0]?.toUpperCase() ?? ''}${plain.slice(1).replace(/\.?$/, '.')}`,
    say`To see the options, run "secgroup-monitor --help" or "secgroup-monitor help COMMAND".`,
  );
}

function inWords(complaint: string): string | undefined {
  for (const [form, words] of COMPLAINTS) {
    const found = form.exec(complaint);
    if (found) return words(...found.slice(1));
  }
  return undefined;
}
