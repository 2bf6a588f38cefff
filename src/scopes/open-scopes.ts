import type { Aws } from '../aws/aws.ts';
import { AppError } from '../core/errors.ts';
import type { Account } from './accounts.ts';
import { sortRegions } from './choose-regions.ts';
import type { RegionChoice } from './parse-regions.ts';

/** One account and Region. */
export interface OpenScope {
  account: string;
  region: string;
  /** The services in this Region. */
  aws: Aws;
}

/** A scope that could not be opened. `region` is empty if the whole account could not be opened. */
export interface UnopenedScope {
  account: string;
  region: string;
  failure: AppError;
}

/**
 * Opens every chosen account and Region. With several accounts, an account that can't be opened, can't list its
 * Regions or has not enabled one of them becomes a scope with the reason, and the others are opened.
 *
 * @throws AppError kind usage if the command line is invalid for every account.
 */
export async function openScopes(
  accounts: readonly Account[],
  choice: RegionChoice,
  signal: AbortSignal,
): Promise<(OpenScope | UnopenedScope)[]> {
  const opened = await Promise.all(
    accounts.map(async (account): Promise<(OpenScope | UnopenedScope)[]> => {
      try {
        const aws = await account.open();
        const { regions, off, refusal } = await sortRegions(choice, aws, signal);
        if (off.length > 0 && accounts.length === 1) throw refusal(off);
        return [
          ...regions.map((region) => ({ account: account.id, region, aws: aws.in(region) })),
          ...off.map((region) => ({ account: account.id, region, failure: refusal([region]) })),
        ];
      } catch (error) {
        if (!(error instanceof AppError) || error.kind === 'usage' || signal.aborted) throw error;
        return [{ account: account.id, region: '', failure: error }];
      }
    }),
  );
  return opened.flat();
}

/** Returns the scopes if all of them are open. @throws the first failure. */
export function allOpen<T extends object>(scopes: readonly (T | UnopenedScope)[]): T[] {
  return scopes.map((scope) => {
    if (isUnopened(scope)) throw scope.failure;
    return scope;
  });
}

export function isUnopened(scope: object): scope is UnopenedScope {
  return 'failure' in scope;
}
