import { AwsError } from '../service.ts';

/** The answer to a request that can't be read: AWS's SerializationException. */
export function malformed(message: string): AwsError {
  return new AwsError('SerializationException', message, 400);
}
