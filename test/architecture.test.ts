import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The arrows of docs/architecture.md, executable, and held equal to its table. Each part says what it may import and why no more. */
interface Part {
  /** Other parts that it may import at run time. */
  parts: string[];
  /** Parts of which it may import types alone. */
  types?: string[];
  /** npm packages and node: modules, as prefixes. */
  packages: string[];
  because: string;
}

const PARTS: Record<string, Part> = {
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

const root = fileURLToPath(new URL('..', import.meta.url));
const IMPORT = /^\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm;

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) =>
      posix.normalize(relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
    );
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, , type, from, dynamic]) => {
    const specifier = (from ?? dynamic)!;
    const target = specifier.startsWith('.')
      ? posix.normalize(posix.join(dirname(file), specifier))
      : specifier;
    return { file, target, typeOnly: type !== undefined };
  });
}

const partOf = (path: string): string | undefined =>
  Object.keys(PARTS).find((part) => path.startsWith(`${part}/`));

/** What docs/architecture.md says of each part: `core, aws; types of commands`. */
function arrowsInDocs(): Record<string, string> {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const rows = page.matchAll(/^\| `((?:src\/)?\w+)` \| ([\w, ;]+) \|/gm);
  return Object.fromEntries([...rows].map(([, part, arrows]) => [part!, arrows!]));
}

function arrowsOf({ parts, types = [] }: Part): string {
  const names = (list: string[]) => list.map((name) => name.replace('src/', '')).join(', ');
  const run = parts.length === 0 ? 'nothing' : names(parts);
  return types.length === 0 ? run : `${run}; types of ${names(types)}`;
}

describe('architecture', () => {
  const files = ['src', 'handler'].flatMap(sources);

  it('has no folder without a rule', () => {
    const loose = files.filter((file) => partOf(file) === undefined && file !== 'src/index.ts');
    expect(loose, 'give the new folder its arrows in PARTS').toEqual([]);
  });

  for (const [name, part] of Object.entries(PARTS)) {
    it(`${name}: ${part.because}`, () => {
      const wrong = files
        .filter((file) => partOf(file) === name)
        .flatMap(importsOf)
        .filter(({ target, typeOnly }) => {
          const other = partOf(target);
          if (other === name) return false;
          if (other !== undefined)
            return !(part.parts.includes(other) || (typeOnly && part.types?.includes(other)));
          return !part.packages.some((allowed) => target.startsWith(allowed));
        })
        .map(({ file, target }) => `${file} imports ${target}`);
      expect(wrong).toEqual([]);
    });
  }

  it('has no circle of imports in the handler, types included: its parts share handler/host.ts', () => {
    const within = new Map(
      files
        .filter((file) => partOf(file) === 'handler')
        .map((file) => [file, importsOf(file).map(({ target }) => target)]),
    );
    const reached = (from: string, seen = new Set<string>()): Set<string> => {
      for (const target of within.get(from) ?? []) if (!seen.has(target)) reached(target, seen.add(target));
      return seen;
    };
    expect([...within.keys()].filter((file) => reached(file).has(file))).toEqual([]);
  });

  it('is what docs/architecture.md says', () => {
    const arrows = Object.entries(PARTS).map(([name, part]) => [name, arrowsOf(part)]);
    expect(arrowsInDocs()).toEqual(Object.fromEntries(arrows));
  });

  it('keeps process, chalk and ora in the command line', () => {
    const outside = files.filter((file) => !/^(src\/cli|src\/sandbox|src\/aws|handler)\//.test(file));
    const users = outside.filter((file) =>
      /\bprocess\.(env|stdout|stderr|stdin|exit|on)\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(users, 'take what you need from the Context').toEqual([]);
  });
});
