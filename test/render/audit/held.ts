import { readFileSync } from 'node:fs';
import type { Look } from '../../../src/render/look.ts';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { NOW } from '../../support/groups.ts';

const path = new URL('../../fixtures/audit/report.json', import.meta.url);

/** Returns the report in the fixture: invented accounts, judged by the real engine (see golden.test.ts). */
export function fixtureReport(): AuditReport {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Without colours, and with a fixed clock. */
export const LOOK: Look = {
  columns: 100,
  tty: false,
  paint: new Proxy({} as Look['paint'], { get: () => (text: string) => text }),
  now: () => NOW,
};

/** A name that would do harm in HTML, in a terminal and in a message. A group in the fixture report has it. */
export const HOSTILE = `<img src=x onerror=alert(1)>\u202e"'&</script>[a](http://203.0.113.1)`;
