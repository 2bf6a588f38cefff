import { say } from '../core/words/say.ts';
import { escapeText } from '../core/words/terminal-text.ts';
import type { DemoItem, DemoReport } from '../reports/demo.ts';
import { wrap } from './cells.ts';
import { installPretty, regionsPretty, teardownPretty } from './deploy-pretty.ts';
import { logsPretty } from './logs/pretty.ts';
import type { Look } from './look.ts';
import { durationText } from './moment.ts';
import { testTriggerPretty } from './test-trigger-pretty.ts';

const TEXT_WIDTH = 88;

/** Shows the demo like the guide of a lab: each step with its reason, the command and its output. */
export function demoPretty(look: Look): (item: DemoItem) => string {
  const { paint } = look;
  const logLine = logsPretty(look, {});
  const width = Math.min(TEXT_WIDTH, look.columns);
  return (item) => {
    switch (item.type) {
      case 'step':
        return `${item.number > 1 ? '\n' : ''}${paint.bold(`${item.number}. ${item.title}`)}\n${wrap(item.text, width).join('\n')}\n`;
      case 'command':
        return `\n${paint.cyan(`$ ${escapeText(item.line)}`)}\n`;
      case 'report':
        return reportText(item.report, look);
      case 'item':
        return logLine(item.item);
      case 'proof':
        return `\n${item.left.map((entry) => proofLine(entry, look)).join('\n')}\n`;
      case 'end':
        return `\n${wrap(endText(item.durationMs, look), width).join('\n')}\n`;
    }
  };
}

function endText(durationMs: number, { paint }: Look): string {
  return say`${paint.green(say`Done`)} in ${durationText(durationMs)}. No AWS account was used. On AWS, run the same commands: install, test-trigger, logs --follow.`;
}

function reportText(report: DemoReport, look: Look): string {
  switch (report.schema) {
    case 'secgroup-monitor/install/1':
      return installPretty(report, look);
    case 'secgroup-monitor/teardown/1':
      return teardownPretty(report, look);
    case 'secgroup-monitor/test-trigger/1':
      return testTriggerPretty(report, look);
    case 'secgroup-monitor/regions/1':
      return regionsPretty(report, look);
  }
}

function proofLine({ what, names }: { what: string; names: string[] }, { paint }: Look): string {
  if (names.length === 0) return `${paint.green(say`none`)}  ${what}`;
  return `${paint.red(say`left`)}  ${what}: ${names.map((name) => escapeText(name)).join(', ')}`;
}
