import { AwsError } from '../service.ts';

/** AWS's SerializationException, the response to a malformed request. */
export function malformed(message: string): AwsError {
  return new AwsError('SerializationException', message, 400);
}
