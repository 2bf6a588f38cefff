import type { Requirement } from './service.ts';

/** Checks that the caller can pass the role to a service. */
export function passRole(roleArn: string, service: string): Requirement {
  return {
    action: 'iam:PassRole',
    resource: roleArn,
    conditions: { 'iam:PassedToService': `${service}.amazonaws.com` },
  };
}
