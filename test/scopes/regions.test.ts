// Covers src/scopes/*.ts, src/core/region-name.ts.
import { describe, expect, it } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import { AwsCallError } from '../../src/core/errors.ts';
import { chooseRegions } from '../../src/scopes/choose-regions.ts';
import { parseRegions } from '../../src/scopes/parse-regions.ts';
import { run } from '../support/run.ts';

const { signal } = new AbortController();

/** An account with these Regions. If undefined, listing Regions is not allowed. */
function accountWith(enabled: string[] | undefined) {
  let asked = 0;
  const describeRegions = async () => {
    asked += 1;
    if (enabled !== undefined) return { Regions: enabled.map((RegionName) => ({ RegionName })) };
    throw new AwsCallError({
      kind: 'access',
      code: 'access-denied',
      message: 'denied',
      service: 'ec2',
      operation: 'DescribeRegions',
      awsCode: 'UnauthorizedOperation',
    });
  };
  const aws = { region: 'eu-west-1', ec2: async () => ({ describeRegions }) } as unknown as Aws;
  return { aws, asked: () => asked };
}

describe('--regions', () => {
  it.each([
    [undefined, 'current'],
    ['all', 'all'],
    [' all ', 'all'],
    ['eu-west-1', ['eu-west-1']],
    ['eu-west-1, us-gov-west-1,,eu-west-1', ['eu-west-1', 'us-gov-west-1']],
    ['eusc-de-east-1', ['eusc-de-east-1']],
  ])('reads %j as %j', (text, choice) => {
    expect(parseRegions(text)).toEqual(choice);
  });

  it.each([
    ['', /^The value of --regions contains no Region/],
    [' , ', /^The value of --regions contains no Region/],
    ['eu-west-1,Paris', /^"Paris" is not a name of an AWS Region/],
    ['all,eu-west-1', /^"all" is not a name of an AWS Region/],
  ])('refuses %j', (text, message) => {
    const error = { kind: 'usage', code: 'bad-regions', message: expect.stringMatching(message) };
    expect(() => parseRegions(text)).toThrowError(expect.objectContaining(error));
  });

  it.each([
    ['install', '--preset', 'guard'],
    ['status'],
    ['teardown', '--yes'],
    ['audit'],
    ['history'],
    ['baseline', 'capture'],
    ['baseline', 'diff'],
  ])('is checked before any call to AWS: %s', async (...words) => {
    // No credentials and no endpoint: a call to AWS would end with another code.
    const { code, stderr } = await run([...words, '--regions', 'eu-west-1,Paris'], {});
    expect(stderr).toContain('"Paris" is not a name of an AWS Region.');
    expect(code).toBe(2);
  });
});

describe('the selection of Regions', () => {
  it('returns the current one, all enabled ones, or those given', async () => {
    const { aws, asked } = accountWith(['us-east-1', 'eu-west-1']);
    expect(await chooseRegions('current', aws, signal)).toEqual(['eu-west-1']);
    expect(asked()).toBe(0);
    expect(await chooseRegions('all', aws, signal)).toEqual(['eu-west-1', 'us-east-1']);
    expect(await chooseRegions(['us-east-1'], aws, signal)).toEqual(['us-east-1']);
  });

  it('refuses a Region that is not enabled', async () => {
    const { aws } = accountWith(['eu-west-1']);
    await expect(chooseRegions(['eu-west-1', 'me-south-1'], aws, signal)).rejects.toMatchObject({
      kind: 'usage',
      code: 'bad-regions',
      message: 'These Regions do not exist or are not enabled for this account: me-south-1.',
    });
  });

  it('returns the given Regions unchecked if listing them is not allowed', async () => {
    const { aws } = accountWith(undefined);
    expect(await chooseRegions(['eu-west-1', 'me-south-1'], aws, signal)).toEqual([
      'eu-west-1',
      'me-south-1',
    ]);
    await expect(chooseRegions('all', aws, signal)).rejects.toMatchObject({ code: 'access-denied' });
  });
});
