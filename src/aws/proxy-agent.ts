import { type RequestOptions, request } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';

type Env = Readonly<Record<string, string | undefined>>;

/** An agent that reaches HTTPS hosts through a proxy's CONNECT, except those that NO_PROXY names. */
export class ProxyAgent extends Agent {
  readonly #proxy: URL;
  readonly #direct: (host: string) => boolean;

  constructor(proxy: URL, direct: (host: string) => boolean, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
    this.#direct = direct;
  }

  override createConnection(
    options: RequestOptions & { servername?: string },
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? options.hostname ?? '';
    if (this.#direct(host)) return super.createConnection(options, callback);
    const target = `${host}:${options.port ?? 443}`;
    const auth = this.#proxy.username
      ? `Basic ${Buffer.from(`${decodeURIComponent(this.#proxy.username)}:${decodeURIComponent(this.#proxy.password)}`).toString('base64')}`
      : undefined;
    const fail = (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error);
    request({
      host: this.#proxy.hostname,
      port: this.#proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(auth === undefined ? {} : { 'proxy-authorization': auth }) },
      agent: false,
    })
      .once('connect', (answer, socket) => {
        if (answer.statusCode === 200) {
          callback?.(null, tlsConnect({ socket, servername: options.servername ?? host }));
          return;
        }
        socket.destroy();
        fail(new Error(`the proxy ${this.#proxy.host} answered ${answer.statusCode} to CONNECT ${target}`));
      })
      .once('error', fail)
      .end();
    return undefined;
  }
}

/** The proxy for HTTPS hosts that the environment names (HTTPS_PROXY, NO_PROXY; either case), if any. */
export function proxyAgent(env: Env, options: AgentOptions): ProxyAgent | undefined {
  const url = env.HTTPS_PROXY ?? env.https_proxy;
  if (url === undefined || url === '') return undefined;
  const direct = (env.NO_PROXY ?? env.no_proxy ?? '')
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .filter((entry) => entry !== '');
  return new ProxyAgent(
    new URL(url),
    (host) => direct.some((entry) => entry === '*' || host === entry || host.endsWith(`.${entry}`)),
    options,
  );
}
