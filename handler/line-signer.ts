import { createHmac } from 'node:crypto';
import type { Sign } from '../src/core/finding/signed-line.ts';
import type { HandlerSettings } from '../src/core/settings.ts';

/** Signs the lines of the log group, and checks those that are read back. */
export function lineSigner({ logKey }: HandlerSettings): Sign {
  if (logKey === undefined) return undefined;
  return (text) => createHmac('sha256', logKey).update(text).digest('base64url');
}
