import type { InstallReport } from './install.ts';
import type { StatusReport } from './status.ts';
import type { TeardownReport } from './teardown.ts';

export interface RegionResult<R> {
  region: string;
  ok: boolean;
  report?: R | undefined;
  error?: { kind: string; code: string; message: string; hint?: string | undefined } | undefined;
}

/** One table over several Regions: each is a stack of its own. */
export interface RegionsReport<R = InstallReport | TeardownReport | StatusReport> {
  schema: 'secgroup-monitor/regions/1';
  command: 'install' | 'status' | 'teardown';
  stack: string;
  regions: RegionResult<R>[];
}
