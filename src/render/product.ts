import { name } from '../../package.json';

/** What the formats of other makers ask of a tool: its name, and an address where it is described. */
export const PRODUCT = { name, url: `https://www.npmjs.com/package/${name}` } as const;
