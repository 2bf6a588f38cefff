import { name, version } from '../../package.json';

/** The version in package.json, built in. */
export const VERSION: string = version;

/** The name in package.json. */
export const PACKAGE: string = name;
