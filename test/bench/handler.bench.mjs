/**
 * Measures the function next to an empty one and, if Python with boto3 is installed, next to a plain Python
 * handler that works like the original lab: it reads the group and compares whole dictionaries. All read the
 * same group from the same sandbox. Run with `npm run bench -- handler`; needs dist/ (npm run build).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const STARTS = 15;
const EVENTS = 300;
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'handler-bench-'));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

cpSync(join(root, 'dist/handler'), join(folder, 'handler'), { recursive: true });
writeFileSync(join(folder, 'empty.mjs'), 'export const handler = async () => {};\n');
writeFileSync(
  join(folder, 'handler/baseline.json'),
  JSON.stringify({
    schema: 'secgroup-monitor/baseline/1',
    origin: 'bench',
    groups: [
      { name: 'web', match: {}, ingress: 'exactly', rules: ['tcp 80,443 from anywhere'], enforce: false },
    ],
    never: [],
    exceptions: [],
    trusted: [],
    unlisted: 'alert',
  }),
);
writeFileSync(
  join(folder, 'handler/settings.json'),
  JSON.stringify({
    schema: 'secgroup-monitor/settings/1',
    stack: 'bench',
    account: '111122223333',
    region: 'eu-west-1',
    enforce: 'off',
    emit: 'off',
    own: { ruleNames: [], trailArns: [] },
  }),
);

/** Imports a handler, sends it events one after another, and prints the times and the memory. */
writeFileSync(
  join(folder, 'drive.mjs'),
  `const [file, groupId, events] = process.argv.slice(2);
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true;
const t0 = performance.now();
const { handler } = await import(file);
const importMs = performance.now() - t0;
const event = {source:'secgroup-monitor','detail-type':'Check Security Group',detail:{groupIds:[groupId]}};
const context = { getRemainingTimeInMillis: () => 60000 };
const warm = [];
let firstMs = 0;
for (let n = 0; n < Number(events); n++) {
  const t = performance.now();
  await handler(event, context);
  if (n === 0) firstMs = performance.now() - t; else warm.push(performance.now() - t);
}
warm.sort((a, b) => a - b);
write(JSON.stringify({ importMs, firstMs, warmMs: warm[warm.length >> 1] ?? 0, memoryMb: process.memoryUsage().rss / 1048576 }));
process.exit(0);
`,
);
writeFileSync(
  join(folder, 'lab.py'),
  `import json, resource, sys, time
group_id, events = sys.argv[1], int(sys.argv[2])
t0 = time.perf_counter()
import boto3
REQUIRED = [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [],
             "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": []}
            for port in (80, 443)]
client = boto3.client("ec2")
import_ms = (time.perf_counter() - t0) * 1000
def handler(event, context):
    answer = client.describe_security_groups(GroupIds=[group_id])
    live = answer["SecurityGroups"][0]["IpPermissions"]
    return [p for p in live if p not in REQUIRED], [p for p in REQUIRED if p not in live]
times = []
for n in range(events):
    t = time.perf_counter()
    handler({}, None)
    times.append((time.perf_counter() - t) * 1000)
first, warm = times[0], sorted(times[1:])
print(json.dumps({"importMs": import_ms, "firstMs": first, "warmMs": warm[len(warm) // 2] if warm else 0,
                  "memoryMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`,
);

