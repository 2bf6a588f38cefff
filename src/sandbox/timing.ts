import type { Timing } from './service.ts';

export type TimingPreset = 'instant' | 'lifelike' | 'aws';

/**
 * Delays of eventually consistent behaviour. `instant` is for tests. `lifelike` makes each delay visible but
 * short. `aws` is close to a real account (AWS publishes few figures).
 */
export const timings: Record<TimingPreset, Timing> = {
  instant: {
    iamPropagationMs: 0,
    functionPendingMs: 0,
    cloudTrailDelayMs: { min: 0, max: 0 },
    ruleEffectMs: 0,
    logIngestionMs: { min: 0, max: 0 },
    retryMinuteMs: 10,
  },
  lifelike: {
    iamPropagationMs: 300,
    functionPendingMs: 200,
    cloudTrailDelayMs: { min: 50, max: 250 },
    ruleEffectMs: 50,
    logIngestionMs: { min: 20, max: 120 },
    retryMinuteMs: 1000,
  },
  aws: {
    iamPropagationMs: 10_000,
    functionPendingMs: 3000,
    cloudTrailDelayMs: { min: 2000, max: 20_000 },
    ruleEffectMs: 2000,
    logIngestionMs: { min: 500, max: 5000 },
    retryMinuteMs: 60_000,
  },
};

export function timingOf(timing: TimingPreset | Timing = 'lifelike'): Timing {
  return typeof timing === 'string' ? timings[timing] : timing;
}
