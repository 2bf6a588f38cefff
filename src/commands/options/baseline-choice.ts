import { PRESETS, type Preset } from '../../core/baseline/presets.ts';
import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';

export interface BaselineChoice {
  /** Path of a baseline file. */
  baseline?: string | undefined;
  preset?: Preset | undefined;
}

/** The choice of an install, which can also repeat the last one. */
export interface InstallChoice extends Omit<BaselineChoice, 'preset'> {
  preset?: Preset | 'last' | undefined;
}

/** @throws AppError kind usage if both are set, or the preset is unknown. */
export function parseInstallChoice(flags: { baseline?: string; preset?: string }): InstallChoice {
  refuseTwoBaselines(flags.baseline, flags.preset);
  if (flags.preset === 'last') return { preset: 'last' };
  return parseBaselineChoice(flags, [...PRESETS, 'last']);
}

/** @throws AppError kind usage if both are set, or the preset is unknown. */
export function parseBaselineChoice(
  flags: { baseline?: string | undefined; preset?: string | undefined },
  offered: readonly string[] = PRESETS,
): BaselineChoice {
  refuseTwoBaselines(flags.baseline, flags.preset);
  const preset = PRESETS.find((name) => name === flags.preset);
  if (flags.preset !== undefined && preset === undefined) {
    throw usageError(
      'unknown-preset',
      say`There is no preset "${flags.preset}".`,
      say`Use one of ${offered.join(', ')}.`,
    );
  }
  return { baseline: flags.baseline, preset };
}

/** @throws AppError kind usage if both are set. */
export function refuseTwoBaselines(baseline: string | undefined, preset: string | undefined): void {
  if (baseline === undefined || preset === undefined) return;
  throw usageError(
    'two-baselines',
    say`--baseline and --preset cannot be used together.`,
    say`Use only one of them.`,
  );
}
