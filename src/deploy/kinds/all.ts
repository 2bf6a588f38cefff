import type { ResourceKind } from '../plan/resource.ts';
import { alarm } from './alarm.ts';
import { baselineCopy } from './baseline-copy.ts';
import { bucket } from './bucket.ts';
import { dashboard } from './dashboard.ts';
import { failureDestination } from './failure-destination.ts';
import { lambdaFunction } from './function.ts';
import type { KindOf } from './kind.ts';
import { logGroup } from './log-group.ts';
import { permission } from './permission.ts';
import { queue } from './queue.ts';
import { role } from './role.ts';
import { rolePolicy } from './role-policy.ts';
import { rule } from './rule.ts';
import { targets } from './targets.ts';
import { trail } from './trail.ts';

/** Every kind of resource, in the order in which a plan lists them. */
export const KINDS: { [K in ResourceKind]: KindOf<K> } = {
  bucket,
  trail,
  'log-group': logGroup,
  queue,
  role,
  'role-policy': rolePolicy,
  function: lambdaFunction,
  'baseline-copy': baselineCopy,
  'failure-destination': failureDestination,
  permission,
  rule,
  targets,
  alarm,
  dashboard,
};
