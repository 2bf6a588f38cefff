import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import type { HandlerSettings } from '../../core/settings.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import type { CallerIdentity, StackNames } from '../stack.ts';

/** The input that determines all resources of a stack. */
export interface DesiredInput {
  names: StackNames;
  identity: CallerIdentity;
  /** Version of secgroup-monitor. */
  version: string;
  settings: InstallSettings;
  /** The stack's own resources, as in the function's settings. */
  own: HandlerSettings['own'];
  baseline: CompiledBaseline;
  /** SHA-256 of the zip, in Base64. */
  codeSha256: string;
  /** The value of the tag that says what the function contains; see installed-digest.ts. */
  installed: string;
}
