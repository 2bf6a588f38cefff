import { expect } from 'vitest';

/** Returns the expected SDK error for `rejects.toMatchObject`, with the whole message or a pattern for it. */
export const failure = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});
