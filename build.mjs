/** Builds dist/: the command line and library (split into lazy chunks), child-process entries, and the handler. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const started = performance.now();
await rm('dist', { recursive: true, force: true });

/** Entries that exist; the key is the file name in dist/. */
const cliEntries = {
  cli: 'src/cli/start.ts',
  index: 'src/index.ts',
  'lambda-bootstrap': 'src/sandbox/runtime/bootstrap.ts',
  'scan-worker': 'src/history/scan-worker.ts',
};

async function bundle(input, output, { alias = {}, treeshake = true } = {}) {
  const build = await rolldown({
    input,
    platform: 'node',
    logLevel: 'warn',
    // The ES build of the SDK first: only that can be tree-shaken (552 KB of EC2 schemas otherwise).
    resolve: { mainFields: ['module', 'main'], alias },
    treeshake,
  });
  await build.write({ format: 'esm', minify: true, ...output });
  await build.close();
}

const present = Object.fromEntries(Object.entries(cliEntries).filter(([, file]) => existsSync(file)));
if (Object.keys(present).length > 0) {
  await bundle(present, { dir: 'dist', chunkFileNames: 'chunks/[name]-[hash].js' });
}
if (existsSync('handler/index.ts')) {
  const environmentCredentials = new URL('handler/environment-credentials.ts', import.meta.url);
  // What only some events need (CloudTrail, Logs, enforcing) lies in files of its own: parsing is what an import costs.
  const output = { dir: 'dist/handler', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' };
  await bundle({ index: 'handler/index.ts' }, output, {
    alias: { '@aws-sdk/credential-provider-node': fileURLToPath(environmentCredentials) },
    // A class for each error that a service may answer with: the handler looks at the code alone.
    treeshake: { manualPureFunctions: ['n0_registry.registerError'] },
  });
}
if (!process.argv.includes('--no-types') && existsSync('tsconfig.types.json')) {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
    stdio: 'inherit',
  });
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}
console.log(`built dist/ in ${Math.round(performance.now() - started)} ms`);
