/** `*` is anything within one segment of a path, `**` anything at all; a pattern with `/` at its end is all that lies below. */
export function globPattern(glob: string): RegExp {
  const all = glob.endsWith('/') ? `${glob}**` : glob;
  const source = all.replaceAll(/\*\*\/|\*\*|\*|[.+?^${}()|[\]\\]/g, (sign) => SIGNS[sign] ?? `\\${sign}`);
  return new RegExp(`^${source}$`);
}

const SIGNS: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' };
