/** Tag of the group that test-trigger makes; its value is the stack. */
export const CANARY_TAG = 'secgroup-monitor:canary';

/** How the name of that group begins. A tag can be put on any group, but no group can be renamed. */
export function canaryPrefix(stack: string): string {
  return `${stack}-canary-`;
}

/** What test-trigger admits for a moment: the discard port, from an address that is never routed (RFC 5737). */
export const CANARY_RULE = 'tcp 9 from 192.0.2.1/32';
