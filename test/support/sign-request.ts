import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Unsigned {
  method?: string;
  /** Includes the query. */
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface Signer {
  accessKeyId?: string;
  secret: string;
  service: string;
  region?: string;
  at?: Date;
}

/** Returns the headers of a request, with its signature, for `fetch` or rawHttp. */
export async function signRequest(
  url: string,
  { method = 'POST', path = '/', headers = {}, body }: Unsigned,
  signer: Signer,
): Promise<Record<string, string>> {
  const { hostname, host } = new URL(url);
  const [pathname = '/', search = ''] = path.split(/\?(.*)/s);
  const signed = await signatureOf(signer).sign(
    {
      method,
      protocol: 'http:',
      hostname,
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: { host, ...headers },
      body,
    },
    { signingDate: signer.at ?? new Date() },
  );
  return signed.headers;
}

/** `applyChecksum` adds a header with the digest of the body, as the SDK for JavaScript does. */
export function signatureOf(
  { accessKeyId = '111122223333', secret, service, region }: Signer,
  applyChecksum = true,
): SignatureV4 {
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: secret },
    region: region ?? 'eu-west-1',
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum,
  });
}
