import type { Aws } from '../aws/aws.ts';
import { type Attempt, attempt } from '../core/errors.ts';

/** Reads the alias of each account once; undefined for an account without one (IAM, ListAccountAliases). */
export async function accountAliases(
  scopes: readonly { account: string; aws: Aws }[],
): Promise<Map<string, Attempt<string | undefined>>> {
  const one = new Map(scopes.map(({ account, aws }) => [account, aws]));
  return new Map(
    await Promise.all(
      [...one].map(async ([account, aws]) => [account, await attempt(aliasOf(aws))] as const),
    ),
  );
}

async function aliasOf(aws: Aws): Promise<string | undefined> {
  const { AccountAliases = [] } = await (await aws.iam()).listAccountAliases({});
  return AccountAliases[0];
}
