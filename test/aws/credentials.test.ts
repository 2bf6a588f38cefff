// Covers src/aws/open.ts, src/aws/clients.ts.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAws } from '../../src/aws/open.ts';
import { testSandbox } from '../support/sandbox.ts';

let folder: string;
let sandbox: Awaited<ReturnType<typeof testSandbox>>;

beforeAll(async () => {
  sandbox = await testSandbox();
  folder = await mkdtemp(join(tmpdir(), 'profiles-'));
  const config = join(folder, 'config');
  const keys = `aws_access_key_id = 444455556666\naws_secret_access_key = ${sandbox.secret}\n`;
  await writeFile(config, `[profile audit]\n${keys}`);
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await rm(folder, { recursive: true });
});

async function caller(target: { profile?: string }, env: Record<string, string> = {}) {
  const aws = await openAws({ region: 'eu-west-1', endpointUrl: sandbox.url, ...target }, env);
  try {
    return (await (await aws.sts()).getCallerIdentity({})).Account;
  } finally {
    aws.close();
  }
}

describe('openAws with a profile', () => {
  it('prefers the profile to keys in the environment, and hides the warning of the SDK', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '111122223333');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', sandbox.secret);
    const spies = ['log', 'warn', 'error'].map((name) => vi.spyOn(console, name as 'warn').mockReturnValue());
    expect(await caller({ profile: 'audit' })).toBe('444455556666');
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it.each([
    [{ profile: 'audti' }, {}],
    [{}, { AWS_PROFILE: 'audti' }],
  ])('reports a profile that does not exist: %j %j', async (target, env: Record<string, string>) => {
    if (env.AWS_PROFILE !== undefined) vi.stubEnv('AWS_PROFILE', env.AWS_PROFILE);
    await expect(caller(target, env)).rejects.toMatchObject({
      kind: 'access',
      code: 'no-profile',
      message: 'There is no profile "audti" in the AWS configuration.',
    });
  });
});
