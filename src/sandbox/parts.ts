import { busSlice } from './bus/route.ts';
import type { AnyService } from './dispatch.ts';
import type { World } from './service.ts';
import { eventsService } from './services/events.ts';
import { iamService } from './services/iam.ts';
import { iamSlice } from './services/iam-slice.ts';
import { stsService } from './services/sts.ts';
import type { Slices } from './world.ts';

const ok = { ok: true } as const;

/** What each service brings to the World. */
export const slices: Slices = {
  bus: busSlice,
  lambda: () => ({ invokeAsync: () => ok }),
  sqs: () => ({ send: () => ok }),
  sns: () => ({ publish: () => ok }),
  kinesis: () => ({ put: () => ok }),
  logs: () => ({ write: () => ok }),
  trails: () => ({ logging: () => false, record() {} }),
  s3: () => ({ put: () => ok }),
  config: () => ({ itemChanged() {} }),
  iam: iamSlice,
};

/** All services of the sandbox. */
export function services(world: World): ReadonlyMap<string, AnyService> {
  const all: AnyService[] = [stsService(world), iamService(world), eventsService(world)];
  return new Map(all.map((service) => [service.signingName, service]));
}
