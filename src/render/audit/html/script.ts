import { LISTS } from './script-lists.ts';
import { PAGE } from './script-page.ts';

/** The inline script. It only fills templates with text, and never parses text as HTML. */
export const SCRIPT = `'use strict';\n(() => {\n${LISTS}\n${PAGE}\n})();\n`;
