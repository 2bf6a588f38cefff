// Covers src/audit/template/: template-text.ts, intrinsics.ts, template-document.ts, parameters.ts,
// template-source.ts.
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { run } from '../../support/run.ts';

interface Given {
  parameters?: string;
  baseline?: string;
  more?: [string, string][];
}

async function audit(
  template: string | Uint8Array,
  { parameters, baseline, more = [] }: Given = {},
  ...argv: string[]
) {
  const files = new Map<string, string | Uint8Array>([['stack.yaml', template], ...more]);
  if (parameters !== undefined) files.set('parameters.json', parameters);
  if (baseline !== undefined) files.set('baseline.yaml', baseline);
  const { code, stdout, stderr } = await run(
    [
      ...['audit', '--template', 'stack.yaml', ...more.map(([name]) => name), '--format', 'json', ...argv],
      ...(parameters === undefined ? [] : ['--parameters', 'parameters.json']),
      ...(baseline === undefined ? [] : ['--baseline', 'baseline.yaml']),
    ],
    { files, now: Date.parse('2026-11-23T12:00:00Z') },
  );
  if (stdout === '') throw new Error(stderr);
  const report: AuditReport = JSON.parse(stdout);
  return {
    code,
    report,
    found: report.findings.map(({ group, code: kind, line }) => `${group?.id}:${line} ${kind}`),
    unknown: report.unknown.map((one) =>
      `${one.address}.${one.attribute} ${one.reason} ${one.detail ?? ''}`.trim(),
    ),
  };
}

