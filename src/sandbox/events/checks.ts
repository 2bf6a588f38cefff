import { AwsError } from '../service.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** A name or id as EventBridge takes it: at most 64 of `.-_A-Za-z0-9`. */
export function checkName(value: string | undefined, member: string, pattern = /^[.\-_A-Za-z0-9]+$/): string {
  const complaint = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must`;
  if (value === undefined || !pattern.test(value)) {
    throw invalid(`${complaint} satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
  }
  if (value.length > 64) throw invalid(`${complaint} have length less than or equal to 64`);
  return value;
}
