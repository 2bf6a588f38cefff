import type { WireRequest } from './wire/message.ts';
import { protocols, type ServiceProtocol } from './wire/protocols.ts';

/** The content of a request's signature, or a guess for an unsigned request. */
export interface Identified {
  /** Signing name of the service. */
  service: string;
  region: string;
  accessKeyId: string;
}

/**
 * Reads service, Region and access key from the credential scope. Unsigned calls are recognised by their
 * form.
 */
export function identify(request: WireRequest): Identified {
  const authorization = request.headers.authorization ?? '';
  const scope =
    /Credential=([^,\s]+)/.exec(authorization)?.[1] ?? request.query.get('X-Amz-Credential') ?? undefined;
  if (scope) {
    // accessKey/date/region/service/aws4_request; SigV4a omits the Region.
    const parts = scope.split('/');
    return {
      service: parts.at(-2) ?? '',
      region: (parts.length >= 5 ? parts.at(-3) : undefined) ?? 'us-east-1',
      accessKeyId: parts[0] ?? '',
    };
  }
  return { service: byForm(request) ?? '', region: 'us-east-1', accessKeyId: '' };
}

function byForm(request: WireRequest): string | undefined {
  const target = request.headers['x-amz-target']?.split('.').at(-2);
  if (target) return serviceWith((protocol) => protocol.target === target);
  const form = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    ? new URLSearchParams(new TextDecoder().decode(request.body))
    : request.query;
  const version = form.get('Version');
  if (form.has('Action')) {
    return serviceWith((one) => one.protocol.endsWith('Query') && one.version === version);
  }
  return /^\/20\d\d-\d\d-\d\d\//.test(request.path) ? 'lambda' : 's3';
}

function serviceWith(matches: (protocol: ServiceProtocol) => boolean): string | undefined {
  return Object.entries(protocols).find(([, protocol]) => matches(protocol))?.[0];
}
