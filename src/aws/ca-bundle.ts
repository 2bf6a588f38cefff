import { readFile } from 'node:fs/promises';
import { usageError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { EnvironmentVariables } from './target.ts';

/**
 * Returns the certificates of AWS_CA_BUNDLE in PEM form, or undefined. As in the AWS CLI, no other certificates
 * are then trusted.
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html (`ca_bundle`).
 *
 * @throws AppError kind usage, code `bad-ca-bundle`, if the file can't be read or has no certificate.
 */
export async function caBundle(env: EnvironmentVariables): Promise<string | undefined> {
  const path = env.AWS_CA_BUNDLE;
  if (path === undefined || path === '') return undefined;
  const hint = say`Point AWS_CA_BUNDLE at a PEM file, or unset it.`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError('bad-ca-bundle', say`The AWS_CA_BUNDLE file ${path} can't be read (${code}).`, hint);
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw usageError('bad-ca-bundle', say`The AWS_CA_BUNDLE file ${path} contains no certificate.`, hint);
}
