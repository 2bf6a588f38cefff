import { usageError } from '../../core/errors.ts';
import { isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { Context } from '../../host/context.ts';

/** The progress in one account and Region. */
export interface LookupCheckpoint {
  /** Event names that were read completely. */
  done: string[];
  /** The name that is being read, and the time of its oldest record so far (epoch milliseconds). */
  current?: { name: string; until: number } | undefined;
  /** CloudTrail's records as JSON text. */
  records: string[];
  save(): Promise<void>;
}

/** The checkpoints of one run, by scope (`account/region`). */
export interface LookupCheckpoints {
  since: number;
  until: number;
  of(scope: string): LookupCheckpoint;
}

interface CheckpointFile {
  schema: typeof SCHEMA;
  since: number;
  until: number;
  scopes: Record<string, Omit<LookupCheckpoint, 'save'>>;
}

const SCHEMA = 'secgroup-monitor/history-resume/1';

/** Opens the checkpoints. Without a file, nothing is saved. An existing file sets the period of the interrupted run. */
export async function openCheckpoints(
  path: string | undefined,
  window: { since: number; until: number },
  files: Context['files'],
): Promise<LookupCheckpoints> {
  const file = (path === undefined ? undefined : await readFile(path, files)) ?? {
    schema: SCHEMA,
    ...window,
    scopes: {},
  };
  return {
    since: file.since,
    until: file.until,
    of(scope) {
      const kept = file.scopes[scope] ?? { done: [], records: [] };
      file.scopes[scope] = kept;
      return Object.assign(kept, {
        save: async () => {
          if (path !== undefined) await files.write(path, JSON.stringify(file));
        },
      });
    },
  };
}

async function readFile(path: string, files: Context['files']): Promise<CheckpointFile | undefined> {
  let text: string;
  try {
    text = new TextDecoder().decode(await files.read(path));
  } catch (error) {
    // The first run creates the file.
    if (((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isCheckpointFile(value)) return value;
  } catch {
    throw notAResumeFile(path);
  }
  throw notAResumeFile(path);
}

function isCheckpointFile(value: unknown): value is CheckpointFile {
  return (
    isDict(value) &&
    value.schema === SCHEMA &&
    typeof value.since === 'number' &&
    typeof value.until === 'number' &&
    isDict(value.scopes)
  );
}

function notAResumeFile(path: string) {
  return usageError(
    'not-a-resume-file',
    say`${path} is not a progress file of \`history --resume\`.`,
    say`Use a new file name with --resume; the command creates the file.`,
  );
}
