import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Calls } from '../calls.ts';
import { cloudtrailService } from '../cloudtrail/cloudtrail.ts';
import { dispatch } from '../dispatch.ts';
import { messageOf } from '../error-message.ts';
import { Faults } from '../faults.ts';
import { type Identified, identify } from '../identify.ts';
import { readBody, requestHead } from '../receive.ts';
import { bucketsOf } from '../s3/state.ts';
import { type AnswerRequest, handle, sendError } from '../server.ts';
import { AwsError, type Caller, type SandboxWorld } from '../service.ts';
import { authenticate, claimedKey } from '../signature/authenticate.ts';
import { needsBody, verifySignature } from '../signature/verify.ts';
import type { ReceivedRequest } from '../wire/message.ts';
import { observe } from './observe.ts';
import { passThrough, Unreachable } from './pass-through.ts';
import { giveTrail } from './ready-trail.ts';
import type { Upstream } from './upstream.ts';

/** Decides for each request: CloudTrail's are answered here, all others are forwarded. */
export class Front {
  readonly #upstream: Upstream;
  readonly #world: SandboxWorld;
  readonly #answerHere: AnswerRequest;
  readonly calls: Calls;

  constructor(upstream: Upstream, world: SandboxWorld, calls: Calls, onError: (error: unknown) => void) {
    this.#upstream = upstream;
    this.#world = world;
    this.calls = calls;
    const services = new Map([['cloudtrail', cloudtrailService(world)]]);
    const parts = {
      world,
      services,
      faults: new Faults([], world.random),
      calls,
      authenticate: (request: ReceivedRequest) => authenticate(request, world.iam.accessKey),
      onError,
    };
    this.#answerHere = async (request, origin) => {
      await parts.authenticate(request);
      const identified = identify(request);
      await this.#learn(identified, request.headers['x-amz-security-token']);
      const asked = new TextDecoder().decode(request.body);
      await this.#learnBucket(/"S3BucketName"\s*:\s*"([^"\\]+)"/.exec(asked)?.[1], identified);
      return dispatch(parts, request, origin);
    };
  }

  async take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = requestHead(message);
    const identified = identify(head);
    const { service, region } = identified;
    if (service === 'cloudtrail') return handle(this.#answerHere, message, response);
    const { entry, end } = this.calls.begin(service, region, '');
    try {
      const body = await this.#authenticate(head, message);
      const caller = await this.#learn(identified, head.headers['x-amz-security-token']);
      const exchange = await passThrough(this.#upstream.connection, { message, body }, response);
      if (exchange.answer) this.#upstream.identities.learnKeys(service, exchange.answer);
      const observed = await observe(this.#world, exchange, identified, caller, this.#upstream.note);
      entry.operation = observed.operation;
      entry.caller = caller?.arn ?? '';
      end(observed.outcome, exchange.status);
    } catch (error) {
      const answered = errorAnswer(error);
      if (!answered || response.headersSent) {
        end('cut', 0);
        throw error;
      }
      end(error instanceof Unreachable ? 'upstream-unreachable' : answered.code, answered.status);
      await sendError(message, response, answered);
    }
  }

  /**
   * Verifies the signature before anything reaches the upstream. Returns the body if the signature covers it
   * directly. If the signature covers a digest in a header, the body is streamed later.
   */
  async #authenticate(head: ReceivedRequest, message: IncomingMessage): Promise<Uint8Array | undefined> {
    const { claim, key } = claimedKey(head, this.#world.iam.accessKey);
    const body = needsBody(claim, head) ? await readBody(message) : undefined;
    await verifySignature(claim, head, body, key.secretAccessKey);
    return body;
  }

  /** The caller must be identified before CloudTrail answers. A new account gets its trail. */
  async #learn({ accessKeyId, region }: Identified, token: string | undefined): Promise<Caller | undefined> {
    try {
      const { caller } = await this.#upstream.identities.of(accessKeyId, token, region);
      giveTrail(this.#world, caller.accountId, region);
      return caller;
    } catch (error) {
      this.#upstream.note(
        `The upstream cannot identify the caller of ${accessKeyId} (${messageOf(error)}). Its calls are not recorded.`,
      );
      return undefined;
    }
  }

  /** A trail's bucket is in the upstream, so CloudTrail checks its current policy there. */
  async #learnBucket(name: string | undefined, { region, accessKeyId }: Identified): Promise<void> {
    const owner = this.#upstream.identities.known(accessKeyId)?.accountId;
    if (name === undefined || owner === undefined) return;
    const ask = (path: string) =>
      this.#upstream.connection.ask({
        ...this.#upstream.identities.actingIn(owner),
        service: 's3',
        region,
        method: 'GET',
        path,
      });
    const [bucket, policy] = await Promise.all([ask(`/${name}?location`), ask(`/${name}?policy`)]);
    const buckets = bucketsOf(this.#world);
    buckets.delete(name);
    if (bucket.status >= 300) return;
    buckets.set(name, {
      name,
      owner,
      region,
      createdAt: this.#world.now(),
      policy: policy.status < 300 ? policy.body.toString() : undefined,
      encryption: { Rules: [] },
      tags: [],
      objects: new Map(),
    });
  }
}

/** Returns the error to send to the client; undefined if the connection must be cut instead. */
function errorAnswer(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (!(error instanceof Unreachable)) return undefined;
  return new AwsError('ServiceUnavailable', `The upstream could not be reached: ${error.message}`, 503);
}
