import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { readAll } from '../read-all.ts';
import { compactSeconds } from '../values/iso-time.ts';

/** A response of the upstream, read completely. */
export interface UpstreamAnswer {
  status: number;
  /** Names in lower case. */
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Returns the body as text, decompressed if it is gzip. */
export function bodyText({ headers, body }: UpstreamAnswer): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** A call that the sandbox itself makes to the upstream. */
export interface Asking {
  accessKeyId: string;
  sessionToken?: string | undefined;
  service: string;
  region: string;
  method?: string | undefined;
  path?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: string | Uint8Array | undefined;
}

/** The connection to another emulator, for forwarded calls and for our own. */
export class Connection {
  readonly url: URL;
  readonly #agent: HttpAgent;

  /** @throws TypeError if the text is not an http or https URL. */
  constructor(url: string) {
    this.url = new URL(url);
    if (!/^https?:$/.test(this.url.protocol)) throw new TypeError(`${url} is not an http or https URL`);
    const options = { keepAlive: true, maxSockets: 256 };
    this.#agent = this.url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Opens a request. `headers` in Node's raw form (name, value, name, value…) are sent unchanged. */
  open(method: string, path: string, headers: string[] | Record<string, string>): ClientRequest {
    const request = this.url.protocol === 'https:' ? requestHttps : requestHttp;
    return request({
      agent: this.#agent,
      hostname: this.url.hostname.replace(/^\[|\]$/g, ''),
      port: this.url.port,
      method,
      path,
      headers,
    });
  }

  /**
   * Sends our own call. Emulators read access key, Region and service from the scope and ignore the
   * signature.
   */
  async ask(asking: Asking): Promise<UpstreamAnswer> {
    const { accessKeyId, sessionToken, service, region, method = 'POST', path = '/' } = asking;
    const at = compactSeconds(Date.now());
    const scope = `${accessKeyId}/${at.slice(0, 8)}/${region}/${service}/aws4_request`;
    const body = Buffer.from(asking.body ?? '');
    const answer = await this.#send(method, path, body, {
      host: this.url.host,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      'x-amz-date': at,
      'content-length': String(body.length),
      ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
      ...asking.headers,
    });
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await readAll(answer) };
  }

  #send(
    method: string,
    path: string,
    body: Buffer,
    headers: Record<string, string>,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = this.open(method, path, headers);
      sent.once('response', resolve);
      sent.once('error', (error: NodeJS.ErrnoException) => {
        // The upstream closed an idle connection just when it was reused, so it has not received the request.
        if (sent.reusedSocket && error.code === 'ECONNRESET')
          resolve(this.#send(method, path, body, headers));
        else reject(error);
      });
      sent.end(body);
    });
  }

  /** Calls one operation of a JSON protocol. Throws UpstreamRefusal for an error response. */
  async askJson(asking: Asking, target: string, input: object): Promise<Record<string, unknown>> {
    const version = asking.service === 'sqs' ? '1.0' : '1.1';
    const answer = await this.ask({
      ...asking,
      headers: { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}` },
      body: JSON.stringify(input),
    });
    return JSON.parse(accepted(answer).body.toString() || '{}');
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The upstream answered with an error. */
export class UpstreamRefusal extends Error {
  readonly status: number;

  constructor(answer: UpstreamAnswer) {
    const text = answer.body.toString();
    super(
      /<Code>([^<]*)/.exec(text)?.[1] ??
        /"(?:__type|code)"\s*:\s*"([^"]*)/.exec(text)?.[1] ??
        text.slice(0, 200),
    );
    this.status = answer.status;
  }
}

export function accepted(answer: UpstreamAnswer): UpstreamAnswer {
  if (answer.status >= 300) throw new UpstreamRefusal(answer);
  return answer;
}
