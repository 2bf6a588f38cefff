import type { CommonOptions } from '../../host/context.ts';
import { accountsOfRoles } from '../../scopes/accounts.ts';
import { allOpen, type OpenScope, openScopes } from '../../scopes/open-scopes.ts';
import type { HistoryContext, HistoryOptions } from './options.ts';

/** Opens every account and Region of the options. @throws AppError if one can't be opened. */
export async function historyScopes(
  options: Pick<HistoryOptions, 'regions' | 'roleArns'> & CommonOptions,
  ctx: Pick<HistoryContext, 'aws' | 'signal'>,
): Promise<(OpenScope & { name: string })[]> {
  const accounts = await accountsOfRoles(options.roleArns, options, ctx);
  const scopes = allOpen(await openScopes(accounts, options.regions, ctx.signal));
  return scopes.map((scope) => ({ ...scope, name: `${scope.account}/${scope.region}` }));
}
