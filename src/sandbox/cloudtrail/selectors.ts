/** Event selectors: validation, and the management events that they select. */
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../service.ts';
import type { Trail } from './state.ts';

export const DEFAULT_SELECTORS: EventSelector[] = [
  {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  },
];

export interface ManagementCall {
  readOnly: boolean;
  /** `ec2.amazonaws.com` */
  eventSource: string;
  eventName?: string | undefined;
}

/** Returns whether the trail logs these management events. */
export function selects(trail: Trail, call: ManagementCall): boolean {
  if (trail.advancedEventSelectors)
    return trail.advancedEventSelectors.some((one) => advancedSelects(one, call));
  return trail.eventSelectors.some(
    (one) =>
      one.IncludeManagementEvents !== false &&
      (one.ReadWriteType ?? 'All') !== (call.readOnly ? 'WriteOnly' : 'ReadOnly') &&
      !one.ExcludeManagementEventSources?.includes(call.eventSource),
  );
}

function advancedSelects(selector: AdvancedEventSelector, call: ManagementCall): boolean {
  const values: Record<string, string | undefined> = {
    eventCategory: 'Management',
    readOnly: String(call.readOnly),
    eventSource: call.eventSource,
    eventName: call.eventName,
  };
  return (selector.FieldSelectors ?? []).every((field) => fieldHolds(field, values[field.Field ?? '']));
}

/**
 * Values of one operator are alternatives, but all negative operators must match (API Reference,
 * AdvancedFieldSelector).
 */
function fieldHolds(field: AdvancedFieldSelector, value: string | undefined): boolean {
  if (value === undefined) return false;
  const positive = [
    ...(field.Equals ?? []).map((one) => value === one),
    ...(field.StartsWith ?? []).map((one) => value.startsWith(one)),
    ...(field.EndsWith ?? []).map((one) => value.endsWith(one)),
  ];
  const excluded =
    field.NotEquals?.includes(value) ||
    field.NotStartsWith?.some((one) => value.startsWith(one)) ||
    field.NotEndsWith?.some((one) => value.endsWith(one));
  return !excluded && (positive.length === 0 || positive.includes(true));
}

/** Trails can exclude only these sources of management events (same page). */
const EXCLUDABLE: readonly string[] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

function invalid(message: string): AwsError {
  return new AwsError('InvalidEventSelectorsException', message);
}

export function checkSelectors(
  basic: EventSelector[] | undefined,
  advanced: AdvancedEventSelector[] | undefined,
): void {
  if ((basic === undefined) === (advanced === undefined)) {
    throw invalid('Exactly one of EventSelectors and AdvancedEventSelectors must be given.');
  }
  if (basic && (basic.length < 1 || basic.length > 5))
    throw invalid('A trail has between 1 and 5 event selectors.');
  for (const selector of basic ?? []) {
    if (selector.ExcludeManagementEventSources?.some((one) => !EXCLUDABLE.includes(one))) {
      throw invalid(`Only ${EXCLUDABLE.join(' and ')} can be excluded.`);
    }
  }
  for (const selector of advanced ?? []) checkAdvanced(selector);
}

function checkAdvanced(selector: AdvancedEventSelector): void {
  const fields = selector.FieldSelectors ?? [];
  const category = fields.find((field) => field.Field === 'eventCategory');
  if (category?.Equals?.length !== 1) {
    throw invalid('Each advanced event selector must have the field eventCategory with one Equals.');
  }
  if (category.Equals[0] !== 'Management') return;
  for (const field of fields) {
    if (!['eventCategory', 'readOnly', 'eventSource'].includes(field.Field ?? '')) {
      throw invalid(`The field ${field.Field} can not be used with management events.`);
    }
    const onlyExcludes = field.NotEquals?.every((one) => EXCLUDABLE.includes(one)) && !field.Equals;
    if (field.Field === 'eventSource' && !onlyExcludes) {
      throw invalid(`The field eventSource can only exclude ${EXCLUDABLE.join(' and ')}.`);
    }
  }
}
