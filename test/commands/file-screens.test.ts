// Covers src/render/index.ts, src/reports/*.ts.
import { group, groups, open, BASELINE as WEB, withSlips } from '../support/group-files.ts';
import { screens } from '../support/screens.ts';

/** Screens of baseline and audit for files. */
const BASELINE = WEB.replace(
  'never:',
  `  - name: gone
    match: { id: sg-0d0d0d0d }
    rules: []
never:`,
);
const WARNED = `${BASELINE}exceptions:
  - group: sg-0a0a0a0a
    rule: tcp 22 from 203.0.113.7/32
    until: 2026-11-01
    reason: vendor
trusted:
  - principal: arn:aws:iam::111122223333:role/deploy
`;
const web = (...ports: number[]) => ({
  ...group('sg-0a0a0a0a', 'web-1'),
  IpPermissions: ports.map((port) => ({ ...open(port, '0.0.0.0/0'), Ipv6Ranges: [{ CidrIpv6: '::/0' }] })),
});
const PLAN = JSON.stringify({
  format_version: '1.2',
  resource_changes: [
    {
      address: 'aws_security_group.db',
      type: 'aws_security_group',
      change: {
        actions: ['create'],
        before: null,
        after: {
          name: 'db',
          ingress: [{ protocol: 'tcp', from_port: 5432, to_port: 5432, cidr_blocks: ['0.0.0.0/0'] }],
        },
        after_unknown: { id: true, vpc_id: true },
      },
    },
  ],
});

const files = new Map([
  ['baseline.yaml', BASELINE],
  ['warned.yaml', WARNED],
  ['mistaken.yaml', withSlips(BASELINE)],
  [
    'groups.json',
    groups(
      group('sg-0a0a0a0a', 'web-1', open(443, '0.0.0.0/0'), open(22, '0.0.0.0/0')),
      group('sg-0b0b0b0b', 'web-\u001b[31mred', open(80, '198.51.100.0/24')),
      group('sg-0c0c0c0c', 'batch', open(9000, '10.0.0.0/8')),
    ),
  ],
  ['right.json', groups(web(80, 443))],
  ['none.json', groups()],
  ['bad.json', '{"SecurityGroups": [{}]}'],
  ['plan.json', PLAN],
]);

screens('baseline', async (at) => {
  const type = (...words: string[]) => at.type(['baseline', ...words], { files });
  await type('check', 'baseline.yaml');
  await type('check', 'warned.yaml');
  await type('check', 'mistaken.yaml');
  await type('check', 'missing.yaml');
  await at.type(['baseline', 'check'], { stdin: 'version: 2\n' });
  await type('check', 'mistaken.yaml', '--format', 'json');
  await type('capture', '--from', 'groups.json');
  await type('capture', '--from', 'none.json');
  await type('capture', '--from', 'bad.json');
  await type('capture', '--from', 'groups.json', '--out', 'new.yaml');
  await type('diff', 'baseline.yaml', '--from', 'groups.json');
  await type('diff', 'baseline.yaml', '--from', 'groups.json', '--format', 'json');
  await type('diff', 'new.yaml', '--from', 'groups.json');
  await type();
  await type('accept');
});

screens('audit', async (at) => {
  const type = (...words: string[]) => at.type(['audit', ...words], { files });
  await type('--from', 'groups.json', '--baseline', 'baseline.yaml');
  await type('--from', 'groups.json', '--preset', 'guard', '--fail-on', 'never');
  await type('--from', 'right.json', '--baseline', 'baseline.yaml');
  await type('--from', 'none.json', '--preset', 'guard');
  await type('--from', 'groups.json', '--baseline', 'baseline.yaml', '--format', 'csv');
  await type('--from', 'groups.json', '--preset', 'guard', '--format', 'json', '--out', 'before.json');
  await type('--from', 'right.json', '--preset', 'guard', '--against', 'before.json');
  await type('--from', 'groups.json', '--preset', 'guard', '--against', 'before.json', '--fail-on', 'never');
  await type('--plan', 'plan.json', '--preset', 'guard');
  await type('--from', 'missing.json');
  await type('--from', 'bad.json');
  await type('--from', 'groups.json', '--plan', 'plan.json');
  await type('--from', 'groups.json', '--fail-on', 'bad');
  await type('--from', 'groups.json', '--who');
  await type('--against', 'right.json', '--from', 'groups.json');
  await type('--accounts', '1234');
});
