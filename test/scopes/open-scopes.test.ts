import { expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { AppError } from '../../src/core/errors.ts';
import { accountsOfIds, accountsOfRoles } from '../../src/scopes/accounts.ts';
import { allOpen, isUnopened, openScopes } from '../../src/scopes/open-scopes.ts';

const OWN = '111122223333';
const OTHER = '444455556666';
const LOCKED = '777788889999';
const { signal } = new AbortController();

/** The caller's own account and another. A role can enter all of them except the locked one. */
function world(enabled: Record<string, string[]> = {}) {
  const entered: string[] = [];
  const awsOf = (account: string, region: string): Aws =>
    ({
      region,
      in: (other: string) => awsOf(account, other),
      sts: async () => ({
        getCallerIdentity: async () => ({ Account: account, Arn: `arn:aws-cn:iam::${account}:user/dana` }),
      }),
      ec2: async () => ({
        describeRegions: async () => ({
          Regions: (enabled[account] ?? ['cn-north-1']).map((RegionName) => ({ RegionName })),
        }),
      }),
    }) as unknown as Aws;
  const aws = async ({ roleArn }: { roleArn?: string | undefined }) => {
    entered.push(roleArn ?? 'own');
    if (roleArn?.includes(LOCKED))
      throw new AppError({ kind: 'access', code: 'access-denied', message: 'locked' });
    return awsOf(roleArn?.split(':')[4] ?? OWN, 'cn-north-1');
  };
  return { ctx: { aws, signal }, entered };
}

const plain = (scopes: Awaited<ReturnType<typeof openScopes>>) =>
  scopes.map((scope) => [scope.account, scope.region, isUnopened(scope) ? scope.failure.code : undefined]);

it('opens the caller’s own account if no other is given', async () => {
  const { ctx } = world();
  const byIds = await openScopes(await accountsOfIds([], undefined, {}, ctx), 'current', signal);
  const byRoles = await openScopes(await accountsOfRoles([], {}, ctx), 'current', signal);
  expect(plain(byIds)).toEqual([[OWN, 'cn-north-1', undefined]]);
  expect(plain(byRoles)).toEqual(plain(byIds));
});

it('enters accounts by id and role name in the caller’s partition, and its own without a role', async () => {
  const { ctx, entered } = world();
  const accounts = await accountsOfIds([OWN, OTHER], 'path/auditor', {}, ctx);
  expect(plain(await openScopes(accounts, 'current', signal))).toEqual([
    [OWN, 'cn-north-1', undefined],
    [OTHER, 'cn-north-1', undefined],
  ]);
  expect(entered).toEqual(['own', `arn:aws-cn:iam::${OTHER}:role/path/auditor`]);
});

it('opens each account in each Region, with AWS in that Region', async () => {
  const { ctx } = world({ [OWN]: ['cn-north-1', 'cn-northwest-1'] });
  const accounts = await accountsOfIds([OWN, OTHER], 'auditor', {}, ctx);
  const scopes = allOpen(await openScopes(accounts, 'all', signal));
  expect(scopes.map(({ account, aws, region }) => [account, aws.region, region])).toEqual([
    [OWN, 'cn-north-1', 'cn-north-1'],
    [OWN, 'cn-northwest-1', 'cn-northwest-1'],
    [OTHER, 'cn-north-1', 'cn-north-1'],
  ]);
});

it('reports why an account can’t be entered, and reads the others', async () => {
  const { ctx } = world();
  const accounts = await accountsOfIds([LOCKED, OTHER], 'auditor', {}, ctx);
  const scopes = await openScopes(accounts, 'current', signal);
  expect(plain(scopes)).toEqual([
    [LOCKED, '', 'access-denied'],
    [OTHER, 'cn-north-1', undefined],
  ]);
  expect(() => allOpen(scopes)).toThrowError(expect.objectContaining({ code: 'access-denied' }));
});

it('refuses a Region that the only account has not enabled; with several accounts, only that one fails', async () => {
  const { ctx } = world({ [OWN]: ['cn-north-1', 'cn-northwest-1'], [OTHER]: ['cn-north-1'] });
  const regions = ['cn-north-1', 'cn-northwest-1'];
  const one = await accountsOfRoles([`arn:aws-cn:iam::${OTHER}:role/r`], {}, ctx);
  await expect(openScopes(one, regions, signal)).rejects.toMatchObject({
    kind: 'usage',
    code: 'bad-regions',
  });
  const both = await accountsOfIds([OWN, OTHER], 'auditor', {}, ctx);
  expect(plain(await openScopes(both, regions, signal))).toEqual([
    [OWN, 'cn-north-1', undefined],
    [OWN, 'cn-northwest-1', undefined],
    [OTHER, 'cn-north-1', undefined],
    [OTHER, 'cn-northwest-1', 'bad-regions'],
  ]);
});
