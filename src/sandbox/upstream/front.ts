import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Calls } from '../calls.ts';
import { cloudtrailService } from '../cloudtrail/cloudtrail.ts';
import { dispatch } from '../dispatch.ts';
import { messageOf } from '../error-message.ts';
import { Faults } from '../faults.ts';
import { type Identified, identify } from '../identify.ts';
import { bucketsOf } from '../s3/state.ts';
import { type AnswerRequest, handle, wireRequest } from '../server.ts';
import { AwsError, type Caller, type SandboxWorld } from '../service.ts';
import type { WireResponse } from '../wire/message.ts';
import { serviceWire } from '../wire/service-wire.ts';
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
    const parts = { world, services, faults: new Faults([], world.random), calls, onError };
    this.#answerHere = async (request, origin) => {
      const asked = new TextDecoder().decode(request.body);
      await this.#learnBucket(/"S3BucketName"\s*:\s*"([^"\\]+)"/.exec(asked)?.[1], identify(request));
      return dispatch(parts, request, origin);
    };
  }

  async take(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const identified = identify(wireRequest(message, new Uint8Array()));
    const { service, region, accessKeyId } = identified;
    const token = message.headers['x-amz-security-token']?.toString();
    const caller = accessKeyId ? await this.#learn(accessKeyId, token, region) : undefined;
    if (service === 'cloudtrail') return handle(this.#answerHere, message, response);
    const { entry, end } = this.calls.begin(service, region, '');
    try {
      const exchange = await passThrough(this.#upstream.connection, message, response);
      const observed = await observe(this.#world, exchange, identified, caller, this.#upstream.note);
      entry.operation = observed.operation;
      entry.caller = caller?.arn ?? '';
      end(observed.outcome, exchange.status);
    } catch (error) {
      if (!(error instanceof Unreachable) || response.headersSent) {
        end('cut', 0);
        throw error;
      }
      end('upstream-unreachable', 503);
      await handle(async () => unavailable(service, error), message, response);
    }
  }

  /** The caller must be identified before CloudTrail answers. A new account gets its trail. */
  async #learn(accessKeyId: string, token: string | undefined, region: string): Promise<Caller | undefined> {
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

async function unavailable(service: string, error: Unreachable): Promise<WireResponse> {
  const wire = (await serviceWire(service)) ?? (await serviceWire('s3'))!;
  const message = `The upstream could not be reached: ${error.message}`;
  return wire.writeError(new AwsError('ServiceUnavailable', message, 503), '');
}
