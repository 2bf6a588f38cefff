import { invalidParameter } from './state.ts';

export type MessageTest = (message: string) => boolean;

export function invalidFilter(reason: string): Error {
  return invalidParameter(`Invalid filter pattern: ${reason}`);
}

/** Regular expressions between percent signs support only these characters (same guide, "Supported"). */
export function compileRegex(source: string): MessageTest {
  if (!/^[\p{L}\p{N}\s_#=@/;,\-.:^$|()[\]{}?*+\\%]+$/u.test(source)) {
    throw invalidFilter('unsupported character in the regular expression');
  }
  try {
    const regex = new RegExp(source);
    return (message) => regex.test(message);
  } catch {
    throw invalidFilter('the regular expression is malformed');
  }
}
