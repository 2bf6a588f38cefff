import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import type { HandlerSettings } from '../../core/settings.ts';
import type { InstallSettings } from '../install/install-settings.ts';
import type { CallerIdentity, StackNames } from '../stack.ts';

/** What decides everything that a stack consists of. */
export interface DesiredInput {
  names: StackNames;
  identity: CallerIdentity;
  /** Of secgroup-monitor. */
  version: string;
  settings: InstallSettings;
  /** What belongs to the stack, as the function is told. */
  own: HandlerSettings['own'];
  baseline: CompiledBaseline;
  /** Base64 of SHA-256 over the zip. */
  codeSha256: string;
}
