import { slices } from '../parts.ts';
import { AwsError, type Caller, type SandboxWorld } from '../service.ts';
import { parseArn } from '../values/arn.ts';
import type { Slices } from '../world.ts';
import { UpstreamRefusal } from './connection.ts';
import { sendMessage } from './reach-target.ts';
import { READY_TRAIL } from './ready-trail.ts';
import type { Upstream } from './upstream.ts';
import { upstreamBus } from './upstream-bus.ts';

/** The World of a sandbox that contains only trails. The other services are in the upstream. */
export function upstreamSlices(upstream: Upstream): Slices {
  const later = (world: SandboxWorld, what: string, run: () => Promise<unknown>) => {
    world.after(0, async () => {
      await run().catch((error: Error) => upstream.note(`${what}: ${error.message}.`));
    });
    return { ok: true } as const;
  };
  return {
    ...slices,
    bus: upstreamBus(upstream),
    iam: (world) => ({
      ...slices.iam(world),
      // The upstream accepts any key. Keys that it did not create have the secret of the sandbox.
      accessKey: (key) => ({
        secretAccessKey: upstream.identities.secretOf(key) ?? world.secret,
        sessionToken: undefined,
      }),
      callerOf: (key) => callerOf(upstream, key),
      allows: () => true,
    }),
    sqs: (world) => ({
      send: (queueArn, body, attributes) =>
        later(world, `The dead-letter queue ${queueArn} did not accept the event`, () =>
          sendMessage(upstream, parseArn(queueArn)!, body, attributes),
        ),
    }),
    s3: (world) => ({
      ...slices.s3(world),
      put(bucket, key, body, { contentType = '', contentEncoding = '' }, via) {
        if (bucket === READY_TRAIL) return { ok: true };
        const { account = '', region = '' } = parseArn(via.sourceArn) ?? {};
        return later(world, `Bucket ${bucket} took no log file`, async () => {
          const answer = await upstream.connection.ask({
            ...upstream.identities.actingIn(account),
            service: 's3',
            region,
            method: 'PUT',
            path: `/${bucket}/${key}`,
            headers: { 'content-type': contentType, 'content-encoding': contentEncoding },
            body,
          });
          if (answer.status >= 300) throw new UpstreamRefusal(answer);
        });
      },
    }),
    // A trail's log group is in the upstream, where the sandbox can't act as CloudTrail's role.
    logs: () => ({ write: () => ({ ok: true }) }),
  };
}

function callerOf({ identities }: Upstream, accessKeyId: string): Caller {
  const caller = identities.known(accessKeyId);
  if (!caller) {
    // The dispatcher converts it to CloudTrail's own code.
    throw new AwsError('InvalidClientTokenId', `The upstream does not know ${accessKeyId}.`);
  }
  return caller;
}
