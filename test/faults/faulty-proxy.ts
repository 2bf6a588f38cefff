import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { seeded } from '../../src/sandbox/world.ts';

/** What a bad network or proxy does to a request or its response. */
export const PROXY_FAULTS = [
  'late',
  'reset-before',
  'reset-after',
  'reset-in-body',
  'truncated-body',
  'empty-body',
  'corrupt-body',
  'html-body',
  'storm-429',
  'storm-503',
  'timeout-408',
  'date-ahead',
  'date-behind',
  'expired-token',
] as const;

export type ProxyFault = (typeof PROXY_FAULTS)[number];

interface Weather {
  /** Numbers from 0 to 1. */
  random(): number;
  share: number;
  kinds: readonly ProxyFault[];
  /** The requests of a storm that are still refused. */
  storm: { left: number; status: number };
  made: Map<ProxyFault, number>;
}

/**
 * Starts a proxy between this process and a sandbox. The clients connect to it without knowing, so that their
 * signatures, which contain the host, stay valid. Only accounts with a weather meet faults.
 */
export async function faultyProxy(sandboxUrl: string) {
  const sandboxPort = Number(new URL(sandboxUrl).port);
  const weathers = new Map<string, Weather>();
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, sandboxPort, weathers).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const original = Agent.prototype.createConnection;
  Agent.prototype.createConnection = function redirected(options, ...rest) {
    const isDirect = 'direct' in options || Number(options.port) !== sandboxPort;
    const to = isDirect ? options : { ...options, port };
    return original.call(this, to, ...rest);
  };
  return {
    /** Faults in this share of the account's requests, until it is called off. Returns the number of each fault. */
    arm(account: string, seed: number, kinds: readonly ProxyFault[], share: number) {
      const made = new Map<ProxyFault, number>();
      weathers.set(account, { random: seeded(seed), share, kinds, storm: { left: 0, status: 503 }, made });
      return { made, calm: () => weathers.delete(account) };
    },
    async [Symbol.asyncDispose]() {
      Agent.prototype.createConnection = original;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  sandboxPort: number,
  weathers: ReadonlyMap<string, Weather>,
): Promise<void> {
  const [, account = ''] = /Credential=(\d{12})\//.exec(incoming.headers.authorization ?? '') ?? [];
  const weather = weathers.get(account);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const fault = weather === undefined ? undefined : faultOf(weather);
  if (fault === 'late') await delay(20 + (weather?.random() ?? 0) * 200);
  if (fault === 'reset-before') return void outgoing.destroy();
  if (fault === 'storm-429' || fault === 'storm-503' || fault === 'timeout-408') {
    const status = Number(fault.slice(-3));
    outgoing.writeHead(status, { 'content-type': 'text/html' }).end(`<html><h1>${status}</h1></html>`);
    return;
  }
  if (fault === 'expired-token') return refuseToken(incoming, outgoing);
  const { answer, body } = await forward(incoming, Buffer.concat(chunks), sandboxPort);
  if (fault === 'reset-after') return void outgoing.destroy();
  const headers = { ...answer.headers };
  if (fault === 'date-ahead') headers.date = new Date(Date.now() + 7_200_000).toUTCString();
  if (fault === 'date-behind') headers.date = new Date(Date.now() - 7_200_000).toUTCString();
  const changed = changedBody(fault, body);
  if (changed !== body) delete headers['transfer-encoding'];
  if (changed !== body) headers['content-length'] = String(changed.length);
  if (fault === 'html-body') headers['content-type'] = 'text/html';
  if (fault === 'reset-in-body' && body.length > 1) {
    headers['content-length'] = String(body.length);
    outgoing.writeHead(answer.statusCode ?? 200, headers);
    outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.destroy());
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 200, headers).end(changed);
}

function faultOf(weather: Weather): ProxyFault | undefined {
  const { storm, kinds, made } = weather;
  const count = (fault: ProxyFault) => {
    made.set(fault, (made.get(fault) ?? 0) + 1);
    return fault;
  };
  if (storm.left > 0) {
    storm.left -= 1;
    return count(storm.status === 429 ? 'storm-429' : 'storm-503');
  }
  if (weather.random() >= weather.share) return undefined;
  const fault = kinds[Math.floor(weather.random() * kinds.length)];
  if (fault === undefined) return undefined;
  if (fault.startsWith('storm')) {
    storm.left = Math.floor(weather.random() * 12);
    storm.status = Number(fault.slice(-3));
  }
  return count(fault);
}

/** Control characters are forbidden in JSON and XML, so no reader can take a damaged body for another value. */
function changedBody(fault: ProxyFault | undefined, body: Buffer): Buffer {
  if (body.length === 0) return body;
  switch (fault) {
    case 'truncated-body':
      return body.subarray(0, body.length >> 1);
    case 'empty-body':
      return Buffer.alloc(0);
    case 'corrupt-body':
      return Buffer.concat([
        body.subarray(0, body.length >> 1),
        Buffer.from([0x3c, 1]),
        body.subarray(body.length >> 1),
      ]);
    case 'html-body':
      return Buffer.from('<!DOCTYPE html><html><body><p>Please log in to the network<br></body></html>');
    default:
      return body;
  }
}

/** As AWS refuses an expired session, in the format of the request. */
function refuseToken({ headers }: IncomingMessage, outgoing: ServerResponse): void {
  const message = 'The security token included in the request is expired';
  if (/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) {
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>${message}</Message></Error></ErrorResponse>`;
    outgoing.writeHead(403, { 'content-type': 'text/xml' }).end(xml);
    return;
  }
  const json = JSON.stringify({ __type: 'ExpiredTokenException', message });
  outgoing
    .writeHead(400, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': 'ExpiredTokenException',
    })
    .end(json);
}

async function forward(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  port: number,
): Promise<{ answer: IncomingMessage; body: Buffer }> {
  return new Promise((resolve, reject) => {
    // The agent's connection is not redirected to this proxy again.
    const to = { host: '127.0.0.1', port, method, path: url, headers, agent: false as const, direct: true };
    const sent = request(to, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ answer, body: Buffer.concat(chunks) }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
