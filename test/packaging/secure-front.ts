import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
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

/** Starts an HTTPS server in front of a sandbox. Under the portal's host name it answers like the portal. */
export async function secureFront(sandbox: string, { key, cert }: Certificates): Promise<SecureFront> {
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    if (incoming.headers.host?.startsWith('portal.sso.')) {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(PORTAL_ANSWER));
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request(new URL(url!, sandbox), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
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
