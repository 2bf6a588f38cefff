import type { Severity } from '../core/baseline/baseline.ts';
import type { PaintName } from './look.ts';

export const SEVERITY_PAINT: Readonly<Record<Severity, PaintName>> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};
