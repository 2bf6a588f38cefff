import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { AppError, usageError } from '../core/errors.ts';
import { isRegionName } from '../core/region-name.ts';
import { VERSION } from '../core/version.ts';
import { say } from '../core/words/say.ts';
import type { Aws } from './aws.ts';
import { caBundle } from './ca-bundle.ts';
import type { ClientConfig } from './client-config.ts';
import { awsFor } from './clients.ts';
import { baseCredentials, shared } from './credentials.ts';
import { downloader } from './download.ts';
import { proxyAgent } from './proxy-agent.ts';
import { DeployRetryStrategy, MAX_ATTEMPTS, SLOWEST_LOOKUPS_PER_SECOND } from './retry-strategy.ts';
import { ServiceClock, TimedHttpHandler } from './service-clock.ts';
import { shellWord } from './shell-word.ts';
import type { AwsTarget, EnvironmentVariables } from './target.ts';

/**
 * Opens AWS for one target. Makes no calls, but reads the configuration files for the Region.
 *
 * @throws AppError kind usage: code `no-region` if no option, environment variable or profile sets a Region;
 *   `bad-region`, `bad-proxy` or `bad-ca-bundle` for invalid settings.
 */
export async function openAws(target: AwsTarget, env: EnvironmentVariables): Promise<Aws> {
  // Node 20 is supported on purpose, so the SDK must not warn users about it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const region = await regionOf(target, env);
  const agent = { keepAlive: true, maxSockets: 64 };
  const httpAgent = new HttpAgent(agent);
  const ca = await caBundle(env);
  const secure = ca === undefined ? agent : { ...agent, ca };
  const httpsAgent = proxyAgent(env, secure) ?? new HttpsAgent(secure);
  const clock = new ServiceClock();
  const requestHandler = new TimedHttpHandler(clock, {
    httpAgent,
    httpsAgent,
    connectionTimeout: 5_000,
    socketTimeout: 60_000,
  });
  const attempts = Number(env.AWS_MAX_ATTEMPTS);
  const maxAttempts = Number.isInteger(attempts) && attempts > 0 ? attempts : MAX_ATTEMPTS;

  // Keys in the environment come before AWS_PROFILE.
  const named = env.AWS_ACCESS_KEY_ID ? undefined : env.AWS_PROFILE || undefined;
  const profile = target.profile ?? named;
  const of = (service: string, at: string): ClientConfig => {
    const endpoint = endpointOf(service, target, env);
    return {
      region: at,
      ...(endpoint === undefined ? {} : { endpoint, disableHostPrefix: true }),
      ...(profile === undefined ? {} : { profile }),
      credentials,
      maxAttempts,
      retryStrategy: new DeployRetryStrategy(
        maxAttempts,
        service === 'cloudtrail' ? SLOWEST_LOOKUPS_PER_SECOND : undefined,
      ),
      requestHandler,
      customUserAgent: `secgroup-monitor/${VERSION}`,
    };
  };
  const base = baseCredentials(target.profile, env, region, requestHandler);
  const credentials = target.roleArn === undefined ? base : assumed(target.roleArn, base, of, region);

  return awsFor({
    region,
    access: accessOptions(target),
    of,
    serviceTime: () => clock.now(),
    download: downloader(httpAgent, httpsAgent),
    close: () => requestHandler.destroy(),
  });
}

function accessOptions({ profile, endpointUrl }: AwsTarget): string {
  const options = { '--profile': profile, '--endpoint-url': endpointUrl };
  return Object.entries(options)
    .map(([name, value]) => (value === undefined ? '' : ` ${name} ${shellWord(value)}`))
    .join('');
}

async function regionOf(target: AwsTarget, env: EnvironmentVariables): Promise<string> {
  const named = target.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const region = named ?? (await profileRegion(target.profile ?? env.AWS_PROFILE ?? 'default'));
  if (region === undefined || region === '') {
    throw usageError('no-region', say`No AWS Region is set.`, say`Use --region or set AWS_REGION.`);
  }
  if (!isRegionName(region)) {
    throw usageError(
      'bad-region',
      say`"${region}" is not a name of an AWS Region.`,
      say`Region names look like eu-west-1.`,
    );
  }
  return region;
}

async function profileRegion(profile: string): Promise<string | undefined> {
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  return configFile[profile]?.region ?? credentialsFile[profile]?.region;
}

/** Same order as the AWS SDKs: option, variable of the service, general variable. The SDK itself reads profiles. */
function endpointOf(service: string, target: AwsTarget, env: EnvironmentVariables): string | undefined {
  if (target.endpointUrl !== undefined) return target.endpointUrl;
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  return env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL || undefined;
}

function assumed(
  roleArn: string,
  base: AwsCredentialIdentityProvider,
  of: (service: string, region: string) => ClientConfig,
  region: string,
): AwsCredentialIdentityProvider {
  return shared(async () => {
    const { sts } = await import('./services/sts.ts');
    const answer = await sts({ ...of('sts', region), credentials: base }).assumeRole({
      RoleArn: roleArn,
      RoleSessionName: 'secgroup-monitor',
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined) {
      throw new AppError({
        kind: 'aws',
        code: 'no-session',
        message: say`The response of sts:AssumeRole for ${roleArn} has no credentials.`,
        hint: say`Check that the endpoint is that of AWS STS, then run the command again.`,
      });
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken === undefined ? {} : { sessionToken: SessionToken }),
      ...(Expiration === undefined ? {} : { expiration: Expiration }),
    };
  });
}