/** A template with one group whose ingress are these lines, indented as entries of a list. */
const withIngress = (ingress: string, rest = '') => `Parameters:
  Open: { Type: String, Default: 0.0.0.0/0 }
  Port: { Type: Number, Default: 22 }
  Office: { Type: String }
  Stage: { Type: String, Default: test }
  Blocks: { Type: CommaDelimitedList, Default: "10.0.0.0/8, 0.0.0.0/0" }
  Image: { Type: "AWS::SSM::Parameter::Value<String>", Default: /cidr }
Mappings:
  Cidrs:
    test: { all: 0.0.0.0/0 }
Conditions:
  IsTest: !Equals [!Ref Stage, test]
  IsProduction: !Not [!Condition IsTest]
  IsOffice: !Equals [!Ref Office, x]
  IsEither: !Or [!Condition IsTest, !Condition IsOffice]
Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      GroupName: web
      SecurityGroupIngress:
${ingress.replace(/^/gm, '        ')}
${rest}`;
const ssh = (cidr: string) => `- { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: ${cidr} }`;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of its own
describe('a CloudFormation template', () => {
  it.each<[string, string]>([
    ['a literal', ssh('0.0.0.0/0')],
    ['numbers for all protocols', '- { IpProtocol: -1, CidrIpv6: "::/0" }'],
    ['text for ports', '- { IpProtocol: tcp, FromPort: "20", ToPort: "25", CidrIp: 0.0.0.0/0 }'],
    ['!Ref of a parameter', ssh('!Ref Open')],
    ['its full form', ssh('{ Ref: Open }')],
    [
      'a port by a parameter',
      '- { IpProtocol: tcp, FromPort: !Ref Port, ToPort: !Ref Port, CidrIp: 0.0.0.0/0 }',
    ],
    ['!Sub', ssh('!Sub "${Open}"')],
    ['!Sub with values of its own', ssh('!Sub ["${A}.0.0/0", { A: "0.0" }]')],
    ['!FindInMap', ssh('!FindInMap [Cidrs, !Ref Stage, all]')],
    ['!If', ssh('!If [IsProduction, 10.0.0.0/8, 0.0.0.0/0]')],
    ['!Or that one side decides', ssh('!If [IsEither, 0.0.0.0/0, 10.0.0.0/8]')],
    ['!If of a whole rule', `- !If\n  - IsTest\n  ${ssh('0.0.0.0/0')}\n  - !Ref AWS::NoValue`],
    ['!Select of a list', ssh('!Select [1, !Ref Blocks]')],
    ['!Join and !Split', ssh('!Join ["/", !Split [":", "0.0.0.0:0"]]')],
  ])('opens a port by %s', async (_, ingress) => {
    expect(await audit(withIngress(ingress))).toMatchObject({
      code: 1,
      found: ['Web:17 forbidden-ingress'],
      unknown: [],
    });
  });

  it.each<[string, string]>([
    [
      'a rule that its condition leaves out',
      `- !If\n  - IsProduction\n  ${ssh('0.0.0.0/0')}\n  - !Ref AWS::NoValue`,
    ],
    ['the other side of !If', ssh('!If [IsTest, 10.0.0.0/8, 0.0.0.0/0]')],
    ['no ingress at all', '!Ref AWS::NoValue'],
  ])('opens nothing by %s', async (_, ingress) => {
    expect(await audit(withIngress(ingress))).toMatchObject({ code: 0, found: [], unknown: [] });
  });

  it.each<[string, string, string]>([
    [
      'a parameter without a value',
      ssh('!Ref Office'),
      'Web.SecurityGroupIngress[0].CidrIp unresolved parameter Office',
    ],
    [
      'a parameter of Systems Manager',
      ssh('!Ref Image'),
      'Web.SecurityGroupIngress[0].CidrIp unresolved parameter Image',
    ],
    [
      'an import',
      ssh('!ImportValue Shared'),
      'Web.SecurityGroupIngress[0].CidrIp unresolved Fn::ImportValue',
    ],
    [
      'a resource of another type',
      ssh('!GetAtt Vpc.CidrBlock'),
      'Web.SecurityGroupIngress[0].CidrIp unresolved Vpc.CidrBlock',
    ],
    [
      'a dynamic reference',
      ssh("'{{resolve:ssm:/cidr}}'"),
      'Web.SecurityGroupIngress[0].CidrIp unresolved {{resolve:ssm:/cidr}}',
    ],
    [
      'a condition',
      `- !If [IsOffice, ${ssh('0.0.0.0/0').slice(2)}, !Ref AWS::NoValue]`,
      'Web.SecurityGroupIngress[0] unresolved condition IsOffice',
    ],
  ])('lists %s as unknown', async (_, ingress, unknown) => {
    const template = withIngress(ingress, '  Vpc: { Type: AWS::EC2::VPC, Properties: {} }\n');
    expect(await audit(template)).toMatchObject({ code: 0, unknown: [unknown] });
    expect((await audit(template, {}, '--fail-on-unknown')).code).toBe(1);
  });

  it('reports a rule that can’t be read as a finding', async () => {
    expect(await audit(withIngress(ssh('10.0.0/8')))).toMatchObject({
      code: 1,
      unknown: [],
      found: ['Web:17 unreadable-rule'],
    });
  });

  it.each<[string, string]>([
    ['of the AWS CLI', '[{ "ParameterKey": "Office", "ParameterValue": "0.0.0.0/0" }]'],
    ['of deploy --parameter-overrides', '["Office=0.0.0.0/0"]'],
    ['of CodePipeline', '{ "Parameters": { "Office": "0.0.0.0/0" } }'],
    ['as a map in YAML', 'Office: 0.0.0.0/0\n'],
  ])('accepts parameters as %s', async (_, parameters) => {
    expect(await audit(withIngress(ssh('!Ref Office')), { parameters })).toMatchObject({
      code: 1,
      unknown: [],
    });
  });

  it('joins separate rules and prefix lists, and lists the types that it does not read', async () => {
    const template = `Resources:
  Web:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: web, Tags: [{ Key: Role, Value: web }] }
  Db:
    Type: AWS::EC2::SecurityGroup
    Properties: { GroupDescription: db }
  Everywhere:
    Type: AWS::EC2::PrefixList
    Properties: { PrefixListName: x, AddressFamily: IPv4, MaxEntries: 2, Entries: [{ Cidr: 0.0.0.0/1 }, { Cidr: 128.0.0.0/1 }] }
  Ssh:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: !GetAtt Web.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, SourcePrefixListId: !Ref Everywhere }
  FromWeb:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: !Ref Db, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Web }
  Elsewhere:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: !ImportValue Shared, IpProtocol: tcp, FromPort: 3389, ToPort: 3389, CidrIp: 0.0.0.0/0 }
  Known:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: { GroupId: sg-0123456789abcdef0, IpProtocol: tcp, FromPort: 23, ToPort: 23, CidrIp: 0.0.0.0/0 }
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: x }
  Fn::ForEach::Each: []
`;
    const { code, found, unknown } = await audit(template);
    expect(code).toBe(1);
    expect(found.sort()).toEqual([
      'Elsewhere:17 forbidden-ingress',
      'Web:2 forbidden-ingress',
      'sg-0123456789abcdef0:undefined forbidden-ingress',
    ]);
    expect(unknown).toEqual([
      'Elsewhere.GroupId unresolved Fn::ImportValue',
      'Nested. unread-type AWS::CloudFormation::Stack',
      'Fn::ForEach::Each. unread-type Fn::ForEach::Each',
    ]);
  });

  it('is read from JSON, with the lines of its resources', async () => {
    const template = JSON.stringify(
      {
        Description: 'a "Resources": { text',
        Resources: {
          'Web"x': {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: {
              SecurityGroupIngress: [
                { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: { 'Fn::Sub': '0.0.0.0/0' } },
              ],
            },
          },
        },
      },
      undefined,
      '\t',
    );
    const { report } = await audit(template);
    expect(report.findings.map(({ line, address }) => [line, address])).toEqual([[4, 'Web"x']]);
    expect(report.source).toBe('template');
  });

  it('points SARIF at the file and line', async () => {
    const { stdout } = await run(['audit', '--template', 'stack.yaml', '--format', 'sarif'], {
      files: new Map([['stack.yaml', withIngress(ssh('0.0.0.0/0'))]]),
    });
    const [location] = JSON.parse(stdout).runs[0].results[0].locations;
    expect(location.physicalLocation).toEqual({
      artifactLocation: { uri: 'stack.yaml' },
      region: { startLine: 17 },
    });
    expect(location.logicalLocations[0].fullyQualifiedName).toBe('Web');
  });

  it('omits a resource if its condition is false, and judges it if the condition is unknown', async () => {
    const template = (condition: string) =>
      withIngress(ssh('0.0.0.0/0')).replace(
        'Type: AWS::EC2::SecurityGroup',
        `Condition: ${condition}\n    Type: AWS::EC2::SecurityGroup`,
      );
    expect(await audit(template('IsProduction'))).toMatchObject({ code: 0, found: [], unknown: [] });
    expect(await audit(template('IsOffice'))).toMatchObject({
      code: 1,
      unknown: ['Web.Condition unresolved IsOffice'],
    });
  });

  it('matches an entry by the name of its group', async () => {
    const baseline =
      'version: 1\nunlisted: alert\ngroups: [{ name: web, match: { name: web }, rules: [tcp 22 from 0.0.0.0/0] }]\n';
    expect(await audit(withIngress(ssh('0.0.0.0/0')), { baseline })).toMatchObject({ code: 0, found: [] });
  });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of its own
describe('audit --template', () => {
  const bomb = Array.from(
    { length: 12 },
    (_, level) =>
      `a${level}: &a${level} [${Array(10)
        .fill(level === 0 ? 'x' : `*a${level - 1}`)
        .join(', ')}]`,
  ).join('\n');

  it.each<[string, string | Uint8Array, RegExp]>([
    ['no template', 'Parameters: {}\n', /stack\.yaml does not contain \\"Resources\\"\./],
    ['YAML that is cut off', 'Resources:\n  Web: {Type: x', /stack\.yaml:2:\d+: not valid YAML: /],
    ['JSON that is cut off', '{"Resources": {', /stack\.yaml:1:16: not valid JSON: .*the text ends here/],
    ['an unknown tag', 'Resources: !Foo {}\n', /stack\.yaml:1:12: not valid YAML: Unresolved tag: !Foo/],
    [
      'a bomb of aliases',
      `${bomb}\nResources: *a11\n`,
      /stack\.yaml:\d+:\d+: not valid YAML: aliases or nesting make it too large/,
    ],
    [
      'a circle of aliases',
      'Resources: &a { b: *a }\n',
      /stack\.yaml:1:\d+: not valid YAML: aliases or nesting make it too large/,
    ],
    ['nesting without end', `Resources: ${'['.repeat(5000)}\n`, /stack\.yaml:1:\d+: not valid YAML: /],
  ])('refuses %s', async (_, template, message) => {
    await expect(audit(template)).rejects.toThrow(message);
  });

  it('refuses invalid parameters and options', async () => {
    await expect(audit(withIngress(ssh('0.0.0.0/0')), { parameters: '[1]' })).rejects.toThrow(
      /parameters\.json\[0\] is not a parameter\./,
    );
    expect((await run(['audit', '--parameters', 'x'])).stderr).toBe(
      'Error: --parameters needs --template.\n',
    );
    expect((await run(['audit', '--template', 'x', '--plan', 'y'])).stderr).toMatch(
      'cannot be used together',
    );
  });
});
