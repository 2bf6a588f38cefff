import type { Aws } from '../aws/aws.ts';
import type { Ec2 } from '../aws/services/ec2.ts';
import { AwsCallError } from '../core/errors.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { say } from '../core/words/say.ts';
import type { AuditAttachment, AuditContext } from '../reports/audit.ts';

type InterfacePage = Awaited<ReturnType<Ec2['describeNetworkInterfaces']>>;
type InterfaceRow = NonNullable<InterfacePage['NetworkInterfaces']>[number];

/** EC2's largest page. Source: EC2 API reference, DescribeNetworkInterfaces. */
const PAGE = 1000;
/** The maximum number of attachments and addresses in a finding. */
const NAMED = 20;

/**
 * Reads what each of at most 200 groups is attached to. Undefined, with a note, if the call is denied.
 */
export async function attachmentsOf(
  aws: Aws,
  groups: readonly SecurityGroup[],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<Map<string, AuditContext> | undefined> {
  const contexts = new Map<string, AuditContext>(
    groups.map(({ id }) => [
      id,
      { attached: false, attachments: [], attachmentCount: 0, publicAddresses: [] },
    ]),
  );
  try {
    const ec2 = await aws.ec2();
    const Filters = [{ Name: 'group-id', Values: [...contexts.keys()] }];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeNetworkInterfaces({ Filters, MaxResults: PAGE, NextToken }, signal);
      for (const card of page.NetworkInterfaces ?? []) {
        for (const { GroupId } of card.Groups ?? []) attach(contexts.get(GroupId ?? ''), card);
      }
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) throw error;
    note(say`The attachments of the groups could not be read: ${error.message}`);
    return undefined;
  }
  return contexts;
}

function attach(context: AuditContext | undefined, card: InterfaceRow): void {
  if (context === undefined) return;
  context.attached = true;
  context.attachmentCount += 1;
  if (context.attachments.length < NAMED) context.attachments.push(attachmentOf(card));
  for (const address of publicAddresses(card)) {
    if (context.publicAddresses.length >= NAMED || context.publicAddresses.includes(address)) continue;
    context.publicAddresses.push(address);
  }
}

/** All IPv6 addresses of an interface are public, unless the subnet's block is private. */
function publicAddresses(card: InterfaceRow): string[] {
  const v4 = [
    card.Association?.PublicIp,
    ...(card.PrivateIpAddresses ?? []).map((ip) => ip.Association?.PublicIp),
  ];
  const v6 = (card.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address);
  return [...v4, ...v6].filter((address) => address !== undefined && !/^f[cd]/i.test(address)) as string[];
}

export function attachmentOf(card: InterfaceRow): AuditAttachment {
  const publicAddress = publicAddresses(card)[0];
  return {
    interfaceId: card.NetworkInterfaceId ?? '',
    ...whose(card),
    ...(publicAddress === undefined ? {} : { publicAddress }),
  };
}

/**
 * Returns the resource of an interface. Interfaces of AWS services belong to the service, and only their type and
 * description show the resource. Sources: EC2 API reference, NetworkInterface (InterfaceType); the descriptions are
 * those that the services write (requester-managed interfaces, Amazon EC2 user guide).
 */
function whose(card: InterfaceRow): Pick<AuditAttachment, 'kind' | 'name'> {
  const description = card.Description ?? '';
  const instance = card.Attachment?.InstanceId;
  if (instance !== undefined) return { kind: 'instance', name: instance };
  for (const [kind, pattern] of DESCRIPTIONS) {
    const found = pattern.exec(description);
    if (found !== null) return { kind, name: found[1] ?? description };
  }
  const kind = TYPES[card.InterfaceType ?? ''] ?? 'other';
  return { kind, name: description || (card.NetworkInterfaceId ?? '') };
}

const DESCRIPTIONS: readonly (readonly [AuditAttachment['kind'], RegExp])[] = [
  ['load-balancer', /^ELB (?:(?:app|net|gwy)\/)?([^/]+)/],
  ['function', /^AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/],
  ['database', /^(?:RDSNetworkInterface|RedshiftNetworkInterface|ElastiCache .+|DMSNetworkInterface)$/],
  ['nat-gateway', /^Interface for NAT Gateway (nat-[0-9a-f]+)/],
  ['endpoint', /^VPC Endpoint Interface (vpce-[0-9a-f]+)/],
  ['container', /^arn:[a-z-]+:ecs:[^:]*:[^:]*:attachment\/(.+)$/],
];

const TYPES: Readonly<Record<string, AuditAttachment['kind']>> = {
  lambda: 'function',
  load_balancer: 'load-balancer',
  network_load_balancer: 'load-balancer',
  gateway_load_balancer: 'load-balancer',
  natGateway: 'nat-gateway',
  nat_gateway: 'nat-gateway',
  vpc_endpoint: 'endpoint',
  gateway_load_balancer_endpoint: 'endpoint',
};
