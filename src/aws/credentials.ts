import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { EnvironmentVariables } from './target.ts';

/** What the SDK's chain would print by itself is not for the user's screen; what it throws is told. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * One provider for all clients, so that a login, a process or a metadata service is asked once.
 *
 * Its calls throw AppError kind access, code `no-profile`, for a profile that no configuration file has.
 */
export function baseCredentials(
  profile: string | undefined,
  env: EnvironmentVariables,
  region: string,
  requestHandler: NodeHttpHandler,
): AwsCredentialIdentityProvider {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (profile === undefined && accessKeyId && secretAccessKey) {
    const sessionToken = env.AWS_SESSION_TOKEN || undefined;
    const fixed: AwsCredentialIdentity = {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    return async () => fixed;
  }
  return shared(async () => {
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    const find = defaultProvider({
      ...(profile === undefined ? {} : { profile }),
      clientConfig: { region, requestHandler },
      logger: SILENT,
    });
    return find().catch(async (error: unknown) => {
      const named = profile ?? env.AWS_PROFILE;
      if (named !== undefined && named !== '' && !(await profileNames()).has(named))
        throw noProfile(named, error);
      throw error;
    });
  });
}

async function profileNames(): Promise<Set<string>> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
}

function noProfile(name: string, cause: unknown): AppError {
  return new AppError({
    kind: 'access',
    code: 'no-profile',
    message: say`There is no profile "${name}" in the AWS configuration.`,
    hint: say`\`aws configure list-profiles\` lists those that are there; \`aws configure --profile ${name}\` makes this one.`,
    cause,
  });
}

/** Asks again five minutes before the credentials expire; a failure is not remembered. */
export function shared(load: () => Promise<AwsCredentialIdentity>): AwsCredentialIdentityProvider {
  let held: Promise<AwsCredentialIdentity> | undefined;
  return async () => {
    const known = await held?.catch(() => undefined);
    const fresh = known?.expiration === undefined || known.expiration.getTime() - Date.now() > 300_000;
    if (known !== undefined && fresh) return known;
    held = load();
    return held;
  };
}
