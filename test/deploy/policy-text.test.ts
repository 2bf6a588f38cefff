import { describe, expect, it } from 'vitest';
import { samePattern } from '../../src/deploy/kinds/rule.ts';
import { ownPolicy, parsePolicy } from '../../src/deploy/policy-text.ts';

const DEEP = `${'['.repeat(60_000)}${']'.repeat(60_000)}`;
const BROKEN = ['no json', '{"Version":', 'null', '[]', '7', '%E0%A4%A', DEEP, `{"Statement":${DEEP}`];

describe('the text of a policy', () => {
  it('becomes a list of statements, also if it is encoded or has only one', () => {
    const one = { Version: '2012-10-17', Statement: { Effect: 'Allow' } };
    const wanted = { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] };
    expect(parsePolicy(JSON.stringify(one), 'x')).toEqual(wanted);
    expect(ownPolicy(encodeURIComponent(JSON.stringify(one)))).toEqual(wanted);
    expect(ownPolicy('{"Version":"2012-10-17","Statement":[null,7,{"Effect":"Allow"}]}')).toEqual(wanted);
    for (const none of [undefined, '']) expect(ownPolicy(none)).toBeUndefined();
  });

  it.each(BROKEN)('is refused with the name of the resource, or replaced in the stack: %.20s', (text) => {
    expect(() => parsePolicy(text, 'topic alarms')).toThrow(/^The policy of topic alarms cannot be read/);
    expect(ownPolicy(text)).toEqual({ Version: '2012-10-17', Statement: [] });
  });

  it('differs from the pattern of a rule if it is not JSON', () => {
    expect(samePattern('{"source":["aws.ec2"]}', '{ "source": ["aws.ec2"] }')).toBe(true);
    expect(samePattern('{"source":["aws.ec2"]}', 'no json')).toBe(false);
  });
});
