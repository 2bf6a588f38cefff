import { expect } from 'vitest';

/** What `rejects.toMatchObject` compares an SDK's error with: the whole message, or a pattern for it. */
export const failure = (name: string, message: string | RegExp) => ({
  name,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});
