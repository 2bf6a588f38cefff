import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { EnvironmentVariables } from './target.ts';

/** Keeps the SDK's credential chain from printing to the screen. Its errors are reported. */
const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Returns one provider for all clients, so that a login, a process or a metadata service is used only once.
 *
 * Calling the provider throws AppError kind access, code `no-profile`, if no configuration file has the profile.
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
    hint: say`Run \`aws configure list-profiles\` to list the profiles, or \`aws configure --profile ${name}\` to create this one.`,
    cause,
  });
}

/** Caches credentials and loads them again five minutes before they expire. A failure is not cached. */
export function shared(load: () => Promise<AwsCredentialIdentity>): AwsCredentialIdentityProvider {
  let cached: Promise<AwsCredentialIdentity> | undefined;
  return async () => {
    const known = await cached?.catch(() => undefined);
    const fresh = known?.expiration === undefined || known.expiration.getTime() - Date.now() > 300_000;
    if (known !== undefined && fresh) return known;
    cached = load();
    return cached;
  };
}
