import type { Aws } from '../aws/aws.ts';
import type { AwsTarget } from '../aws/target.ts';
import { callerOf } from '../core/caller.ts';
import type { Context } from '../host/context.ts';

/** An account, and how to open it. */
export interface Account {
  /** Twelve digits. */
  id: string;
  open(): Promise<Aws>;
}

type AccountContext = Pick<Context, 'aws' | 'signal'>;

/** Returns the accounts of these roles, which open() assumes. Without roles, returns the caller's own account. */
export async function accountsOfRoles(
  roleArns: readonly string[],
  target: AwsTarget,
  ctx: AccountContext,
): Promise<Account[]> {
  if (roleArns.length === 0) return [(await ownAccount(target, ctx)).account];
  return roleArns.map((roleArn) => accountOfRole(roleArn, target, ctx));
}

/**
 * Returns the accounts with these ids. open() assumes the role with this name (or path and name) in each of them,
 * except in the caller's own account. Without ids, returns the caller's own account.
 */
export async function accountsOfIds(
  ids: readonly string[],
  roleName: string | undefined,
  target: AwsTarget,
  ctx: AccountContext,
): Promise<Account[]> {
  const { account: own, partition } = await ownAccount(target, ctx);
  if (ids.length === 0) return [own];
  return ids.map((id) =>
    id === own.id ? own : accountOfRole(`arn:${partition}:iam::${id}:role/${roleName}`, target, ctx),
  );
}

async function ownAccount(
  target: AwsTarget,
  ctx: AccountContext,
): Promise<{ account: Account; partition: string }> {
  const aws = await ctx.aws(target);
  const { account, partition } = callerOf(await (await aws.sts()).getCallerIdentity({}, ctx.signal));
  return { account: { id: account, open: async () => aws }, partition };
}

function accountOfRole(roleArn: string, target: AwsTarget, ctx: AccountContext): Account {
  return { id: roleArn.split(':')[4] ?? '', open: () => ctx.aws({ ...target, roleArn }) };
}
