import type * as CloudWatch from '@aws-sdk/client-cloudwatch';
import { inWorld, type OperationTable, type Service } from '../operations.ts';
import { AwsError, type SandboxWorld } from '../service.ts';
import { alarmOperations } from './alarms.ts';
import { record } from './metrics.ts';
import { cloudwatchState } from './state.ts';

const otherOperations: OperationTable<typeof CloudWatch> = {
  PutMetricData(world, input, call) {
    for (const { MetricName: name = '', Dimensions = [], Value = 0, Timestamp } of input.MetricData ?? []) {
      const dimensions = Object.fromEntries(
        Dimensions.map((one): [string, string] => [one.Name ?? '', one.Value ?? '']),
      );
      record(
        world,
        call,
        { namespace: input.Namespace ?? '', name, dimensions },
        Value,
        Timestamp?.getTime(),
      );
    }
    return {};
  },

  PutDashboard(world, input, call) {
    const { dashboards } = cloudwatchState(world, call.account, call.region);
    try {
      JSON.parse(input.DashboardBody ?? '');
    } catch {
      throw new AwsError('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object');
    }
    dashboards.set(input.DashboardName ?? '', input.DashboardBody ?? '');
    return { DashboardValidationMessages: [] };
  },

  GetDashboard(world, input, call) {
    const { dashboards } = cloudwatchState(world, call.account, call.region);
    const name = input.DashboardName ?? '';
    const body = dashboards.get(name);
    if (body === undefined) throw new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
    const DashboardArn = `arn:${call.partition}:cloudwatch::${call.account}:dashboard/${name}`;
    return { DashboardArn, DashboardName: name, DashboardBody: body };
  },

  DeleteDashboards(world, input, call) {
    const { dashboards } = cloudwatchState(world, call.account, call.region);
    for (const name of input.DashboardNames ?? []) dashboards.delete(name);
    return {};
  },
};

interface Request {
  AlarmName?: string;
  AlarmNames?: string[];
  ResourceARN?: string;
  DashboardName?: string;
  DashboardNames?: string[];
  Namespace?: string;
}

/** CloudWatch: alarms, the values that they evaluate, and dashboards. */
export function cloudwatchService(world: SandboxWorld): Service<typeof CloudWatch> {
  return {
    signingName: 'monitoring',
    operations: inWorld(world, { ...alarmOperations, ...otherOperations }),
    /** Resource types as in the service authorization reference for CloudWatch. */
    requirements(operation, input: Request, call) {
      const action = `cloudwatch:${operation}`;
      const { AlarmName, AlarmNames, ResourceARN, DashboardName, DashboardNames, Namespace } = input;
      const base = `arn:${call.partition}:cloudwatch:${call.region}:${call.account}:alarm:`;
      const dashboards = [...(DashboardNames ?? []), ...(DashboardName === undefined ? [] : [DashboardName])];
      const alarms = [...(AlarmNames ?? []), ...(AlarmName === undefined ? [] : [AlarmName])];
      const resources = [
        ...(ResourceARN === undefined ? [] : [ResourceARN]),
        ...dashboards.map((name) => `arn:${call.partition}:cloudwatch::${call.account}:dashboard/${name}`),
        ...alarms.map((name) => base + name),
      ];
      if (resources.length > 0) return resources.map((resource) => ({ action, resource }));
      const conditions = Namespace === undefined ? {} : { 'cloudwatch:namespace': Namespace };
      return [{ action, resource: operation === 'DescribeAlarms' ? `${base}*` : '*', conditions }];
    },
  };
}
