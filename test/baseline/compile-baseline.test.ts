// Covers src/baseline/*.ts.
import { describe, expect, it } from 'vitest';
import { compileBaseline } from '../../src/baseline/compile-baseline.ts';
import { AppError } from '../../src/core/errors.ts';

const errorsOf = (text: string): string[] => {
  try {
    compileBaseline(text, 'baseline.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ kind: 'usage', code: 'baseline-invalid' });
    return (error as AppError).message.split('\n');
  }
  throw new Error('it was accepted');
};

const WHOLE = `version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: at-most
    enforce: true
    rules:
      - tcp 443,80 from 0.0.0.0/0, ::/0
      - tcp 8000-8010 from 10.1.2.3/8, sg-0abc123, pl-0def456
      - icmp 8/0 from 10.0.0.0/8
never:
  - { rule: tcp 22,3389 from anywhere, severity: critical }
  - tcp  3306   from public
  - { rule: udp 53 from anywhere, wider-than: /16 }
  - { rule: udp 54 from anywhere, wider-than: { ipv6: 48 } }
exceptions:
  - { group: sg-0aaa, rule: tcp 22 from 203.0.113.7/32, until: 2027-01-31, reason: vendor access }
trusted:
  - { principal: "arn:aws:iam::*:role/terraform", settle: 90s }
  - { principal: "arn:aws:iam::*:role/cdk" }
unlisted: ignore
`;

const COMPILED = {
  schema: 'secgroup-monitor/baseline/1',
  origin: 'baseline.yaml',
  groups: [
    {
      name: 'web',
      match: { tag: { Role: 'web' } },
      ingress: 'at-most',
      rules: [
        'icmp 8/0 from 10.0.0.0/8',
        'tcp 80,443 from anywhere',
        'tcp 8000-8010 from 10.0.0.0/8, pl-0def456, sg-0abc123',
      ],
      enforce: true,
    },
  ],
  never: [
    { rule: 'tcp 22,3389 from anywhere', severity: 'critical', widerThan: { ipv4: 8, ipv6: 32 } },
    { rule: 'tcp 3306 from public', widerThan: { ipv4: 8, ipv6: 32 } },
    { rule: 'udp 53 from anywhere', widerThan: { ipv4: 16, ipv6: 32 } },
    { rule: 'udp 54 from anywhere', widerThan: { ipv4: 8, ipv6: 48 } },
  ],
  exceptions: [
    { group: 'sg-0aaa', rule: 'tcp 22 from 203.0.113.7/32', until: '2027-01-31', reason: 'vendor access' },
  ],
  trusted: [
    { principal: 'arn:aws:iam::*:role/terraform', settleMs: 90_000 },
    { principal: 'arn:aws:iam::*:role/cdk', settleMs: 300_000 },
  ],
  unlisted: 'ignore',
};

describe('compileBaseline', () => {
  it('returns the canonical form of a file', () => {
    const compiled = compileBaseline(WHOLE, 'baseline.yaml');
    expect({
      ...compiled,
      groups: compiled.groups.map((g) => ({ ...g, rules: [...g.rules].sort() })),
    }).toEqual(COMPILED);
  });

  it('accepts JSON that is indented with tabs', () => {
    const file = {
      $schema: './baseline.schema.json',
      version: 1,
      groups: [{ name: 'web', match: { id: 'sg-0aaa' }, rules: ['tcp 443 from anywhere'] }],
    };
    expect(compileBaseline(JSON.stringify(file, null, '\t'), 'b.json')).toMatchObject({
      groups: [{ name: 'web', match: { id: 'sg-0aaa' }, ingress: 'exactly', enforce: false }],
      unlisted: 'alert',
    });
  });

  it('ignores unlisted groups if the file lists no group', () => {
    expect(compileBaseline('version: 1\nnever: [tcp 22 from anywhere]', 'b').unlisted).toBe('ignore');
    expect(compileBaseline('version: 1\nunlisted: alert', 'b').unlisted).toBe('alert');
  });

  it('accepts commas in rules in flow style, where YAML would end the value', () => {
    const text = `version: 1
groups:
  - { name: web, match: { name: web }, rules: [tcp 80,443 from anywhere, udp 53 from 10.0.0.0/8, sg-0aaa, 50 from 10.0.0.0/8] }
never: [tcp 22,23,
   3389 from anywhere, "udp 161,162 from anywhere"]
exceptions:
  - { rule: tcp 22,23 from 203.0.113.7/32, 203.0.113.9/32, reason: vendor access, for now, until: 2027-01-31 }
`;
    const { groups, never, exceptions } = compileBaseline(text, 'b');
    expect(groups[0]!.rules).toEqual([
      'tcp 80,443 from anywhere',
      'udp 53 from 10.0.0.0/8, sg-0aaa',
      '50 from 10.0.0.0/8',
    ]);
    expect(never.map(({ rule }) => rule)).toEqual([
      'tcp 22,23, 3389 from anywhere',
      'udp 161,162 from anywhere',
    ]);
    expect(exceptions).toEqual([
      {
        rule: 'tcp 22,23 from 203.0.113.7/32, 203.0.113.9/32',
        reason: 'vendor access, for now',
        until: '2027-01-31',
      },
    ]);
    expect(errorsOf('version: 1\nnever:\n  - { rule: tcp 22,x from anywhere, severity: low }')[0]).toContain(
      'baseline.yaml:3:20: "x" is not a port',
    );
    expect(errorsOf('version: 1\nnever:\n  - { rule: tcp 22 from anywhere, severty: low }')[0]).toContain(
      'baseline.yaml:3:35: unknown key "severty"',
    );
  });

  it('accepts anchors and aliases for repeated rules', () => {
    const text = `version: 1
groups:
  - { name: a, match: { name: a }, rules: &web [tcp 443 from anywhere] }
  - { name: b, match: { name: b }, rules: *web }
`;
    expect(compileBaseline(text, 'b').groups.map(({ rules }) => rules)).toEqual([
      ['tcp 443 from anywhere'],
      ['tcp 443 from anywhere'],
    ]);
  });
});

describe('compileBaseline for rules in the AWS shape', () => {
  const permission = `{
    "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [], "PrefixListIds": [],
    "IpRanges": [{ "CidrIp": "0.0.0.0/0", "Description": "the web" }], "Ipv6Ranges": [{ "CidrIpv6": "::/0" }]
  }`;
  const https = permission.replaceAll('80', '443');
  const rulesOf = (rules: string) =>
    compileBaseline(
      `{"version": 1, "groups": [{"name": "lab", "match": {"name": "*"}, "rules": ${rules}}]}`,
      'b',
    ).groups[0]!.rules;

  it.each([
    ['a bare list', `[${permission}, ${https}]`],
    ['IpPermissions', `{"IpPermissions": [${permission}, ${https}]}`],
    ["the lab's REQUIRED_PERMISSIONS", `{"REQUIRED_PERMISSIONS": [${permission}, ${https}]}`],
    ['permissions mixed with lines', `[${permission}, "tcp 443 from anywhere"]`],
  ])('accepts %s', (_name, rules) => {
    expect(rulesOf(rules)).toEqual(['tcp 80,443 from anywhere']);
  });

  it('keeps the owner of a referenced group, and accepts each form of a protocol', () => {
    expect(
      rulesOf(`[
        {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-0aaa", "UserId": "444455556666"}]},
        {"IpProtocol": 6, "FromPort": 22, "ToPort": 22, "PrefixListIds": [{"PrefixListId": "pl-0aaa"}]},
        {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
        {"IpProtocol": "50", "FromPort": null, "ToPort": null, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
      ]`),
    ).toEqual([
      'all from 444455556666/sg-0aaa',
      'icmp 8 from 10.0.0.0/8',
      'tcp 22 from pl-0aaa',
      '50 from 10.0.0.0/8',
    ]);
  });
});

describe('a baseline error', () => {
  it('contains file, line, column and a suggestion for each of several problems', () => {
    const text = `version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    rules:
      - tcp 443 from anywhere
      - tpc 80 from anywhere
      - "tcp 80 frm anywhere"
      - tcp 80 from everywhere
      - tcp 99999 from 10.0.0.0/8
      - tcp 22 from 10.0.0.0/33
      - tcp 22 from public
  - name: web
    match: { name: web }
    rules: []
exceptions:
  - { rule: tcp 22 form 10.0.0.0/8, until: 2027-02-30, reason: r }
never:
  - tcp 22 from anywhere
  - rule: tcp 22 from anywhere
`;
    const errors = errorsOf(text);
    expect(errors.map((line) => line.split(': ')[0])).toEqual([
      'baseline.yaml:7:9',
      'baseline.yaml:8:17',
      'baseline.yaml:9:21',
      'baseline.yaml:10:13',
      'baseline.yaml:11:21',
      'baseline.yaml:12:21',
      'baseline.yaml:13:11',
      'baseline.yaml:17:20',
      'baseline.yaml:17:44',
      'baseline.yaml:20:5',
    ]);
    expect(errors[0]).toMatch(/"tpc" is not a protocol.*; did you mean "tcp"\?$/);
    expect(errors[1]).toMatch(/did you mean "from"\?$/);
    expect(errors[2]).toMatch(/did you mean "anywhere"\?$/);
    expect(errors[6]).toContain('the name "web" is already used by the entry on line 3');
    expect(errors[8]).toContain('"2027-02-30" is not a valid date');
    expect(errors[9]).toContain('appears twice in never');
  });

  it('lists the problems of rules together with those of the shape', () => {
    const errors = errorsOf(`version: 1
groups:
  - name: web
    match: { id: sg-0a }
    ingress: exactli
    rules: [tpc 22 from anywhere]
never: [tcp 22 from nowhere, { rule: tcp from public x }]
exceptions: [{ rule: tcp 70000 from 10.0.0.1 }]
`);
    expect(errors.map((line) => line.split(':').slice(1, 3).join(':'))).toEqual([
      '5:14',
      '6:13',
      '7:21',
      '7:54',
      '8:14',
      '8:26',
    ]);
  });

  it('suggests the key that is closest to an unknown one', () => {
    const text = `version: 1
group:
  - name: web
groups:
  - name: web
    match: { tags: { Role: web } }
    ingres: exactly
    rules: [{ IpProtocol: tcp, FromPort: 80, ToPort: 70000, IpRange: [] }]
  - match: {}
    rules: tcp 80 from anywhere
    ingress: exactli
    enforce: "yes"
unlisted: ignor
trusted: [{ principal: "arn:aws:iam::*:role/x", settle: 5 minutes }]
exceptions: [{ rule: tcp 22 from 10.0.0.0/8, until: tomorrow }]
`;
    expect(errorsOf(text)).toEqual([
      'baseline.yaml:2:1: unknown key "group" (known here: $schema, version, groups, never, exceptions, trusted, unlisted); did you mean "groups"?',
      'baseline.yaml:6:14: unknown key "tags" (known here: id, name, vpc, tag); did you mean "tag"?',
      'baseline.yaml:7:5: unknown key "ingres" (known here: name, match, ingress, rules, enforce); did you mean "ingress"?',
      'baseline.yaml:8:54: expected a port (-1 to 65535), but found 70000',
      'baseline.yaml:8:61: unknown key "IpRange" (known here: IpProtocol, FromPort, ToPort, IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs); did you mean "IpRanges"?',
      'baseline.yaml:9:5: "name" is missing',
      'baseline.yaml:9:12: expected a map with at least one of id, name, tag and vpc, but found an empty map',
      'baseline.yaml:10:12: expected a list of rules, but found "tcp 80 from anywhere"',
      'baseline.yaml:11:14: expected exactly, at-most or at-least, but found "exactli"; did you mean "exactly"?',
      'baseline.yaml:12:14: expected true or false, but found "yes"',
      'baseline.yaml:13:11: expected alert or ignore, but found "ignor"; did you mean "ignore"?',
      'baseline.yaml:14:57: expected a duration such as 90s or 5m, but found "5 minutes"',
      'baseline.yaml:15:14: "reason" is missing',
      'baseline.yaml:15:53: expected a date such as 2027-01-31, but found "tomorrow"',
    ]);
  });

  it('contains the place of the invalid value inside a permission', () => {
    const text = `version: 1
groups:
  - name: web
    match: { name: web }
    rules:
      - IpProtocol: tcp
        FromPort: 80
        ToPort: 80
        IpRanges:
          - CidrIp: 10.0.0.0/8
          - CidrIp: 10.0.0/8
`;
    expect(errorsOf(text)).toEqual(['baseline.yaml:11:21: is not an IPv4 CIDR: "10.0.0/8"']);
  });

  it.each([
    ['', 'baseline.yaml:1:1: the file is empty; start with `version: 1`'],
    ['- a\n- b', 'baseline.yaml:1:1: expected a baseline (a map with `version: 1`), but found a list'],
    ['version: 2', 'baseline.yaml:1:10: version 2 is not supported; write `version: 1`'],
    ['version: 1\nversion: 1', 'baseline.yaml:2:1: duplicate key `version`'],
    [
      'version: 1\ngroups: [',
      'baseline.yaml:2:10: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['version: 1\n\tgroups: []', undefined],
  ])('contains a place if the file is not a baseline at all: %j', (text, message) => {
    const [first] = errorsOf(text);
    expect(first).toMatch(/^baseline\.yaml:\d+:\d+: /);
    if (message !== undefined) expect(first).toBe(message);
  });

  it('lists at most twenty problems', () => {
    const rules = Array.from({ length: 30 }, () => '      - tpc').join('\n');
    const errors = errorsOf(
      `version: 1\ngroups:\n  - name: w\n    match: { name: w }\n    rules:\n${rules}\n`,
    );
    expect(errors).toHaveLength(21);
    expect(errors[20]).toBe('… and 10 more');
  });

  it('refuses aliases that would expand to millions of values', () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`,
    );
    expect(errorsOf(`a0: &a0 [x]\n${levels.join('\n')}\nversion: 1`)[0]).toMatch(
      /^baseline\.yaml:\d+:\d+: .*alias/i,
    );
  });
});

it('refuses a settling time that is longer than the function can wait', () => {
  const text = 'version: 1\ntrusted:\n  - { principal: "arn:aws:iam::*:role/x", settle: 1h }\n';
  expect(() => compileBaseline(text, 'baseline.yaml')).toThrow(/3:51: settle must be at most 10m/);
});
