import type { Permissions } from './rules/unused-permissions.ts';

interface Part extends Permissions {
  because: string;
}

/** What each part may import, and why no more. A copy of the table in test/architecture.test.ts until that reads this one. */
export const PARTS: Record<string, Part> = {
  'src/core': {
    parts: [],
    packages: ['package.json'],
    because: 'the core is pure, so that it runs in the handler, in the library and in any test alike',
  },
  'src/aws': {
    parts: ['src/core'],
    types: ['src/commands'],
    packages: ['@aws-sdk/', '@smithy/', 'node:'],
    because: 'it is the one place that knows the SDK, so that errors and retries are mapped once',
  },
  'src/baseline': {
    parts: ['src/core'],
    packages: ['yaml', 'ajv'],
    because: 'a baseline file is compiled before anything else sees it; the handler needs no YAML',
  },
  'src/deploy': {
    parts: ['src/core'],
    types: ['src/aws'],
    packages: ['archiver', 'fflate', 'node:'],
    because: 'the engine works on plans and gateways, and must not know how a command is typed',
  },
  'src/history': {
    parts: ['src/core'],
    types: ['src/aws', 'src/commands'],
    packages: ['yaml', 'node:'],
    because: 'sources of records feed the core and know no command',
  },
  'src/audit': {
    parts: ['src/core'],
    types: ['src/aws', 'src/commands'],
    packages: ['node:'],
    because: 'the audit engine feeds the core and knows no command',
  },
  'src/follow': {
    parts: ['src/core'],
    types: ['src/aws', 'src/commands'],
    packages: ['node:'],
    because: 'following a log is an engine of its own and knows no command',
  },
  'src/trigger': {
    parts: ['src/core', 'src/follow', 'src/deploy'],
    types: ['src/aws', 'src/commands'],
    packages: ['node:'],
    because: 'following one change is an engine of its own and knows no command',
  },
  'src/commands': {
    parts: [
      'src/core',
      'src/deploy',
      'src/history',
      'src/baseline',
      'src/audit',
      'src/follow',
      'src/trigger',
      'src/sandbox',
    ],
    types: ['src/aws'],
    packages: ['commander', 'node:'],
    because: 'a command returns a report: printing, colours and clients are the command line’s business',
  },
  'src/render': {
    parts: ['src/core'],
    types: ['src/commands', 'src/history', 'src/follow', 'src/trigger'],
    packages: ['string-width', 'yaml'],
    because: 'a renderer is a pure function from report to text',
  },
  'src/sandbox': {
    parts: [],
    packages: ['@aws-sdk/', '@smithy/', 'fflate', 'node:'],
    because: 'the sandbox stands for AWS: sharing code with the product would share its misunderstandings',
  },
  'src/words': {
    parts: [],
    types: ['src/core'],
    packages: [],
    because: 'a catalogue is a table, loaded for those alone who read its language',
  },
  'src/cli': {
    parts: ['src/core', 'src/words', 'src/aws', 'src/commands', 'src/render'],
    packages: ['commander', 'chalk', 'ora', 'string-width', 'node:'],
    because: 'it composes the parts and is the only one that touches the process',
  },
  handler: {
    parts: ['src/core', 'src/aws'],
    packages: ['node:', '@smithy/types'],
    because: 'everything else would weigh on the cold start',
  },
};