const sandbox = await startSandboxProcess();
const env = { ...process.env, ...sandbox.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
try {
  const rows = [
    ['empty handler', [process.execPath, join(folder, 'drive.mjs'), join(folder, 'empty.mjs')]],
    ['secgroup-monitor', [process.execPath, join(folder, 'drive.mjs'), join(folder, 'handler/index.mjs')]],
  ];
  const python = spawnSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
  if (python.status === 0) rows.push(['plain Python, boto3', ['python3', join(folder, 'lab.py')]]);
  else console.log('skipped: plain Python handler: python3 with boto3 is not installed');

  console.log('handler                cold import    first event    warm event    memory');
  for (const [name, [program, ...args]] of rows) {
    const once = (events) =>
      JSON.parse(
        execFileSync(program, [...args, sandbox.groupId, String(events)], { env, encoding: 'utf8' }),
      );
    const cold = Array.from({ length: STARTS }, () => once(1));
    const long = once(EVENTS);
    const ms = (value) => `${value.toFixed(1)} ms`.padStart(11);
    console.log(
      `${name.padEnd(21)} ${ms(median(cold.map((run) => run.importMs)))}    ${ms(median(cold.map((run) => run.firstMs)))}   ${ms(long.warmMs)}   ${long.memoryMb.toFixed(0).padStart(4)} MB`,
    );
  }
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
}

const sweep = await measureSweep();
console.log(
  `\nsweep of ${sweep.groups} groups with up to 60 rules: ${(sweep.ms / 1000).toFixed(1)} s, ${sweep.memoryMb.toFixed(0)} MB ` +
    `(the function has 512 MB and 15 minutes), ${sweep.findings} findings`,
);

/** Runs one sweep over many groups in its own process. The memory is the peak of that process. */
async function measureSweep() {
  const groups = 10_000;
  const { fork } = await import('node:child_process');
  const { once } = await import('node:events');
  const { rolldown } = await import('rolldown');
  const dir = mkdtempSync(join(tmpdir(), 'sweep-bench-'));
  const build = await rolldown({
    input: join(root, 'test/bench/audit-server.ts'),
    platform: 'node',
    logLevel: 'silent',
  });
  await build.write({ format: 'esm', dir, entryFileNames: 'server.mjs' });
  await build.close();
  cpSync(join(root, 'dist/handler'), join(dir, 'handler'), { recursive: true });
  const never = { rule: 'tcp 22,3389 from anywhere', widerThan: { ipv4: 8, ipv6: 32 } };
  const baseline = {
    schema: 'x',
    origin: 'bench',
    groups: [],
    never: [never],
    exceptions: [],
    trusted: [],
    unlisted: 'ignore',
  };
  const own = { ruleNames: [], trailArns: [], logGroupName: '/bench' };
  const settings = {
    stack: 'bench',
    account: '111122223333',
    region: 'eu-west-1',
    enforce: 'off',
    emit: 'off',
    own,
  };
  writeFileSync(join(dir, 'handler/baseline.json'), JSON.stringify(baseline));
  writeFileSync(join(dir, 'handler/settings.json'), JSON.stringify(settings));
  writeFileSync(
    join(dir, 'drive.mjs'),
    `let findings = 0;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (line) => { if (String(line).includes('finding/1')) findings++; return true; };
const { handler } = await import('./handler/index.mjs');
const t0 = performance.now();
await handler({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }, { getRemainingTimeInMillis: () => 900000 });
write(JSON.stringify({ groups: ${groups}, ms: performance.now() - t0, memoryMb: process.resourceUsage().maxRSS / 1024, findings }));
process.exit(0);
`,
  );
  const server = fork(join(dir, 'server.mjs'), { env: { ...process.env, GROUP_COUNT: String(groups) } });
  try {
    const [connection] = await once(server, 'message');
    // Lambda gives Node most of the function's memory as its heap.
    const args = ['--max-old-space-size=460', join(dir, 'drive.mjs')];
    return JSON.parse(
      execFileSync(process.execPath, args, { env: { ...env, ...connection }, encoding: 'utf8' }),
    );
  } finally {
    server.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Starts the sandbox in its own process, with one group that matches the baseline. */
async function startSandboxProcess() {
  const { spawn } = await import('node:child_process');
  const bin = join(root, 'bin/secgroup-monitor.js');
  const args = [bin, 'sandbox', '--port', '0', '--timing', 'instant', '--format', 'json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('the sandbox ended'))),
  ]);
  const { exports: sandboxEnv } = JSON.parse(line);
  const { EC2Client, CreateSecurityGroupCommand, AuthorizeSecurityGroupIngressCommand } = await import(
    '@aws-sdk/client-ec2'
  );
  const ec2 = new EC2Client({
    endpoint: sandboxEnv.AWS_ENDPOINT_URL,
    region: sandboxEnv.AWS_REGION,
    credentials: {
      accessKeyId: sandboxEnv.AWS_ACCESS_KEY_ID,
      secretAccessKey: sandboxEnv.AWS_SECRET_ACCESS_KEY,
    },
  });
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web' }),
  );
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [80, 443].map((port) => ({
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        IpRanges: [{ CidrIp: '0.0.0.0/0' }],
        Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      })),
    }),
  );
  ec2.destroy();
  return { env: sandboxEnv, groupId: GroupId, stop: () => child.kill() };
}
