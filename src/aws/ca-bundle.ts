import { readFile } from 'node:fs/promises';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { EnvironmentVariables } from './target.ts';

/**
 * The certificates of AWS_CA_BUNDLE, which then are the only ones to trust, as for the AWS CLI.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html (`ca_bundle`).
 *
 * @throws AppError kind usage, code `bad-ca-bundle`.
 */
export async function caBundle(env: EnvironmentVariables): Promise<string | undefined> {
  const path = env.AWS_CA_BUNDLE;
  if (path === undefined || path === '') return undefined;
  const hint = say`Let it name a file of certificates in PEM form, or unset it.`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError('bad-ca-bundle', say`AWS_CA_BUNDLE names ${path}, which can't be read (${code}).`, hint);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw usageError('bad-ca-bundle', say`AWS_CA_BUNDLE names ${path}, which holds no certificate.`, hint);
}
