import type { Catalogue } from '../../core/say.ts';

export const DEPLOY: Catalogue = {};
