import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { listening } from '../support/listening.ts';
import type { PythonTools } from './python-tools.ts';

/** Starts a MiniStack on a free port. Disposing of the result stops it. */
export async function startMinistack(
  tools: PythonTools,
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const port = await freePort();
  const home = await mkdtemp(join(tmpdir(), 'ministack-'));
  const child = spawn(tools.ministack, [], {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: home,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      LAMBDA_EXECUTOR: 'local',
      LOG_LEVEL: 'WARNING',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`MiniStack ended during its start:\n${output}`);
    await fetch(`${url}/_ministack/health`);
  }, 30_000);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await stop(child);
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * Starts a proxy in front of MiniStack 1.5.33 that corrects a difference from AWS which breaks clients. So
 * neither the product nor the sandbox needs a workaround:
 *
 * - FilterLogEvents returns events of functions without an eventId (CloudWatch Logs API reference,
 *   FilteredLogEvent). A client that reads overlapping periods distinguishes events by it.
 */
export async function correctedMinistack(
  upstream: string,
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const to = new URL(upstream);
  const server = createServer((message, response) => {
    const { hostname, port } = to;
    const { method, url: path, rawHeaders } = message;
    const sent = request({ hostname, port, method, path, headers: rawHeaders as never }, (answer) => {
      if (message.headers['x-amz-target'] !== 'Logs_20140328.FilterLogEvents' || answer.statusCode !== 200) {
        response.writeHead(answer.statusCode!, answer.rawHeaders);
        answer.pipe(response);
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = withEventIds(Buffer.concat(chunks).toString());
        response.writeHead(200, { ...answer.headers, 'content-length': Buffer.byteLength(body) });
        response.end(body);
      });
    });
    sent.on('error', () => response.destroy());
    message.pipe(sent);
  });
  return listening(server);
}

function withEventIds(text: string): string {
  const page = JSON.parse(text) as { events: Record<string, unknown>[] };
  for (const event of page.events) {
    event.eventId ??= createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 40);
  }
  return JSON.stringify(page);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}
