import { unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { idOf } from '../plan/resource.ts';
import type { KindOf } from './kind.ts';

const GONE = ['ResourceNotFound', 'DashboardNotFoundError'];

/** The dashboard of --dashboard. It has no tags; its first widget names the stack. */
export const dashboard: KindOf<'dashboard'> = {
  kind: 'dashboard',
  calls: { create: ['cloudwatch:PutDashboard'], remove: ['cloudwatch:DeleteDashboards'] },

  async read(host) {
    const { dashboard: name, stack } = host.names;
    const cloudwatch = await host.aws.cloudwatch();
    const found = await unlessCode(cloudwatch.getDashboard({ DashboardName: name }), ...GONE);
    if (found === undefined) return [];
    const body = found.DashboardBody ?? '';
    return [
      {
        id: idOf('dashboard', name),
        kind: 'dashboard',
        name,
        ours: body.includes(`secgroup-monitor ${stack}"`),
        props: { body },
        facts: {},
      },
    ];
  },

  diff: (wanted, actual) =>
    wanted.props.body === actual.props.body
      ? []
      : [{ reason: say`its widgets differ`, calls: ['cloudwatch:PutDashboard'] }],

  async create(wanted, host) {
    const cloudwatch = await host.aws.cloudwatch();
    await cloudwatch.putDashboard({ DashboardName: wanted.name, DashboardBody: wanted.props.body });
  },

  update: (wanted, _, host, options) => dashboard.create(wanted, host, options),

  async remove(actual, host) {
    const cloudwatch = await host.aws.cloudwatch();
    await unlessCode(cloudwatch.deleteDashboards({ DashboardNames: [actual.name] }), ...GONE);
  },
};
