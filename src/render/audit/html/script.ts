import { LISTS } from './script-lists.ts';
import { PAGE } from './script-page.ts';

/** The one inline script: it only fills templates with texts, and never makes HTML of a text. */
export const SCRIPT = `'use strict';\n(() => {\n${LISTS}\n${PAGE}\n})();\n`;
