import type { Catalogue } from '../../core/say.ts';

export const HISTORY: Catalogue = {};
