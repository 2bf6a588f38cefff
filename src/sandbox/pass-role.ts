import type { Requirement } from './service.ts';

/** Whoever gives a role to a service must be allowed to pass it. */
export function passRole(roleArn: string, service: string): Requirement {
  return {
    action: 'iam:PassRole',
    resource: roleArn,
    conditions: { 'iam:PassedToService': `${service}.amazonaws.com` },
  };
}
