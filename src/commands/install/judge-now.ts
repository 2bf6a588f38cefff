import { audit } from '../../audit/audit.ts';
import { liveSource } from '../../audit/live-source.ts';
import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { prepareBaseline } from '../../core/baseline/prepared-baseline.ts';
import { AppError, attempt } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { ourCommand } from '../../deploy/command-line.ts';
import type { DeployContext } from '../../deploy/install/prepare-install.ts';
import { stackNames } from '../../deploy/stack.ts';
import type { InstallJudgement } from '../../reports/install.ts';

/** Findings in the report; `audit` lists all of them. */
const MOST = 5;

/**
 * Judges the groups of the account and Region with the baseline that was just installed. Until the first sweep nobody
 * else does, and a new baseline can disagree with groups that nobody changes.
 */
export async function judgeNow(
  baseline: CompiledBaseline,
  { stack, account }: { stack: string; account: string },
  { aws, now, sleep, signal, progress }: DeployContext,
): Promise<InstallJudgement> {
  const command = ourCommand('audit', stackNames(stack, aws.region, aws.access));
  const source = liveSource({ aws, account, who: false, sleep: (ms) => sleep(ms, signal), signal });
  const judging = audit(
    { baseline: prepareBaseline(baseline), source: 'live', scopes: [source] },
    { now, progress, signal },
  );
  const read = await attempt(judging).catch((cause: unknown) => {
    if (!signal.aborted) throw cause;
    throw new AppError({
      kind: 'interrupted',
      code: 'interrupted',
      message: say`The installation is complete. Interrupted before its groups were judged.`,
      hint: say`To judge them, run \`${command}\`.`,
      cause,
    });
  });
  if ('failed' in read) return { error: read.failed.message };
  const { summary, findings } = read.value;
  const wrong = findings.filter(({ severity }) => severity !== 'info');
  return {
    groups: summary.groups,
    outOfLine: summary.drifting,
    total: wrong.length,
    findings: wrong.slice(0, MOST),
    command,
  };
}
