/**
 * Compares `audit` of 10,000 groups with up to 60 rules each with reading the same groups with the bare SDK
 * in the same run: wall time of the whole process, and its memory. Fails if the audit takes more than 1.3
 * times as long (the best of ROUNDS each), or if its memory grows with the number of groups.
 *
 *     node build.mjs && node test/bench/run.mjs audit
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const GROUPS = Number(process.env.GROUP_COUNT ?? 10_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const LIMIT = 1.3;
/** The highest ratio of the memory for all groups to the memory for a quarter of them. */
const GROWTH_LIMIT = 1.5;

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const bin = here('../../bin/secgroup-monitor.js');
const folder = await mkdtemp(join(tmpdir(), 'audit-bench-'));

async function bundle(name) {
  const build = await rolldown({ input: here(`${name}.ts`), platform: 'node', logLevel: 'silent' });
  const file = join(folder, name, `${name}.mjs`);
  await build.write({ format: 'esm', dir: join(folder, name), entryFileNames: '[name].mjs' });
  await build.close();
  return file;
}

async function withServer(file, groups, work) {
  const server = fork(file, { env: { ...process.env, GROUP_COUNT: String(groups) } });
  const [connection] = await once(server, 'message');
  try {
    return await work(connection);
  } finally {
    server.kill();
  }
}

/** Returns the wall time of a process, its CPU time (which other load hardly changes) and its peak memory. */
async function measure(args, connection) {
  const env = { ...process.env, ...connection };
  const started = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  let peakMb = 0;
  let cpuMs = 0;
  const sampler = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      // proc(5): utime and stime, the 14th and 15th field, in ticks of 10 ms.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      cpuMs = (Number(fields[11]) + Number(fields[12])) * 10;
      peakMb = Math.max(peakMb, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
    } catch (error) {
      // The process has ended between two samples.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }, 50);
  const [code] = await once(child, 'close');
  clearInterval(sampler);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${errors}`);
  return { ms: Math.round(performance.now() - started), cpuMs, peakMb };
}

const baseline = join(folder, 'baseline.yaml');
await writeFile(
  baseline,
  `version: 1
groups:
  - name: all
    match: { name: "*" }
    ingress: at-most
    rules: [tcp 1024-65535 from 10.0.0.0/8]
never:
  - tcp 22,3389 from anywhere
  - tcp 3306 from public
unlisted: ignore
`,
);
const auditArgs = [
  bin,
  'audit',
  '--baseline',
  baseline,
  '--fail-on',
  'never',
  '--format',
  'json',
  '--quiet',
  '--out',
  join(folder, 'report.json'),
];

try {
  const [server, bare] = await Promise.all([bundle('audit-server'), bundle('audit-bare')]);
  const few = await withServer(server, GROUPS / 4, (connection) => measure(auditArgs, connection));
  const rounds = await withServer(server, GROUPS, async (connection) => {
    const measured = [];
    for (let round = 0; round < ROUNDS; round++) {
      measured.push({ bare: await measure([bare], connection), audit: await measure(auditArgs, connection) });
    }
    return measured;
  });
  const least = (values) => Math.min(...values);
  const bareMs = least(rounds.map((round) => round.bare.ms));
  const auditMs = least(rounds.map((round) => round.audit.ms));
  const peakMb = least(rounds.map((round) => round.audit.peakMb));
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const ratio = auditMs / bareMs;
  console.log(`groups                    ${report.summary.groups}`);
  console.log(`rules                     ${report.summary.rules}`);
  console.log(`findings                  ${report.findings.length}`);
  console.log(
    `bare SDK pagination       ${bareMs} ms, ${least(rounds.map((round) => round.bare.peakMb))} MB`,
  );
  console.log(`audit                     ${auditMs} ms, ${peakMb} MB`);
  console.log(`ratio                     ${ratio.toFixed(2)} (limit ${LIMIT})`);
  const cpuOf = (name) => least(rounds.map((round) => round[name].cpuMs));
  console.log(`CPU time                  ${cpuOf('bare')} ms, ${cpuOf('audit')} ms`);
  console.log(
    `memory, ${GROUPS / 4} -> ${GROUPS} groups  ${few.peakMb} -> ${peakMb} MB (limit ×${GROWTH_LIMIT})`,
  );
  const problems = [
    report.summary.groups < GROUPS && 'groups are missing',
    ratio > LIMIT && 'the audit is too slow',
    peakMb > few.peakMb * GROWTH_LIMIT && 'memory grows with the number of groups',
  ].filter(Boolean);
  if (problems.length > 0) {
    console.error(problems.join('; '));
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}
