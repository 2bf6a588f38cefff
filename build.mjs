/** Builds dist/: the command line and library (split into lazy chunks), child-process entries, and the handler. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { rolldown } from 'rolldown';

const started = performance.now();
await rm('dist', { recursive: true, force: true });

/** Entries that exist; the key is the file name in dist/. */
const cliEntries = {
  cli: 'src/cli/main.ts',
  index: 'src/index.ts',
  'lambda-bootstrap': 'src/sandbox/runtime/bootstrap.ts',
  'scan-worker': 'src/history/scan-worker.ts',
};

async function bundle(input, output, extra = {}) {
  const build = await rolldown({
    input,
    platform: 'node',
    logLevel: 'warn',
    checks: { circularDependency: false },
    ...extra,
  });
  await build.write({ format: 'esm', sourcemap: false, ...output });
  await build.close();
}

const present = Object.fromEntries(Object.entries(cliEntries).filter(([, file]) => existsSync(file)));
if (Object.keys(present).length > 0) {
  await bundle(present, {
    dir: 'dist',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    minify: true,
  });
}
if (existsSync('handler/index.ts')) {
  await bundle('handler/index.ts', { file: 'dist/handler/index.mjs', minify: true });
}
if (!process.argv.includes('--no-types') && existsSync('tsconfig.types.json')) {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);
