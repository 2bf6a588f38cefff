import { expect, it } from 'vitest';
import { policyAllows } from '../../../src/deploy/rights/policy-allows.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:';
const allows = (Resource: string, resource: string) =>
  policyAllows(
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'SNS:Pub*', Resource },
      ],
    },
    { service: 'events.amazonaws.com', action: 'sns:Publish', resource, sourceArn: undefined },
  );

it('judges a policy with many stars in little time', () => {
  const started = performance.now();
  expect(allows(`${topic}${'a*'.repeat(25)}b`, `${topic}${'a'.repeat(60)}`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

it('matches wildcards, in any case of letters', () => {
  expect(allows(`${topic}al?r*`, `${topic}Alerts`)).toBe(true);
  expect(allows(`${topic}al?r`, `${topic}alerts`)).toBe(false);
});
