import type { Permissions } from './rules/unused-permissions.ts';

interface Part extends Permissions {
  because: string;
}

/**
 * The arrows of docs/architecture.md: what each part may import, and why no more. From the bottom to the top: no part
 * imports one that stands after it, not even its types.
 */
export const PARTS: Record<string, Part> = {
  'src/core': {
    parts: [],
    packages: ['package.json'],
    because: 'the core is pure, so that it runs in the handler, in the library and in any test alike',
  },
  'src/reports': {
    parts: [],
    types: ['src/core'],
    packages: [],
    because: 'a report is data: who makes it and who renders it know its type, and not each other',
  },
  'src/aws': {
    parts: ['src/core'],
    packages: ['@aws-sdk/', '@smithy/', 'node:'],
    because: 'it is the one place that knows the SDK, so that errors and retries are mapped once',
  },
  'src/host': {
    parts: [],
    types: ['src/core', 'src/reports', 'src/aws'],
    packages: [],
    because: 'it names what engines may use of the process, and is above nothing but the core',
  },
  'src/baseline': {
    parts: ['src/core'],
    packages: ['yaml', 'ajv'],
    because: 'a baseline file is compiled before anything else sees it; the handler needs no YAML',
  },
  'src/scopes': {
    parts: ['src/core'],
    types: ['src/aws', 'src/host', 'src/reports'],
    packages: [],
    because: 'which accounts and Regions are worked on is the same question for every command',
  },
  'src/deploy': {
    parts: ['src/core'],
    types: ['src/aws', 'src/host', 'src/reports'],
    packages: ['archiver', 'fflate', 'node:'],
    because: 'the engine works on plans and gateways, and must not know how a command is typed',
  },
  'src/history': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host'],
    packages: ['yaml', 'node:'],
    because: 'sources of records feed the core and know no command',
  },
  'src/audit': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host', 'src/scopes'],
    packages: ['node:'],
    because: 'the audit engine feeds the core and knows no command',
  },
  'src/follow': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host'],
    packages: ['node:'],
    because: 'following a log is an engine of its own and knows no command',
  },
  'src/trigger': {
    parts: ['src/core', 'src/reports', 'src/follow', 'src/deploy'],
    types: ['src/aws', 'src/host'],
    packages: ['node:'],
    because: 'following one change is an engine of its own and knows no command',
  },
  'src/sandbox': {
    parts: [],
    packages: ['@aws-sdk/', '@smithy/', 'fflate', 'node:'],
    because: 'the sandbox stands for AWS: sharing code with the product would share its misunderstandings',
  },
  'src/commands': {
    parts: [
      'src/core',
      'src/reports',
      'src/deploy',
      'src/scopes',
      'src/history',
      'src/baseline',
      'src/audit',
      'src/follow',
      'src/trigger',
      'src/sandbox',
    ],
    types: ['src/aws', 'src/host'],
    packages: ['commander'],
    because: 'a command returns a report: printing, colours and clients are the command line’s business',
  },
  'src/render': {
    parts: ['src/core'],
    types: ['src/reports', 'src/history'],
    packages: ['string-width', 'yaml'],
    because: 'a renderer is a pure function from report to text',
  },
  'src/words': {
    parts: [],
    types: ['src/core'],
    packages: [],
    because: 'a catalogue is a table, loaded for those alone who read its language',
  },
  'src/cli': {
    parts: ['src/core', 'src/words', 'src/aws', 'src/commands', 'src/render'],
    types: ['src/host'],
    packages: ['commander', 'chalk', 'ora', 'node:'],
    because: 'it composes the parts and is the only one that touches the process',
  },
  handler: {
    parts: ['src/core', 'src/aws'],
    packages: ['node:', '@smithy/types'],
    because: 'everything else would weigh on the cold start',
  },
};

/** The rooms of the core, from the bottom to the top. What lies beside them is below them all, but for how texts are said. */
export const CORE_ROOMS = ['words', 'exposure', 'ec2', 'record', 'baseline', 'finding', 'judge'];
