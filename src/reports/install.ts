import type { AuditFinding } from './audit.ts';
import type { DeployAction, PlanData } from './plan.ts';

/** One check before the installation changes anything. */
export interface PreflightCheck {
  check: 'identity' | 'trail' | 'config-recorder' | 'quotas' | 'role' | 'targets' | 'concurrency' | 'tamper';
  ok: 'yes' | 'no' | 'unknown';
  detail: string;
  /** One command or step that fixes it. */
  remedy?: string | undefined;
}

export interface InstallReport {
  schema: 'secgroup-monitor/install/1';
  stack: string;
  account: string;
  region: string;
  version: string;
  dryRun: boolean;
  /** False if everything was already as configured, so that no write call was made. */
  changed: boolean;
  /** Source of the baseline: a file name, `preset:guard`, … */
  baseline: string;
  checks: PreflightCheck[];
  actions: DeployAction[];
  /** Only with `--dry-run`. */
  plan?: PlanData | undefined;
  /** Number of API calls, including reads. */
  calls: number;
  durationMs: number;
  /** Resources that a failed install left; empty in this report. */
  remaining: string[];
  notes: string[];
  /** Commands to run next. */
  next: string[];
  /** What the installed baseline finds now. Not with `--dry-run`. */
  judged?: InstallJudgement | undefined;
}

/** The groups right after the install, judged as `audit` does, or why they could not be read. */
export type InstallJudgement =
  | {
      groups: number;
      /** Groups with a finding of severity low or above. */
      outOfLine: number;
      /** All findings of severity low or above. */
      total: number;
      /** The worst of them. */
      findings: AuditFinding[];
      /** The command that lists all of them. */
      command: string;
    }
  | { error: string };
