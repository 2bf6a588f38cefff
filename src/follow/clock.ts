import { howMany, say } from '../core/words/say.ts';

/** The clock of this computer, and what is known of the clock of AWS. */
export interface ClockHost {
  /** Epoch milliseconds, by this computer. */
  now(): number;
  /** Epoch milliseconds, by AWS; undefined before its first response. */
  serviceTime?: (() => number | undefined) | undefined;
}

/** A smaller difference can be the duration of a response and the whole seconds of its time. */
const TOLERANCE_MS = 2_000;
const WARN_FROM_MS = 60_000;

/** Milliseconds that this computer's clock is ahead of AWS. 0 if it is right; undefined if that is not known. */
export function clockSkew(host: ClockHost): number | undefined {
  const service = host.serviceTime?.();
  if (service === undefined) return undefined;
  const skew = host.now() - service;
  return Math.abs(skew) <= TOLERANCE_MS ? 0 : skew;
}

/** The time of AWS in epoch milliseconds, or of this computer if that is not known. */
export function serviceNow(host: ClockHost): number {
  return host.now() - (clockSkew(host) ?? 0);
}

/** Returns a warning if the clocks differ by more than a minute. */
export function skewWarning(host: ClockHost): string | undefined {
  const skew = clockSkew(host) ?? 0;
  if (Math.abs(skew) <= WARN_FROM_MS) return undefined;
  const minutes = howMany(Math.round(Math.abs(skew) / 60_000), 'minute');
  return skew > 0
    ? say`The clock of this computer is ${minutes} ahead of AWS, so ages are wrong.`
    : say`The clock of this computer is ${minutes} behind AWS, so ages are wrong.`;
}
