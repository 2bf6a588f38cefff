/**
 * `*` is anything within one segment of a path, and `**` is anything. A pattern that ends with `/` is
 * everything below it.
 */
export function globPattern(glob: string): RegExp {
  const all = glob.endsWith('/') ? `${glob}**` : glob;
  const source = all.replaceAll(/\*\*\/|\*\*|\*|[.+?^${}()|[\]\\]/g, (sign) => SIGNS[sign] ?? `\\${sign}`);
  return new RegExp(`^${source}$`);
}

const SIGNS: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*' };
