import { zipSync } from 'fflate';

/** Returns the bytes of a zip with the files of a function. */
export function functionZip(files: Record<string, string>): Uint8Array {
  const bytes = Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]);
  return zipSync(Object.fromEntries(bytes), { level: 0, mtime: new Date('2026-01-01T00:00:00Z') });
}
