import { AppError } from './errors.ts';
import { say } from './words/say.ts';

/** Reads a response of GetCallerIdentity. @throws AppError kind aws, code no-identity, if it names no account or ARN. */
export function callerOf({ Account, Arn }: { Account?: string | undefined; Arn?: string | undefined }): {
  account: string;
  arn: string;
  partition: string;
} {
  const partition = Arn?.split(':')[1];
  if (!Account || !Arn || !partition) {
    throw new AppError({
      kind: 'aws',
      code: 'no-identity',
      message: say`The response of sts:GetCallerIdentity names no account.`,
      hint: say`Check that the endpoint is that of AWS STS, then run the command again.`,
    });
  }
  return { account: Account, arn: Arn, partition };
}
