import type { InstallReport } from './install.ts';
import type { StatusReport } from './status.ts';
import type { TeardownReport } from './teardown.ts';

export interface RegionResult<R> {
  region: string;
  ok: boolean;
  report?: R | undefined;
  error?: { kind: string; code: string; message: string; hint?: string | undefined } | undefined;
}

/** The results of one command in several Regions. Each Region has its own stack. */
export interface RegionsReport<R = InstallReport | TeardownReport | StatusReport> {
  schema: 'secgroup-monitor/regions/1';
  command: 'install' | 'status' | 'teardown';
  stack: string;
  regions: RegionResult<R>[];
}
