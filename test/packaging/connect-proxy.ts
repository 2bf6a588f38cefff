import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface ConnectProxy extends AsyncDisposable {
  url: string;
  /** The requests in order: `host:port`, with the credentials if there are any. */
  requests: { target: string; authorization?: string }[];
}

/** Starts a proxy that connects every CONNECT, for any host, to one port of 127.0.0.1, or refuses with `status`. */
export async function connectProxy(port: number, status = 200): Promise<ConnectProxy> {
  const requests: ConnectProxy['requests'] = [];
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client, head) => {
    const authorization = request.headers['proxy-authorization'];
    requests.push({ target: request.url!, ...(authorization && { authorization }) });
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
