import { createHash } from 'node:crypto';

/** Names a version of the baseline's copy: 16 hexadecimal digits of SHA-256 over its text. */
export function copyDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
