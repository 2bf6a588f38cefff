import type { CommandReport } from './report.ts';

export const SANDBOX_SCHEMA = 'secgroup-monitor/sandbox/1';

/** The sandbox is ready, reports about its upstream or, with `--calls`, has answered a call. */
export type SandboxItem = CommandReport & { schema: typeof SANDBOX_SCHEMA } & (
    | {
        type: 'ready';
        url: string;
        exports: Record<string, string>;
        timing: string;
        faults: string[];
        upstream?: string;
      }
    | { type: 'note'; text: string }
    | {
        type: 'call';
        /** ISO 8601. */
        at: string;
        call: string;
        region: string;
        caller: string;
        durationMs: number;
        /** `ok`, AWS's error code, or `cut`. */
        outcome: string;
      }
  );
