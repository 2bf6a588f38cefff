import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';

/** Returns the messages of each page of FilterLogEvents. */
export async function logPages(
  logs: CloudWatchLogsClient,
  input: FilterLogEventsCommandInput,
): Promise<string[][]> {
  const found: string[][] = [];
  let nextToken: string | undefined;
  do {
    const answer = await logs.send(new FilterLogEventsCommand({ ...input, nextToken }));
    found.push(answer.events!.map((event) => event.message!));
    nextToken = answer.nextToken;
  } while (nextToken);
  return found;
}
