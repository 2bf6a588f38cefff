import { PACKAGE } from '../core/version.ts';

/** The name and the web page of this tool, which SARIF, OCSF and ASFF require. */
export const PRODUCT = { name: PACKAGE, url: `https://www.npmjs.com/package/${PACKAGE}` } as const;
