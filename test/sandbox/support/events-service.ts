import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

/** Starts a sandbox for the tests of one file, with a client of its event buses. */
export async function eventsService() {
  const sandbox = await testSandbox();
  afterAll(() => sandbox[Symbol.asyncDispose]());
  return { sandbox, events: new EventBridgeClient(clientConfig(sandbox)) };
}
