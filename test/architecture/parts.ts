import type { Permissions } from './rules/unused-permissions.ts';

interface Part extends Permissions {
  because: string;
}

/**
 * The arrows of docs/architecture.md: what each part may import, and why no more. In order from bottom to
 * top: no part imports a later one, not even its types.
 */
export const PARTS: Record<string, Part> = {
  'src/core': {
    parts: [],
    packages: ['package.json'],
    because: 'the core is pure, so that it runs in the handler, in the library and in every test',
  },
  'src/reports': {
    parts: ['src/core'],
    packages: [],
    because: 'a report is data: its producer and its renderer share only its type',
  },
  'src/aws': {
    parts: ['src/core'],
    packages: ['@aws-sdk/', '@smithy/', 'node:'],
    because: 'it is the only part that uses the SDK, so that errors and retries are mapped once',
  },
  'src/host': {
    parts: [],
    types: ['src/core', 'src/reports', 'src/aws'],
    packages: [],
    because: 'it declares what engines may use of the process, and depends only on types',
  },
  'src/baseline': {
    parts: ['src/core'],
    packages: ['yaml', 'ajv'],
    because: 'a baseline file is compiled before any other part sees it; the handler needs no YAML',
  },
  'src/scopes': {
    parts: ['src/core'],
    types: ['src/aws', 'src/host', 'src/reports'],
    packages: [],
    because: 'every command selects accounts and Regions in the same way',
  },
  'src/deploy': {
    parts: ['src/core'],
    types: ['src/aws', 'src/host', 'src/reports'],
    packages: ['archiver', 'fflate', 'node:'],
    because: 'the engine works on plans and gateways, and must not depend on the command line',
  },
  'src/history': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host'],
    packages: ['yaml', 'node:'],
    because: 'sources of records feed the core and do not depend on commands',
  },
  'src/audit': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host', 'src/scopes'],
    packages: ['node:', 'yaml'],
    because: 'the audit engine feeds the core and does not depend on commands',
  },
  'src/follow': {
    parts: ['src/core', 'src/reports'],
    types: ['src/aws', 'src/host'],
    packages: ['node:'],
    because: 'following a log is a separate engine and does not depend on commands',
  },
  'src/trigger': {
    parts: ['src/core', 'src/reports', 'src/follow', 'src/deploy'],
    types: ['src/aws', 'src/host'],
    packages: ['node:'],
    because: 'following one change is a separate engine and does not depend on commands',
  },
  'src/sandbox': {
    parts: [],
    packages: ['@aws-sdk/', '@smithy/', 'fflate', 'node:'],
    because: 'the sandbox replaces AWS: code shared with the product would share its mistakes',
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
    because: 'a command returns a report: the command line handles printing, colours and clients',
  },
  'src/render': {
    parts: ['src/core', 'src/reports'],
    packages: ['string-width', 'yaml'],
    because: 'a renderer is a pure function from report to text',
  },
  'src/words': {
    parts: [],
    types: ['src/core'],
    packages: [],
    because: 'a catalogue is a table, loaded only for readers of its language',
  },
  'src/cli': {
    parts: ['src/core', 'src/words', 'src/aws', 'src/commands', 'src/render'],
    types: ['src/host'],
    packages: ['commander', 'chalk', 'ora', 'node:'],
    because: 'it composes the parts and is the only one that uses the process',
  },
  handler: {
    parts: ['src/core', 'src/aws'],
    packages: ['node:', '@smithy/types'],
    because: 'any other import would slow down the cold start',
  },
};

/**
 * The folders of the core, from bottom to top. All of them can import the files next to them, which import
 * only `words`.
 */
export const CORE_ROOMS = ['words', 'exposure', 'ec2', 'record', 'baseline', 'finding', 'judge'];
