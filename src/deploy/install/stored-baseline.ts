import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { AppError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { readNewestCopy } from '../kinds/baseline-copy.ts';
import { functionOwnership, readFunction } from '../kinds/function.ts';
import { canonicalJson } from '../kinds/kind.ts';
import { installedDigest } from '../plan/installed-digest.ts';
import type { Resource } from '../plan/resource.ts';
import { type UnpackedFunction, unpackFunction } from './function-zip.ts';
import { type InstallSettings, parseInstallSettings } from './install-settings.ts';

const SCHEMA = 'secgroup-monitor/baseline-copy/1';

/** What an install stores: in the function, and in a copy that survives it. */
export interface StoredBaseline {
  baseline: CompiledBaseline;
  install: InstallSettings;
  /** The version of secgroup-monitor that installed it. */
  version?: string | undefined;
}

/** What a copy has in addition. */
interface InstalledRecord {
  /** The resources as they were planned, so that another version can check them. Data that somebody else can write. */
  resources: unknown;
}

/** A copy, and when it was written. */
export interface CopiedBaseline extends StoredBaseline, Partial<InstalledRecord> {
  writtenAt: string;
}

export function storedText(stored: Required<StoredBaseline> & { resources: readonly Resource[] }): string {
  return canonicalJson({ schema: SCHEMA, ...stored });
}

/**
 * The newest copy of the baseline; undefined if there is none. With `digests`, the newest copy that has one of them:
 * others are not from an install. @throws AppError kind deploy if the newest one is damaged.
 */
export async function readCopiedBaseline(
  host: Pick<DeployHost, 'aws' | 'names' | 'shared'>,
  digests: readonly string[] = [],
): Promise<CopiedBaseline | undefined> {
  const isOurs = (text: string) => digests.includes(digestOfCopy(text) ?? '');
  const copy = await readNewestCopy(host, digests.length === 0 ? undefined : isOurs);
  if (copy === undefined) return undefined;
  const stored: Partial<StoredBaseline & InstalledRecord> & { schema?: unknown } = JSON.parse(copy.text);
  const { schema, baseline, install, version, resources } = stored;
  if (schema !== SCHEMA || baseline === undefined) {
    throw new AppError({
      kind: 'deploy',
      code: 'unknown-baseline-copy',
      message: say`The copy of the baseline in log group ${host.names.baselineGroup} is from a version of secgroup-monitor that this version does not support.`,
      hint: say`Update secgroup-monitor, or use --baseline with your own file.`,
    });
  }
  return { baseline, install: parseInstallSettings(install), version, resources, writtenAt: copy.writtenAt };
}

/** Reads the data in the installed function's zip; undefined if the stack has no function. */
export async function readInstalled(
  host: DeployHost,
  mayBeUnreadable: boolean,
): Promise<UnpackedFunction | undefined> {
  const found = await readFunction(host);
  const url = found?.Code?.Location;
  if (found === undefined || url === undefined) return undefined;
  const { ours, lost } = functionOwnership(found, host);
  if (!ours && lost === undefined) return undefined;
  try {
    return unpackFunction(await host.aws.download(url, host.signal));
  } catch (error) {
    if (mayBeUnreadable && error instanceof AppError && error.kind === 'deploy') return undefined;
    throw error;
  }
}

/** Undefined if the text has no baseline and options. */
function digestOfCopy(text: string): string | undefined {
  const { baseline, install }: Partial<StoredBaseline> = JSON.parse(text);
  if (baseline === undefined || install === undefined) return undefined;
  return installedDigest(canonicalJson(baseline), canonicalJson(install));
}
