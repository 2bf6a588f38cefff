import type { Aws } from '../aws/aws.ts';
import { AppError } from '../core/errors.ts';
import type { Context } from '../host/context.ts';
import type { GroupSource } from './group-source.ts';
import { liveSource } from './live-source.ts';

export interface LiveTargets {
  /** `current` is the one that the AWS configuration names. */
  regions: 'current' | 'all' | readonly string[];
  /** Accounts to enter by AssumeRole; empty = the caller's own. */
  accounts: readonly string[];
  /** Name (or path and name) of the role in each account; required when there are accounts. */
  roleName?: string | undefined;
  who: boolean;
}

export type LiveContext = Pick<Context, 'signal' | 'sleep'> & {
  /** Opens the caller's own account, or with an ARN the account of that role. */
  open(roleArn?: string): Promise<Aws>;
};

/** One account and Region that is to be read; or why it can't even be begun. */
export type LiveScope = { source: GroupSource } | { account: string; region: string; failure: AppError };

/**
 * Every account and Region that is asked for. An account that can't be entered, or does not tell its
 * Regions, is one scope with the reason.
 */
export async function liveScopes(targets: LiveTargets, ctx: LiveContext): Promise<LiveScope[]> {
  const own = await ctx.open();
  const caller = await (await own.sts()).getCallerIdentity({}, ctx.signal);
  const ownAccount = caller.Account ?? '';
  const partition = (caller.Arn ?? 'arn:aws').split(':')[1] ?? 'aws';
  const accounts = targets.accounts.length > 0 ? targets.accounts : [ownAccount];
  const scopes = await Promise.all(
    accounts.map(async (account): Promise<LiveScope[]> => {
      try {
        const aws =
          account === ownAccount
            ? own
            : await ctx.open(`arn:${partition}:iam::${account}:role/${targets.roleName}`);
        const regions = await regionsOf(aws, targets.regions, ctx.signal);
        return regions.map((region) => ({
          source: liveSource({
            aws: aws.in(region),
            account,
            who: targets.who,
            sleep: (ms) => ctx.sleep(ms, ctx.signal),
            signal: ctx.signal,
          }),
        }));
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === 'usage' || ctx.signal.aborted) throw error;
        return [{ account, region: '', failure: error }];
      }
    }),
  );
  return scopes.flat();
}

async function regionsOf(aws: Aws, wanted: LiveTargets['regions'], signal: AbortSignal): Promise<string[]> {
  if (wanted === 'current') return [aws.region];
  if (wanted !== 'all') return [...wanted];
  const { Regions } = await (await aws.ec2()).describeRegions({}, signal);
  return (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []).sort();
}
