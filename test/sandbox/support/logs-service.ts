import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

/** Starts a sandbox for the tests of one file, with functions that create and fill log groups. */
export async function logsService() {
  const sandbox = await testSandbox();
  afterAll(() => sandbox[Symbol.asyncDispose]());
  const logs = new CloudWatchLogsClient(clientConfig(sandbox));
  return {
    sandbox,
    logs,
    arnOf: (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`,

    /** Creates a log group with streams. Returns its name. */
    async group(name: string, ...streams: string[]): Promise<string> {
      await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
      for (const logStreamName of streams) {
        await logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName }));
      }
      return name;
    },

    put: (
      logGroupName: string,
      logStreamName: string,
      ...logEvents: [timestamp: number, message: string][]
    ) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName,
          logStreamName,
          logEvents: logEvents.map(([timestamp, message]) => ({ timestamp, message })),
        }),
      ),
  };
}
