import { identify } from '../identify.ts';
import { type AccessKey, AwsError } from '../service.ts';
import { equalSecrets } from '../values/secret.ts';
import type { ReceivedRequest } from '../wire/message.ts';
import { unknownKey } from '../wire/standard-errors.ts';
import { readClaim, type SignatureClaim } from './claim.ts';
import { missingSignature, unsupportedVersion } from './signature-errors.ts';
import { verifySignature } from './verify.ts';

/** Returns the secrets of an access key. Throws InvalidClientTokenId or ExpiredToken. */
export type FindKey = (accessKeyId: string) => AccessKey;

/** Verifies that a request is signed with the secret of its access key. Throws the service's own error. */
export async function authenticate(request: ReceivedRequest, findKey: FindKey): Promise<void> {
  const { claim, key } = claimedKey(request, findKey);
  await verifySignature(claim, request, request.sent.body, key.secretAccessKey);
}

/** Returns the claim of a signed request, and the secrets of its access key. Throws the service's own error. */
export function claimedKey(
  request: ReceivedRequest,
  findKey: FindKey,
): { claim: SignatureClaim; key: AccessKey } {
  const { service } = identify(request);
  const claim = readClaim(request, service);
  if (!claim) throw signedAnotherWay(request, service) ?? missingSignature(service);
  const key = knownKey(service, () => findKey(claim.accessKeyId));
  if (key.sessionToken !== undefined && !equalSecrets(key.sessionToken, claim.sessionToken ?? '')) {
    throw unknownKey(service);
  }
  return { claim, key };
}

/** S3 in newer Regions does not accept Version 2, which botocore still uses for URLs by default. */
function signedAnotherWay({ headers, query }: ReceivedRequest, service: string): AwsError | undefined {
  const version2 = headers.authorization?.startsWith('AWS ') === true || query.has('AWSAccessKeyId');
  return service === 's3' && version2 ? unsupportedVersion() : undefined;
}

/** IAM has its own code for an unknown access key, and each service reports it with another code. */
export function knownKey<T>(service: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsError && error.code === 'InvalidClientTokenId') throw unknownKey(service);
    throw error;
  }
}
