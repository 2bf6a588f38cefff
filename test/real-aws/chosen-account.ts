import { openAws } from '../../src/aws/open.ts';

export const VARIABLE = 'SECGROUP_MONITOR_AWS_ACCOUNT';

/**
 * Lets the suite begin only in the account that was named: one call, GetCallerIdentity, and the two must
 * be the same.
 */
export default async function setup(): Promise<void> {
  const named = process.env[VARIABLE];
  if (named === undefined || !/^\d{12}$/.test(named)) {
    throw new Error(
      `${VARIABLE} ${named ? `is "${named}", which is no account id` : 'is not set'}. ` +
        'This suite makes and deletes resources in a real account: name the account (twelve digits) to allow it.',
    );
  }
  const aws = await openAws({}, process.env);
  try {
    const { Account, Arn } = await (await aws.sts()).getCallerIdentity({});
    if (Account !== named) {
      throw new Error(
        `${VARIABLE} is ${named}, but the credentials are those of ${Arn} in account ${Account}. Nothing was done.`,
      );
    }
  } finally {
    aws.close();
  }
}
