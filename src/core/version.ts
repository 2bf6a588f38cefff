import { version } from '../../package.json';

/** The version in package.json, built in. */
export const VERSION: string = version;
