import type { Aws } from '../aws/aws.ts';
import type { HistoryContext, HistoryOptions } from '../commands/history/options.ts';
import type { Scope } from '../history/read-history.ts';
import type { CommonOptions } from '../host/context.ts';

/** Every account and Region that is asked for. */
export async function openScopes(
  options: Pick<HistoryOptions, 'regions' | 'roleArns'> & CommonOptions,
  ctx: Pick<HistoryContext, 'aws' | 'signal'>,
): Promise<(Scope & { account: string })[]> {
  const roles = options.roleArns.length === 0 ? [undefined] : options.roleArns;
  const accounts = await Promise.all(
    roles.map(async (roleArn) => {
      const aws = await ctx.aws(roleArn === undefined ? options : { ...options, roleArn });
      const caller = await (await aws.sts()).getCallerIdentity({}, ctx.signal);
      const regions = options.regions === undefined ? [aws.region] : await regionsOf(options.regions, aws);
      return regions.map((region) => ({
        name: `${caller.Account}/${region}`,
        account: caller.Account ?? '',
        aws: aws.in(region),
      }));
    }),
  );
  return accounts.flat();
}

async function regionsOf(regions: string, aws: Aws): Promise<readonly string[]> {
  const { chosenRegions } = await import('./regions.ts');
  return chosenRegions(regions, aws);
}
