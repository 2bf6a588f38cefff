import { createServer } from 'node:http';
import { Calls } from '../../../src/sandbox/calls.ts';
import { dispatch } from '../../../src/sandbox/dispatch.ts';
import { Faults } from '../../../src/sandbox/faults.ts';
import { services, slices } from '../../../src/sandbox/parts.ts';
import { handle } from '../../../src/sandbox/server.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { createWorld } from '../../../src/sandbox/world.ts';
import { listening } from '../../support/listening.ts';

/** Starts an emulator like others: the services of the sandbox, which accept any signature. */
export async function openEmulator() {
  const failures: unknown[] = [];
  const onError = (error: unknown) => failures.push(error);
  const {
    world,
    close,
    listening: setUrl,
  } = createWorld({ timing: timings.instant, seed: 1, onError }, slices);
  const calls = new Calls();
  const authenticate = async () => {};
  const parts = {
    world,
    services: services(world),
    faults: new Faults([], Math.random),
    calls,
    authenticate,
    onError,
  };
  const server = createServer((message, response) => {
    handle((request, origin) => dispatch(parts, request, origin), message, response).catch(onError);
  });
  const { url, [Symbol.asyncDispose]: stop } = await listening(server);
  setUrl(url);
  return {
    url,
    world,
    calls: calls.entries,
    async [Symbol.asyncDispose]() {
      await stop();
      await close();
      if (failures.length > 0) throw failures[0];
    },
  };
}
