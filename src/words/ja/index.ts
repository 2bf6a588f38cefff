/** All Japanese texts. Each file contains the texts of the part that it is named after; test/words checks that none is missing. */

import type { Catalogue } from '../../core/words/say.ts';
import { AUDIT } from './audit.ts';
import { AWS } from './aws.ts';
import { BASELINE } from './baseline.ts';
import { CLI } from './cli.ts';
import { COMMANDS } from './commands.ts';
import { CORE } from './core.ts';
import { DEPLOY } from './deploy.ts';
import { FOLLOW } from './follow.ts';
import { HISTORY } from './history.ts';
import { HTML } from './html.ts';
import { RENDER } from './render.ts';
import { SCOPES } from './scopes.ts';
import { TRIGGER } from './trigger.ts';

export const JAPANESE: Catalogue = {
  ...CORE,
  ...AWS,
  ...BASELINE,
  ...DEPLOY,
  ...HISTORY,
  ...SCOPES,
  ...AUDIT,
  ...FOLLOW,
  ...TRIGGER,
  ...COMMANDS,
  ...RENDER,
  ...HTML,
  ...CLI,
};
