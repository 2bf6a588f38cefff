/**
 * Measures how fast archives are read, compared with only inflating the same files with as many threads, and
 * with `gzip -dc` and `zcat | jq` if they are installed. There are two archives: 60 files of 4,000 records with
 * 0.2 % security group calls, and 5,000 tiny files. Prints the ratios and fails if a goal is missed:
 *
 * - Reading takes at most 1.4 times as long as inflating.
 * - The whole command, with the start of Node, takes at most half as long as gzip and is at least 15 times
 *   faster than jq. For tiny files these ratios are printed but not required (see docs/performance.md).
 *
 * Then reads one file of 1 GB of text, compressed and plain, and prints the peak memory of the command.
 * Run `npm run build` first, because the scan threads run from dist/.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const THREADS = availableParallelism();
const GOALS = { inflate: 1.4, gzip: 0.5, jq: 15 };
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'history-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Bundles sources into a temporary folder and imports them. */
async function load(...files) {
  const modules = [];
  for (const file of files) {
    const bundle = join(folder, `${modules.length}.mjs`);
    const build = await rolldown({ input: join(root, file), platform: 'node', logLevel: 'warn' });
    await build.write({ format: 'esm', file: bundle });
    await build.close();
    modules.push(await import(pathToFileURL(bundle).href));
  }
  return modules;
}

const bareWorker = join(folder, 'bare.mjs');
/** Inflates whole files at once, like the product. This is the fastest way, so it makes the goal harder. */
writeFileSync(
  bareWorker,
  `import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
export function inflate(path) {
  const packed = readFileSync(path);
  return gunzipSync(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) + 64 }).length;
}
parentPort?.on('message', (paths) => {
  for (const path of paths) inflate(path);
  parentPort.postMessage('done');
});`,
);
const { inflate } = await import(pathToFileURL(bareWorker).href);

/** Inflates with the same threads and portions as the product, including this thread, and ignores the text. */
async function inflateAlone(files) {
  let at = 0;
  const next = () => {
    const size = Math.min(64, Math.ceil((files.length - at) / (THREADS * 4)));
    at += size;
    return files.slice(at - size, at);
  };
  const others = Array.from({ length: THREADS - 1 }, () => new Worker(bareWorker));
  const feed = async (thread) => {
    for (let paths = next(); paths.length > 0; paths = next()) {
      const answer = new Promise((resolve) => thread.once('message', resolve));
      thread.postMessage(paths);
      await answer;
    }
  };
  const here = async () => {
    for (let paths = next(); paths.length > 0; paths = next()) {
      for (const path of paths) inflate(path);
      await new Promise(setImmediate);
    }
  };
  await Promise.all([...others.map(feed), here()]);
  await Promise.all(others.map((thread) => thread.terminate()));
}

async function product(archive) {
  const script = join(root, 'bin/secgroup-monitor.js');
  const out = execFileSync(
    process.execPath,
    [script, 'history', '--from', archive.folder, '--format', 'json', '--quiet'],
    { maxBuffer: 2 ** 30 },
  );
  const found = out.toString().trimEnd().split('\n').length;
  if (found !== archive.relevant) throw new Error(`found ${found} of ${archive.relevant} changes`);
}

