// Covers src/core/caller.ts.
import { expect, it } from 'vitest';
import { makeHost } from '../../src/deploy/host.ts';

it.each([{}, { Account: '111122223333' }, { Account: '111122223333', Arn: 'x' }])(
  'reports a response without the identity: %j',
  async (answer) => {
    const aws = { region: 'eu-west-1', sts: async () => ({ getCallerIdentity: async () => answer }) };
    const host = makeHost({ aws } as unknown as Parameters<typeof makeHost>[0]);
    await expect(host.identity()).rejects.toMatchObject({ kind: 'aws', code: 'no-identity' });
  },
);
