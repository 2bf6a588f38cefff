import { FilterLogEventsCommand, type FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { logPages } from '../support/log-pages.ts';
import { logsService } from '../support/logs-service.ts';
import { failure } from '../support/sdk-failure.ts';

const { sandbox, logs, arnOf, group, put } = await logsService();

describe('FilterLogEvents', () => {
  const t = Date.now() - 60_000;

  it('merges streams by time, regardless of the order of arrival', async () => {
    const name = await group('/merge', 'a', 'b');
    await put(name, 'a', [t + 30, '3'], [t + 50, '5']);
    await put(name, 'b', [t + 10, '1'], [t + 40, '4']);
    await put(name, 'a', [t + 20, '2']);
    expect(await logPages(logs, { logGroupName: name })).toEqual([['1', '2', '3', '4', '5']]);
    expect(await logPages(logs, { logGroupIdentifier: arnOf(name), startFromHead: false })).toEqual([
      ['5', '4', '3', '2', '1'],
    ]);
    expect(await logPages(logs, { logGroupName: name, logStreamNames: ['b'] })).toEqual([['1', '4']]);
    expect(await logPages(logs, { logGroupName: name, logStreamNamePrefix: 'a' })).toEqual([['2', '3', '5']]);
    expect(await logPages(logs, { logGroupName: name, startTime: t + 20, endTime: t + 40 })).toEqual([
      ['2', '3', '4'],
    ]);
    expect(await logPages(logs, { logGroupName: name, filterPattern: '?1 ?4' })).toEqual([['1', '4']]);
  });

  it('returns a unique and stable id for each event', async () => {
    const name = await group('/ids', 's');
    await put(name, 's', [t, 'same'], [t, 'same']);
    const read = async () => (await logs.send(new FilterLogEventsCommand({ logGroupName: name }))).events!;
    const [first, second] = await read();
    expect(first).toMatchObject({ logStreamName: 's', timestamp: t, message: 'same' });
    expect(first!.ingestionTime).toBeGreaterThan(t);
    expect(first!.eventId).toMatch(/^\d{56}$/);
    expect(first!.eventId).not.toBe(second!.eventId);
    expect((await read()).map((event) => event.eventId)).toEqual([first!.eventId, second!.eventId]);
  });

  it('ends a page by count, by size and by the number of scanned events', async () => {
    const name = await group('/pages', 's');
    await put(name, 's', ...Array.from({ length: 6 }, (_, i): [number, string] => [t + i, `m${i}`]));
    expect(await logPages(logs, { logGroupName: name, limit: 4 })).toEqual([
      ['m0', 'm1', 'm2', 'm3'],
      ['m4', 'm5'],
    ]);
    expect(await logPages(logs, { logGroupName: name, limit: 4, startFromHead: false })).toEqual([
      ['m5', 'm4', 'm3', 'm2'],
      ['m1', 'm0'],
    ]);
    sandbox.world.logScanEvents = 2;
    try {
      expect(await logPages(logs, { logGroupName: name, filterPattern: 'm4' })).toEqual([[], [], ['m4']]);
    } finally {
      sandbox.world.logScanEvents = undefined;
    }
    const big = 'x'.repeat(400_000);
    await put(name, 's', [t + 10, `${big}1`], [t + 10, `${big}2`]);
    await put(name, 's', [t + 10, `${big}3`], [t + 10, `${big}4`]);
    const sizes = await logPages(logs, { logGroupName: name, startTime: t + 10 });
    expect(sizes.map((page) => page.length)).toEqual([2, 2]);
  });

  it('accepts a token only with the same request', async () => {
    const name = await group('/tokens', 's');
    await put(name, 's', [t, '1'], [t + 1, '2']);
    const { nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName: name, limit: 1 }));
    for (const other of [{ limit: 2 }, { limit: 1, startTime: t }, { limit: 1, filterPattern: 'x' }]) {
      await expect(
        logs.send(new FilterLogEventsCommand({ logGroupName: name, ...other, nextToken })),
      ).rejects.toMatchObject(failure('InvalidParameterException', /nextToken is invalid/));
    }
    const now = sandbox.world.now;
    sandbox.world.now = () => Date.now() + 25 * 3_600_000;
    try {
      await expect(
        logs.send(new FilterLogEventsCommand({ logGroupName: name, limit: 1, nextToken })),
      ).rejects.toMatchObject(failure('InvalidParameterException', /nextToken is invalid/));
    } finally {
      sandbox.world.now = now;
    }
  });

  it('shows events late and out of order when ingestion takes time', async () => {
    const name = await group('/late', 's');
    const { timing, now } = sandbox.world;
    let time = now();
    sandbox.world.now = () => time;
    sandbox.world.timing = { ...timing, logIngestionMs: { min: 30, max: 400 } };
    try {
      await put(name, 's', ...Array.from({ length: 30 }, (_, i): [number, string] => [t + i, String(i)]));
      expect(await logPages(logs, { logGroupName: name })).toEqual([[]]);
      const seen: string[][] = [];
      for (; (seen.at(-1)?.length ?? 0) < 30; time += 20)
        seen.push((await logPages(logs, { logGroupName: name }))[0]!);
      expect(seen.length).toBeLessThan(23);
      expect(seen.some((page) => page.length > 0 && Number(page.at(-1)) >= page.length)).toBe(true);
    } finally {
      sandbox.world.timing = timing;
      sandbox.world.now = now;
    }
  });

  it('refuses the same requests as AWS', async () => {
    const name = await group('/refuse', 's');
    const refused = (input: FilterLogEventsCommandInput, error: string, message: RegExp) =>
      expect(logs.send(new FilterLogEventsCommand(input))).rejects.toMatchObject(failure(error, message));
    await refused({ logGroupName: 'nobody' }, 'ResourceNotFoundException', /log group does not exist/);
    await refused({}, 'ValidationException', /Exactly one of/);
    await refused({ logGroupName: name, limit: 10_001 }, 'InvalidParameterException', /'limit'/);
    await refused(
      { logGroupName: name, filterPattern: 'a-b' },
      'InvalidParameterException',
      /Invalid character/,
    );
    await refused({ logGroupName: name, logStreamNames: ['x'] }, 'ResourceNotFoundException', /log stream/);
    const both = { logStreamNames: ['s'], logStreamNamePrefix: 's' };
    await refused({ logGroupName: name, ...both }, 'InvalidParameterException', /together/);
  });

  it('needs little time for 100,000 events', async () => {
    const name = await group('/many', 's');
    for (let batch = 0; batch < 10; batch++) {
      const events = Array.from({ length: 10_000 }, (_, i): [number, string] => [
        t,
        `m${batch * 10_000 + i}`,
      ]);
      await put(name, 's', ...events);
    }
    const started = performance.now();
    const found = await logPages(logs, { logGroupName: name, filterPattern: 'm99999' });
    expect(found.flat()).toEqual(['m99999']);
    expect(found).toHaveLength(10);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
