import { request as httpRequest, type RequestOptions } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { EnvironmentVariables } from './target.ts';

/** The proxy responded but refused the tunnel. `code` is in the same place as the code of Node's socket errors. */
export class ProxyRefusal extends Error {
  readonly code = 'EPROXYREFUSED';
}

/** An agent that connects to HTTPS hosts through a proxy (CONNECT), except the hosts in NO_PROXY. */
export class ProxyAgent extends Agent {
  readonly #proxy: URL;
  readonly #direct: (host: string, port: string) => boolean;

  constructor(proxy: URL, direct: (host: string, port: string) => boolean, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
    this.#direct = direct;
  }

  override createConnection(
    options: RequestOptions & { servername?: string },
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const host = options.host ?? options.hostname ?? '';
    const port = String(options.port ?? 443);
    if (this.#direct(host.toLowerCase(), port)) return super.createConnection(options, callback);
    const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    const { protocol, hostname, username, password } = this.#proxy;
    const auth = username
      ? `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`
      : undefined;
    const fail = (error: Error) => (callback as ((error: Error) => void) | undefined)?.(error);
    const secure = protocol === 'https:';
    (secure ? httpsRequest : httpRequest)({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: this.#proxy.port || (secure ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...(auth === undefined ? {} : { 'proxy-authorization': auth }) },
      agent: false,
      ...(secure ? { ca: this.options.ca } : {}),
    })
      .once('connect', (answer, socket) => {
        if (answer.statusCode === 200) {
          const { ca } = this.options;
          callback?.(null, tlsConnect({ socket, host, servername: options.servername ?? host, ca }));
          return;
        }
        socket.destroy();
        const { statusCode } = answer;
        fail(
          new ProxyRefusal(
            say`the proxy ${this.#proxy.host} responded with status ${statusCode} to CONNECT ${target}`,
          ),
        );
      })
      .once('error', fail)
      .end();
    return undefined;
  }
}

/**
 * Returns an agent for the proxy in HTTPS_PROXY (with the exceptions in NO_PROXY), or undefined if none is set.
 * Both variables can be in upper or lower case.
 *
 * @throws AppError kind usage, code `bad-proxy`, if the value is not an http or https URL.
 */
export function proxyAgent(env: EnvironmentVariables, options: AgentOptions): ProxyAgent | undefined {
  const named = env.HTTPS_PROXY || env.https_proxy;
  if (named === undefined || named === '') return undefined;
  return new ProxyAgent(proxyUrl(named), exemptions(env.NO_PROXY ?? env.no_proxy ?? ''), options);
}

/** Without a scheme (`proxy:3128`) the proxy uses http, as in curl and the AWS CLI. */
function proxyUrl(named: string): URL {
  const url = named.includes('://') ? named : `http://${named}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw usageError(
    'bad-proxy',
    say`HTTPS_PROXY is not an http or https URL.`,
    say`Set it to a URL like http://proxy.example:3128, or unset it.`,
  );
}

/** Entries of NO_PROXY are `*`, host:port, or a domain, which includes its subdomains (`.` or `*.` may precede it). */
function exemptions(text: string): (host: string, port: string) => boolean {
  const entries = text
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .filter((entry) => entry !== '');
  return (host, port) =>
    entries.some((entry) => {
      const [, name, only] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIPv6(entry) ? `[${entry}]` : entry)!;
      if (only !== undefined && only !== port) return false;
      return name === '*' || host === name || host.endsWith(`.${name}`);
    });
}
