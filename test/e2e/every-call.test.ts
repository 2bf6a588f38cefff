import { describe, expect, it } from 'vitest';
import { callCategory, tamperCalls } from '../../src/core/record/parse-record.ts';
import { changePattern } from '../../src/deploy/plan/event-pattern.ts';
import { BLINDING_CALLS } from '../support/calls/blinding-calls.ts';
import { GROUP_CALLS } from '../support/calls/group-calls.ts';
import { MORE_TAMPER_CALLS } from '../support/calls/more-tamper-calls.ts';
import { PREFIX_LIST_CALLS } from '../support/calls/prefix-list-calls.ts';
import { RULE_CALLS } from '../support/calls/rule-calls.ts';
import { TAMPER_CALLS } from '../support/calls/tamper-calls.ts';

/** Removes the date of the API from Lambda's event names, because the table does not contain it. */
const undated = (eventName: string) => eventName.replace(/\d{8}(v\d+)?$/, '');

describe('the set of pipeline tests', () => {
  it('contains every call that changes effective ingress', () => {
    const { $or } = changePattern({ attachments: true, tags: true }).detail as {
      $or: { eventName: string[] }[];
    };
    const eventName = $or.flatMap((part) => part.eventName);
    const rows = { ...RULE_CALLS, ...GROUP_CALLS, ...PREFIX_LIST_CALLS };
    expect(Object.keys(rows).sort()).toEqual([...eventName].sort());
  });

  it('contains every call that changes the monitor, reported by the function or without it', () => {
    const watched = tamperCalls().flatMap(({ service, names }) => names.map((name) => `${service} ${name}`));
    const rows = [...TAMPER_CALLS, ...MORE_TAMPER_CALLS, ...BLINDING_CALLS];
    const tested = new Set(rows.map(([service, eventName]) => `${service} ${undated(eventName)}`));
    expect([...tested].sort()).toEqual(watched.sort());
    for (const [service, eventName] of rows) {
      expect(callCategory(`${service}.amazonaws.com`, eventName), eventName).toBe('tamper');
    }
  });
});
