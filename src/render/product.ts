import { PACKAGE } from '../core/version.ts';

/** What the formats of other makers ask of a tool: its name, and an address where it is described. */
export const PRODUCT = { name: PACKAGE, url: `https://www.npmjs.com/package/${PACKAGE}` } as const;
