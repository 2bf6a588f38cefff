import { describe, expect, it } from 'vitest';
import { trustedSettleMs } from '../../../src/core/baseline/trusted.ts';

const settle = (principal: string, arn: string) =>
  trustedSettleMs({ arn }, { compiled: { trusted: [{ principal, settleMs: 1 }] } as never });

describe('trustedSettleMs', () => {
  const role = 'arn:aws:iam::*:role/terraform';

  it.each([
    [role, 'arn:aws:iam::111122223333:role/terraform'],
    ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/ci/terraform'],
    ['arn:*:iam::*:role/terraform', 'arn:aws-us-gov:iam::111122223333:role/terraform'],
    ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
    ['*', 'arn:aws:iam::111122223333:user/anyone'],
  ])('matches %s with %s', (principal, arn) => {
    expect(settle(principal, arn)).toBe(1);
  });

  it.each([
    ['a user whose path imitates a role', role, 'arn:aws:iam::111122223333:user/:role/terraform'],
    [
      'a role whose path imitates another account',
      'arn:aws:iam::1*:role/ci',
      'arn:aws:iam::444455556666:role/:1:role/ci',
    ],
    ['the name of a session', '*terraform', 'AROAEXAMPLEID:terraform'],
    ['nobody', '*', ''],
    ['an ARN of more parts than the entry has', 'arn:aws:iam', 'arn:aws:iam::111122223333:role/terraform'],
  ])('is not fooled by %s', (_, principal, arn) => {
    expect(settle(principal, arn)).toBeUndefined();
  });
});
