import type { Dict } from '../json-shape.ts';
import type { Actor, Via } from './change.ts';
import { accountId, dict, field, text } from './json.ts';

/**
 * Returns the verified identity of a CloudTrail `userIdentity`: the role that issued a session, the Identity Center
 * user, or the service. The user agent is never used. Source: CloudTrail User Guide,
 * "CloudTrail userIdentity element".
 */
export function actorOf(userIdentity: unknown): Actor {
  const identity = dict(userIdentity);
  const type = text(field(identity, 'type')) ?? 'Unknown';
  const actor = byType(type, identity);
  const delegate = field(identity, 'invokedByDelegate');
  if (delegate === undefined || delegate === null) return actor;
  const account = accountId(field(dict(delegate), 'accountId')) ?? text(delegate) ?? 'another account';
  return { ...actor, name: `${actor.name} (delegated to ${account})` };
}

function byType(type: string, identity: Dict): Actor {
  const arn = text(field(identity, 'arn'));
  const account = accountId(field(identity, 'accountId'));
  const userName = text(field(identity, 'userName'));
  const principal = text(field(identity, 'principalId'));
  const plain = {
    type,
    arn: arn ?? principal ?? account ?? 'unknown',
    name: userName ?? lastPart(arn) ?? principal ?? account ?? 'unknown',
  };
  switch (type) {
    case 'Root':
      return { ...plain, name: 'root' };
    case 'AssumedRole':
    case 'FederatedUser':
      return session(type, identity, plain);
    case 'AWSService': {
      const service = text(field(identity, 'invokedBy')) ?? plain.arn;
      return { type, arn: service, name: service };
    }
    case 'IdentityCenterUser': {
      const userId = text(field(dict(field(identity, 'onBehalfOf')), 'userId')) ?? principal ?? 'unknown';
      return {
        type,
        arn: arn ?? `arn:aws:identitystore:::user/${userId}`,
        name: userName ?? userId,
      };
    }
    default:
      return plain;
  }
}

/** For temporary credentials, the issuer is verified, but the caller chose the session name. */
function session(type: string, identity: Dict, plain: Actor): Actor {
  const issuer = dict(field(dict(field(identity, 'sessionContext')), 'sessionIssuer'));
  const sts = /^arn:([^:]*):sts::(\d*):assumed-role\/([^/]+)\/(.+)$/.exec(plain.arn);
  const issuerArn =
    text(field(issuer, 'arn')) ?? (sts === null ? undefined : `arn:${sts[1]}:iam::${sts[2]}:role/${sts[3]}`);
  const issuerName = text(field(issuer, 'userName')) ?? lastPart(issuerArn);
  const ownName = sts?.[4] ?? afterColon(text(field(identity, 'principalId'))) ?? lastPart(plain.arn);
  if (issuerArn === undefined || issuerName === undefined) return plain;
  return { type, arn: issuerArn, name: ownName === undefined ? issuerName : `${issuerName}/${ownName}` };
}

function lastPart(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

function afterColon(principalId: string | undefined): string | undefined {
  return principalId?.includes(':') ? principalId.slice(principalId.indexOf(':') + 1) : undefined;
}

const SERVICE_HOST = /^(AWS Internal|([a-z0-9-]+\.)+amazonaws\.com(\.cn)?)(\/|$)/i;
const CONSOLE_HOST = /^(console|signin)\.|\.console\.|\.signin\./i;

/**
 * Returns the tool with which a call was made. CloudTrail has no field for it. Calls of a service contain its DNS name,
 * and calls from the console contain `sessionCredentialFromConsole` or the console's user agent. For all others there
 * is only the user agent, which the caller can forge.
 */
export function viaOf(record: Dict): Via {
  const identity = dict(field(record, 'userIdentity'));
  const agent = text(field(record, 'userAgent')) ?? '';
  const hosts = [text(field(identity, 'invokedBy')), text(field(record, 'sourceIPAddress')), agent].filter(
    (host) => host !== undefined && SERVICE_HOST.test(host),
  ) as string[];
  if (hosts.some((host) => host.startsWith('cloudformation.'))) return 'cloudformation';
  if (hosts.some((host) => CONSOLE_HOST.test(host))) return 'console';
  if (hosts.length > 0 || text(field(identity, 'type')) === 'AWSService') return 'service';
  if (text(field(record, 'sessionCredentialFromConsole')) === 'true') return 'console';
  if (/\b(Terraform|OpenTofu)\//i.test(agent)) return 'terraform';
  if (/^\[?aws-cli\//i.test(agent)) return 'cli';
  if (/^\[?(Boto3?|Botocore|aws-sdk-[\w-]+|aws-cdk|APN|ElasticBeanstalk|Pulumi)\//i.test(agent)) return 'sdk';
  if (/^\[?Mozilla\//i.test(agent)) return 'console';
  return 'unknown';
}
