import { openAws } from '../../src/aws/open.ts';

export const VARIABLE = 'SECGROUP_MONITOR_AWS_ACCOUNT';

/**
 * Lets the suite start only in the account of VARIABLE. One call, GetCallerIdentity, must return the same
 * account.
 */
export default async function setup(): Promise<void> {
  const allowed = process.env[VARIABLE];
  if (allowed === undefined || !/^\d{12}$/.test(allowed)) {
    throw new Error(
      `${VARIABLE} ${allowed ? `is "${allowed}", which is not an account id` : 'is not set'}. ` +
        'This suite creates and deletes resources in a real account. Set the variable to the account id to allow that.',
    );
  }
  const aws = await openAws({}, process.env);
  try {
    const { Account, Arn } = await (await aws.sts()).getCallerIdentity({});
    if (Account !== allowed) {
      throw new Error(
        `${VARIABLE} is ${allowed}, but the credentials are those of ${Arn} in account ${Account}. Nothing was done.`,
      );
    }
  } finally {
    aws.close();
  }
}
