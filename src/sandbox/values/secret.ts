import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Returns a secret access key of 40 characters, like AWS's, that needs no quotes in a shell or a URL. */
export function newSecret(): string {
  return randomBytes(30).toString('base64url');
}

/** Compares two texts. The time does not depend on where they differ. */
export function equalSecrets(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
