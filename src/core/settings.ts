/** The tag of every resource of a stack. Its value is the stack's name. */
export const STACK_TAG = 'secgroup-monitor:stack';

/** An install, so that its own calls are one finding and not one each. */
export interface InstallationRecord {
  /** ARN of the caller, as CloudTrail records it. */
  by: string;
  /** ISO 8601: the time in which the calls were made. */
  from: string;
  until: string;
  /** The version that was installed before; absent for a new stack. */
  previous?: string | undefined;
  baselineChanged: boolean;
  /** The planned calls: target, name, and a digest of the request; see request-essence.ts. */
  calls: string[];
}

/** The settings.json that `install` writes next to the handler, together with baseline.json. */
export interface HandlerSettings {
  schema: 'secgroup-monitor/settings/1';
  stack: string;
  /** Version of secgroup-monitor that installed the function. */
  version: string;
  account: string;
  region: string;
  enforce: 'off' | 'dry-run' | 'on';
  /** The most reverts per group and hour. */
  maxRevertsPerHour: number;
  /** Judge groups when they are attached to an interface or instance. */
  attachments: boolean;
  /** Send findings of this severity or above to the default event bus; off = never. */
  emit: 'off' | 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** Signs the lines of the log group, which are the function's memory. Only versions before it have none. */
  logKey?: string | undefined;
  /** The install that wrote the function's code; absent for one before version 0.1.0. */
  installation?: InstallationRecord | undefined;
  /** The resources of this stack. Calls that target them are reported as tampering. */
  own: {
    functionName: string;
    roleName: string;
    ruleNames: string[];
    logGroupName: string;
    /** The log group with the copies of the baseline. */
    baselineGroupName: string;
    queueName: string;
    alarmNames: string[];
    /** ARNs of the trails that deliver the events. */
    trailArns: string[];
    /** The bucket of the stack's own trail. */
    bucketName?: string | undefined;
    /** ARNs of the managed policies that the role needs: its permissions boundary. */
    policyArns: string[];
    /** ARNs of the targets in `--notify` and `--target`. */
    receiverArns: string[];
    /** Whether AWS Config delivers the events. */
    recorder: boolean;
  };
}
