import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Reached } from '../support/sandbox.ts';
import { signRequest } from '../support/sign-request.ts';
import type { Certificates } from './certificates.ts';

export interface SecureFront extends AsyncDisposable {
  port: number;
}

/** Role credentials, in the form in which the access portal of IAM Identity Center returns them. */
const PORTAL_ANSWER = {
  roleCredentials: {
    accessKeyId: '444455556666',
    secretAccessKey: 'sandbox',
    sessionToken: 'token',
    expiration: 4_102_444_800_000,
  },
};

/**
 * Starts an HTTPS server in front of a sandbox. Under the portal's host name it answers like the portal. A
 * signature is valid only for the host in its request, so all other requests are signed again for the sandbox.
 */
export async function secureFront(sandbox: Reached, { key, cert }: Certificates): Promise<SecureFront> {
  const server = createServer({ key, cert }, async (incoming, outgoing) => {
    if (incoming.headers.host?.startsWith('portal.sso.')) {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(PORTAL_ANSWER));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const [, accessKeyId, region, service = ''] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)/.exec(headers.authorization ?? '') ?? [];
    const kept = Object.entries(headers).filter(([name]) => /^(content-type|x-amz-target)$/.test(name));
    const signed = await signRequest(
      sandbox.url,
      { method, path, headers: Object.fromEntries(kept) as Record<string, string>, body },
      { secret: sandbox.secret, service, ...(accessKeyId && { accessKeyId }), ...(region && { region }) },
    );
    const onward = request(new URL(path, sandbox.url), { method, headers: signed }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy()).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
