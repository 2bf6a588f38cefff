import type { FoundRecord } from './scan/scan-source.ts';

/** A change with its category, from parseRecord. */
export type FoundChange = Extract<FoundRecord, { kind: 'change' }>;
export type FoundUnknown = Extract<FoundRecord, { kind: 'unknown' }>;
