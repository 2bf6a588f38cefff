import type { Aws } from '../aws/aws.ts';
import type { AwsTarget } from '../aws/target.ts';
import type { Context } from '../host/context.ts';

/** An account, and how to get at it. */
export interface Account {
  /** Twelve digits. */
  id: string;
  open(): Promise<Aws>;
}

type AccountContext = Pick<Context, 'aws' | 'signal'>;

/** The accounts of these roles, which are assumed; without any, the caller's own. */
export async function accountsOfRoles(
  roleArns: readonly string[],
  target: AwsTarget,
  ctx: AccountContext,
): Promise<Account[]> {
  if (roleArns.length === 0) return [(await ownAccount(target, ctx)).account];
  return roleArns.map((roleArn) => accountOfRole(roleArn, target, ctx));
}

/**
 * The accounts of these ids, each by its role of this name (or path and name); without any, the caller's own. The
 * caller's own account is entered as it is, although it may be among the ids.
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
  const caller = await (await aws.sts()).getCallerIdentity({}, ctx.signal);
  return {
    account: { id: caller.Account ?? '', open: async () => aws },
    partition: caller.Arn?.split(':')[1] ?? 'aws',
  };
}

function accountOfRole(roleArn: string, target: AwsTarget, ctx: AccountContext): Account {
  return { id: roleArn.split(':')[4] ?? '', open: () => ctx.aws({ ...target, roleArn }) };
}
