/**
 * Builds dist/: the command line and library (split into lazy chunks), the entries of child processes, the
 * handler, type declarations, and the licences of the bundled packages. The new folder replaces the old one
 * only when it is complete, so a program that runs from dist/ during a build still works.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const started = performance.now();
const fresh = `dist.${process.pid}`;
process.chdir(fileURLToPath(new URL('.', import.meta.url)));
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));

/** The key is the file's name in dist/. */
const cliEntries = {
  cli: 'src/cli/start.ts',
  index: 'src/index.ts',
  'man-page': 'src/cli/man-page.ts',
  'scan-worker': 'src/history/scan/scan-worker.ts',
};

const bundled = new Set();

async function bundle(input, output, { alias = {}, treeshake = true } = {}) {
  const build = await rolldown({
    input,
    platform: 'node',
    logLevel: 'warn',
    // Only the ES build of the SDK can be tree-shaken. Otherwise 552 KB of EC2 schemas would be bundled.
    resolve: { mainFields: ['module', 'main'], alias },
    treeshake,
  });
  const result = await build.write({ format: 'esm', minify: true, ...output });
  await build.close();
  for (const chunk of result.output) for (const id of Object.keys(chunk.modules ?? {})) bundled.add(id);
}

/** Returns the licence of every package that has code in dist/. All of them require the notice. */
function notices() {
  const folders = new Set(
    [...bundled].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(basename(entry)));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    return { heading: `${name} ${version} (${license})`, text };
  });
  // Dozens of AWS packages share one text, so it is printed once, under all their names.
  const byText = new Map();
  for (const { heading, text } of texts) byText.set(text, [...(byText.get(text) ?? []), heading]);
  return [...byText]
    .map(([text, headings]) => `${headings.join('\n')}\n\n${text}\n`)
    .join(`\n${'='.repeat(80)}\n\n`);
}

/** Returns the output of the entry `man-page`, and deletes the entry, because only the build needs it. */
function manPage() {
  const maker = `${fresh}/man-page.js`;
  const { status, stdout } = spawnSync(process.execPath, [maker], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
  rmSync(maker);
  return stdout;
}

const present = Object.fromEntries(Object.entries(cliEntries).filter(([, file]) => existsSync(file)));
await bundle(present, { dir: fresh, chunkFileNames: 'chunks/[name]-[hash].js' });
// A separate bundle: the process of a function can read this file, and nothing else in dist/.
await bundle({ 'lambda-bootstrap': 'src/sandbox/lambda/runtime/bootstrap.ts' }, { dir: fresh });
await bundle(
  { index: 'handler/index.ts' },
  // Code that only some events need (CloudTrail, Logs, enforcing) is in separate files, because parsing takes time.
  { dir: `${fresh}/handler`, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  {
    alias: {
      '@aws-sdk/credential-provider-node': fileURLToPath(
        new URL('handler/environment-credentials.ts', import.meta.url),
      ),
    },
    // Drops the SDK's class for each error of a service: the handler reads only the error's code.
    treeshake: { manualPureFunctions: ['n0_registry.registerError'] },
  },
);
if (!process.argv.includes('--no-types') && existsSync('tsconfig.types.json')) {
  const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json', '--outDir', `${fresh}/types`];
  const tsc = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}
writeFileSync(`${fresh}/THIRD-PARTY-NOTICES.txt`, notices());
writeFileSync(`${fresh}/secgroup-monitor.1`, manPage());
if (existsSync('dist')) renameSync('dist', `${fresh}.old`);
renameSync(fresh, 'dist');
rmSync(`${fresh}.old`, { recursive: true, force: true });
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);
