import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { clientConfig } from '../../support/sandbox.ts';
import { type FunctionAccount, functionAccount } from '../support/function-account.ts';
import { functionRole } from '../support/roles.ts';

let account: FunctionAccount;
let iam: FunctionAccount['iam'];
let make: FunctionAccount['make'];
let invoke: FunctionAccount['invoke'];
beforeAll(async () => {
  account = await functionAccount();
  ({ iam, make, invoke } = account);
});
afterAll(async () => account?.[Symbol.asyncDispose]());

describe('a function with a log', () => {
  const events = async (group: string, wanted: number) => {
    const logs = new CloudWatchLogsClient(clientConfig(account.sandbox));
    return eventually(async () => {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName: group }));
      expect(page.events!.length).toBeGreaterThanOrEqual(wanted);
      return page.events!;
    });
  };

  it('writes lines like Lambda in the Text format', async () => {
    const name = await make(
      `export const handler = async () => {
        console.log('one %s', 'two', { three: 3 }); console.error('bad\\nworse');
        process.stdout.write('raw a\\nraw b\\nrest');
      }`,
    );
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 9)).map((event) => event.message);
    expect(lines).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: nodejs:24\.v\d+\t/),
      expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n$/),
      expect.stringMatching(/^[0-9T:.-]{23}Z\t[0-9a-f-]{36}\tINFO\tone two \{ three: 3 \}\n$/),
      expect.stringMatching(/^[0-9T:.-]{23}Z\t[0-9a-f-]{36}\tERROR\tbad\nworse\n$/),
      'raw a\n',
      'raw b\n',
      'rest',
      expect.stringMatching(/^END RequestId: [0-9a-f-]{36}\n$/),
      expect.stringMatching(
        /^REPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t\n$/,
      ),
    ]);
  });

  it('writes JSON lines filtered by level, and raw lines unchanged', async () => {
    const name = await make(
      `export const handler = async () => {
        console.debug('hidden'); console.log({ a: 1 }); console.log(JSON.stringify({ b: 2 }));
        console.warn('w %d', 1, new Error('e')); process.stdout.write('{"finding":true}\\n');
      }`,
      { LoggingConfig: { LogFormat: 'JSON' } },
    );
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 7)).map((event) => JSON.parse(event.message!));
    const about = { timestamp: expect.any(String), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) };
    expect(lines).toEqual([
      { time: expect.any(String), type: 'platform.initStart', record: expect.anything() },
      {
        time: expect.any(String),
        type: 'platform.start',
        record: { requestId: about.requestId, version: '$LATEST' },
      },
      { ...about, level: 'INFO', message: { a: 1 } },
      { ...about, level: 'INFO', message: '{"b":2}' },
      {
        ...about,
        level: 'WARN',
        message: expect.stringMatching(/^w 1 Error: e\n/),
        errorType: 'Error',
        errorMessage: 'e',
        stackTrace: expect.any(Array),
      },
      { finding: true },
      {
        time: expect.any(String),
        type: 'platform.report',
        record: {
          requestId: about.requestId,
          status: 'success',
          metrics: expect.objectContaining({ memorySizeMB: 128, initDurationMs: expect.any(Number) }),
        },
      },
    ]);
  });

  it('hides the start and the report of a success at system level WARN, but shows failures', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/team/shared' } as const;
    const name = await make(
      'export const handler = async (bad) => { if (bad) throw new Error("x"); console.log("ok") }',
      { LoggingConfig },
    );
    await invoke(name, false);
    await invoke(name, true);
    const all = await events('/team/shared', 4);
    expect(all[0]!.logStreamName).toMatch(
      new RegExp(`^\\d{4}/\\d\\d/\\d\\d/${name}\\[\\$LATEST\\]\\[[0-9a-f]{32}\\]$`),
    );
    const lines = all.map((event) => JSON.parse(event.message!));
    expect(lines.map((line) => line.type ?? line.level)).toEqual([
      'INFO',
      'ERROR',
      'platform.runtimeDone',
      'platform.report',
    ]);
  });

  it('shows all phases at system level DEBUG', async () => {
    const LoggingConfig = { LogFormat: 'JSON', SystemLogLevel: 'DEBUG' } as const;
    const name = await make('export const handler = async () => 1', { LoggingConfig });
    await invoke(name);
    const lines = (await events(`/aws/lambda/${name}`, 6)).map((event) => JSON.parse(event.message!).type);
    expect(lines).toEqual(
      ['initStart', 'initRuntimeDone', 'initReport', 'start', 'runtimeDone', 'report'].map(
        (phase) => `platform.${phase}`,
      ),
    );
  });

  it('loses its lines if its role cannot write them, but still runs', async () => {
    const mute = await functionRole(iam, 'mute');
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'mute', PolicyArn }));
    await expect(
      iam.send(new DeleteRolePolicyCommand({ RoleName: 'mute', PolicyName: 'none' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const name = await make('export const handler = async () => { console.log("lost"); return 1 }', {
      Role: mute,
    });
    const { payload, log } = await invoke(name);
    expect(payload).toBe(1);
    expect(log).toContain('lost');
    const logs = new CloudWatchLogsClient(clientConfig(account.sandbox));
    await expect(
      logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
