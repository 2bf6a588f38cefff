/**
 * Emulates CloudWatch Logs under load: a log group that gets a finding every 1/RATE seconds from the start,
 * readable at once. Answers FilterLogEvents (awsJson 1.1) with its page limits of 10,000 events or 1 MB.
 * Sends its URL to the parent process.
 */
import { createServer } from 'node:http';

const RATE = Number(process.env.RATE ?? 10_000);
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const startedAt = Date.now();

const finding = (at, i) =>
  JSON.stringify({
    schema: 'secgroup-monitor/finding/1',
    kind: 'drift',
    code: 'unexpected-ingress',
    severity: 'high',
    group: { id: `sg-${String(i % 1000).padStart(17, '0')}`, name: 'web', vpcId: 'vpc-0a1b2c3d' },
    unexpected: [{ rule: 'tcp 22 from anywhere', ids: ['sgr-0123456789abcdef0'] }],
    missing: [],
    args: { i },
    stack: 'secgroup-monitor',
    account: '111122223333',
    region: 'eu-west-1',
    time: new Date(at).toISOString(),
    change: {
      eventId: 'e',
      requestId: 'r',
      eventName: 'AuthorizeSecurityGroupIngress',
      time: new Date(at).toISOString(),
      actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' },
      sourceIp: '203.0.113.7',
      via: 'console',
      added: [],
      removed: [],
    },
  });

const timeOf = (i) => startedAt + Math.floor((i * 1000) / RATE);
const firstAt = (time) => Math.max(0, Math.ceil(((time - startedAt) * RATE) / 1000));

function page({ startTime = 0, endTime = Number.MAX_SAFE_INTEGER, nextToken }) {
  const end = Math.min(firstAt(Date.now()), firstAt(endTime + 1));
  let i = nextToken === undefined ? firstAt(startTime) : Number(nextToken);
  const events = [];
  let bytes = 0;
  for (; i < end && events.length < MAX_EVENTS && bytes < MAX_BYTES; i++) {
    const timestamp = timeOf(i);
    const message = finding(timestamp, i);
    bytes += message.length;
    events.push({
      eventId: String(i).padStart(56, '0'),
      timestamp,
      ingestionTime: timestamp,
      message,
      logStreamName: 'stream',
    });
  }
  return { events, ...(i < end ? { nextToken: String(i) } : {}) };
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify(page(JSON.parse(Buffer.concat(chunks).toString()))));
  });
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
