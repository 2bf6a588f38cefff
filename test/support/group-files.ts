/** Files of a user: a baseline, the same with two mistakes, and groups as describe-security-groups prints them. */
export const BASELINE = `version: 1
groups:
  - name: web
    match: { name: "web*" }
    ingress: exactly
    rules:
      - tcp 80,443 from anywhere
never:
  - rule: "tcp 22,3389 from anywhere"
    severity: critical
`;

export const withSlips = (baseline: string): string =>
  baseline.replace('tcp 80', 'tpc 80').replace('exactly', 'exactli');

/** A permission for one TCP port from one IPv4 block. */
export const open = (port: number, cidr: string) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp: cidr }],
});

export const group = (id: string, name: string, ...IpPermissions: object[]) => ({
  GroupId: id,
  GroupName: name,
  OwnerId: '111122223333',
  VpcId: 'vpc-0a1b2c3d',
  IpPermissions,
});

export const groups = (...SecurityGroups: object[]): string => JSON.stringify({ SecurityGroups });
