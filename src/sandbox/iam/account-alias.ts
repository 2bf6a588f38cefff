import type * as IAM from '@aws-sdk/client-iam';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { iamState } from './state.ts';

/** The one alias of an account. A new alias replaces it. Source: IAM API reference, CreateAccountAlias. */
export const accountAliasOperations: OperationTable<typeof IAM> = {
  CreateAccountAlias(world, input, call) {
    const alias = input.AccountAlias ?? '';
    if (!PATTERN.test(alias)) {
      const must = `satisfy regular expression pattern: ${PATTERN.source}`;
      throw new AwsError('ValidationError', brokenConstraint('accountAlias', must, alias));
    }
    iamState(world, call.account).alias = alias;
    return {};
  },

  ListAccountAliases(world, _, call) {
    const { alias } = iamState(world, call.account);
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },
};

const PATTERN = /^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;
