import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts a server on a free local port. Disposing of the result stops it. */
export async function listening(
  server: Server,
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