/** Runs gzip as a user would, on one core. */
function gzip(files) {
  execFileSync('gzip', ['-dc', ...files], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Runs gzip on two halves of the files in parallel, to use two cores. */
async function gzipOnTwoCores(files) {
  const half = Math.ceil(files.length / 2);
  await Promise.all(
    [files.slice(0, half), files.slice(half)].map(
      (part) =>
        new Promise((resolve, reject) => {
          const child = spawn('gzip', ['-dc', ...part], { stdio: ['ignore', 'ignore', 'inherit'] });
          child.on('close', (code) =>
            code === 0 ? resolve() : reject(new Error(`gzip ended with ${code}`)),
          );
        }),
    ),
  );
}

function jq(files) {
  const filter = '.Records[] | select(.eventName | test("SecurityGroupIngress")) | .eventID';
  const list = join(folder, 'files');
  writeFileSync(list, files.join('\n'));
  execFileSync('sh', ['-c', `xargs zcat < "$1" | jq -c '${filter}' > /dev/null`, 'sh', list]);
}

const installed = (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0;

/** Returns the shortest time of each work in milliseconds. They take turns, so other load affects all equally. */
async function best(works, rounds = ROUNDS) {
  const least = Object.fromEntries(Object.keys(works).map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let i = 0; i < rounds; i++) {
    for (const [name, work] of Object.entries(works)) {
      const started = performance.now();
      await work();
      least[name] = Math.min(least[name], performance.now() - started);
    }
  }
  return least;
}

const [{ writeArchive }, pool, calls] = await load(
  'test/bench/history-archives.ts',
  'src/history/scan/scan-pool.ts',
  'src/core/record/calls.ts',
);
const names = calls.callNames(
  'ingress',
  'cosmetic',
  'group-life',
  'vpc-association',
  'prefix-list',
  'override',
);

/** Runs only the engine: threads, inflation, search, and parsing of the records that match. */
async function engine(archive) {
  let found = 0;
  const inputs = archive.files.map((path) => ({ name: path, path }));
  await pool.scanAll(pool.portions(inputs, THREADS), {
    names,
    threads: THREADS,
    entry: join(root, 'dist/scan-worker.js'),
    signal: new AbortController().signal,
    onOutcome: (outcome) => {
      found += outcome.found.length;
    },
  });
  if (found !== archive.relevant) throw new Error(`found ${found} of ${archive.relevant} changes`);
}

const archives = {
  '60 files of 4,000 records': { files: 60, recordsPerFile: 4000, relevant: 0.002, seed: 1 },
  '5,000 files of 12 records': { files: 5000, recordsPerFile: 12, relevant: 0.002, seed: 2 },
};

let missed = 0;
for (const [title, shape] of Object.entries(archives)) {
  const archive = writeArchive(join(folder, String(shape.seed)), shape);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `\n${title}: ${mb(archive.packedBytes)} compressed, ${mb(archive.plainBytes)} of text, ${archive.relevant} changes, ${THREADS} threads`,
  );
  const least = await best({
    bare: () => inflateAlone(archive.files),
    engine: () => engine(archive),
    whole: () => product(archive),
    ...(installed('gzip')
      ? { gzip: () => gzip(archive.files), twoGzips: () => gzipOnTwoCores(archive.files) }
      : {}),
  });
  const { bare: bareMs, engine: engineMs, whole: wholeMs } = least;
  const row = (what, ms, more = '') =>
    console.log(`${what.padEnd(28)} ${ms.toFixed(0).padStart(7)} ms  ${more}`);
  const isGoal = shape.files < 1000;
  const goal = (ratio, isMet, wanted, isRequired = true) => {
    if (!isMet && isRequired) missed++;
    return `${ratio.toFixed(2)} ${isMet ? 'meets' : 'MISSES'} the goal (${wanted})`;
  };
  const rate = ((archive.plainBytes / 1e6 / engineMs) * 1000).toFixed(0);
  row('inflating alone', bareMs);
  const ratio = engineMs / bareMs;
  row('reading', engineMs, `${rate} MB/s of text; ${goal(ratio, ratio <= GOALS.inflate, 'inflating x 1.4')}`);
  row('the whole command', wholeMs, `${(wholeMs / bareMs).toFixed(2)} of inflating, with the start of Node`);
  if (least.gzip === undefined) console.log('gzip is not installed');
  else {
    const share = wholeMs / least.gzip;
    row('gzip -dc', least.gzip, goal(share, share <= GOALS.gzip, 'gzip x 0.5', isGoal));
    row('two gzip -dc side by side', least.twoGzips, (wholeMs / least.twoGzips).toFixed(2));
  }
  if (installed('jq')) {
    const { jq: ms } = await best({ jq: () => jq(archive.files) }, 1);
    row('zcat | jq', ms, goal(ms / wholeMs, ms / wholeMs >= GOALS.jq, 'at least 15 times faster', isGoal));
  } else console.log('jq is not installed');
}

/** Returns the peak memory of the command in MB (VmHWM of proc(5)). */
async function peakOf(path) {
  const script = join(root, 'bin/secgroup-monitor.js');
  const args = [script, 'history', '--from', path, '--format', 'json', '--quiet'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const watch = setInterval(() => {
    const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    peak = Math.max(peak, Number(kb ?? 0) / 1000);
  }, 10);
  const [code] = await once(child, 'exit');
  clearInterval(watch);
  if (code !== 0) throw new Error(`history ended with ${code}`);
  return peak;
}

const small = writeArchive(join(folder, 'part'), {
  files: 1,
  recordsPerFile: 4000,
  relevant: 0.002,
  seed: 3,
});
const lines = JSON.parse(gunzipSync(readFileSync(small.files[0]))).Records.map((record) =>
  JSON.stringify(record),
);
const part = `${lines.join(',')},`;
const repeats = Math.ceil(1e9 / part.length);
for (const [kind, pack] of [
  ['compressed', gzipSync],
  ['plain', Buffer.from],
]) {
  const path = join(folder, kind === 'plain' ? 'large.json' : 'large.json.gz');
  writeFileSync(path, pack('{"Records":['));
  const packed = pack(part);
  for (let i = 0; i < repeats; i++) appendFileSync(path, packed);
  appendFileSync(path, pack(`${lines[0]}]}`));
  const started = performance.now();
  const peak = await peakOf(path);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `\none file of 1 GB of text, ${kind}: ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MB of memory at most`,
  );
  rmSync(path);
}
process.exitCode = missed === 0 ? 0 : 1;
