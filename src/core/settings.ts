/** What install writes beside the handler as settings.json (its other file is baseline.json). */
export interface HandlerSettings {
  schema: 'secgroup-monitor/settings/1';
  stack: string;
  /** Version of secgroup-monitor that installed it. */
  version: string;
  account: string;
  region: string;
  enforce: 'off' | 'dry-run' | 'on';
  /** Breaker: reverts per group and hour. */
  maxRevertsPerHour: number;
  /** Judge groups when they are attached to an interface or instance. */
  attachments: boolean;
  /** Put findings at or above this severity on the default bus; off = never. */
  emit: 'off' | 'info' | 'low' | 'medium' | 'high' | 'critical';
  /** What belongs to this stack: calls that touch these are tampering. */
  own: {
    functionName: string;
    roleName: string;
    ruleNames: string[];
    logGroupName: string;
    queueName: string;
    /** Trails that bring the events: ARNs. */
    trailArns: string[];
  };
}
