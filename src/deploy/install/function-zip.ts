import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ZipArchive } from 'archiver';
import { unzipSync } from 'fflate';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { AppError } from '../../core/errors.ts';
import type { HandlerSettings } from '../../core/settings.ts';
import { say } from '../../core/words/say.ts';
import { canonicalJson } from '../kinds/kind.ts';
import { installedDigest } from '../plan/installed-digest.ts';
import { type InstallSettings, parseInstallSettings } from './install-settings.ts';

export interface FunctionZip {
  bytes: Uint8Array;
  /** SHA-256 of the bytes in Base64, as Lambda returns it. */
  codeSha256: string;
}

/** The handler's bundle: the name and content of each file. Lambda's entry point is `index.mjs`. */
export type HandlerCode = ReadonlyMap<string, Uint8Array>;

/** The data in an installed function's zip, in addition to its code. */
export interface InstalledParts {
  baseline: CompiledBaseline;
  settings: HandlerSettings;
  install: InstallSettings;
}

/** What is read from an installed function. */
export interface UnpackedFunction extends InstalledParts {
  /** Names its baseline and options; see installedDigest(). */
  digest: string;
}

const BASELINE = 'baseline.json';
const SETTINGS = 'settings.json';
const INSTALL = 'install.json';

/** Lambda's limit for a direct upload. */
const MAX_BYTES = 50 * 1024 * 1024;
const FIXED_TIME = new Date('2020-01-01T00:00:00Z');

/**
 * Packs the handler. The same parts give the same bytes on every machine and Node version, so the hash shows
 * whether anything changed. Therefore times and order are fixed, and nothing is compressed (zlib's output differs
 * between versions).
 *
 * @throws AppError kind usage, code `baseline-too-large`, if the zip is larger than Lambda accepts.
 */
export async function packFunction(code: HandlerCode, parts: InstalledParts): Promise<FunctionZip> {
  const archive = new ZipArchive({ store: true });
  const chunks: Buffer[] = [];
  const collected = new Promise<void>((resolve, reject) => {
    archive.on('data', (chunk: Buffer) => chunks.push(chunk));
    archive.on('end', resolve);
    archive.on('error', reject);
    archive.on('warning', reject);
  });
  const entries: [string, Uint8Array | string][] = [
    ...[...code].sort(([a], [b]) => (a < b ? -1 : 1)),
    [BASELINE, canonicalJson(parts.baseline)],
    [SETTINGS, canonicalJson(parts.settings)],
    [INSTALL, canonicalJson(parts.install)],
  ];
  for (const [name, content] of entries) {
    archive.append(Buffer.from(content as Uint8Array), { name, date: FIXED_TIME, mode: 0o644 });
  }
  await archive.finalize();
  await collected;
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES) {
    throw new AppError({
      kind: 'usage',
      code: 'baseline-too-large',
      message: say`With this baseline, the function's code is ${Math.round(bytes.length / 1024 / 1024)} MB; Lambda accepts at most 50 MB.`,
      hint: say`Use a smaller baseline, for example --preset guard.`,
    });
  }
  return { bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
}

/** Reads a function's zip. @throws AppError kind deploy if secgroup-monitor did not create it. */
export function unpackFunction(bytes: Uint8Array): UnpackedFunction {
  try {
    const files = unzipSync(bytes);
    const text = (name: string) => new TextDecoder().decode(files[name]);
    const json = (name: string): unknown => JSON.parse(text(name));
    return {
      baseline: json(BASELINE) as CompiledBaseline,
      settings: json(SETTINGS) as HandlerSettings,
      install: parseInstallSettings(json(INSTALL)),
      digest: installedDigest(text(BASELINE), text(INSTALL)),
    };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError({
      kind: 'deploy',
      code: 'unreadable-installation',
      message: say`The code of the installed function is not a package that secgroup-monitor created.`,
      hint: say`Use --baseline or --preset to install over it. --preset last installs the last baseline again.`,
      cause,
    });
  }
}

/** Reads the handler's bundle of this version. */
export async function readHandlerCode(): Promise<HandlerCode> {
  const folder = dirname(createRequire(import.meta.url).resolve('#dist/handler/index.mjs'));
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  );
}
