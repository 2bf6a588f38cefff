/** `npm run bench [-- name…]`: runs the benchmarks one after another, so that they do not disturb each other. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.mjs'))
  .sort();
const chosen = files.filter((name) => wanted.length === 0 || wanted.includes(name.replace('.bench.mjs', '')));
if (chosen.length === 0) {
  console.error(
    `Unknown benchmark. Choose from: ${files.map((name) => name.replace('.bench.mjs', '')).join(', ')}.`,
  );
  process.exit(2);
}
// Hides the SDK's warning about Node 20's end of support, because a benchmark should print only figures.
const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
let failed = 0;
for (const name of chosen) {
  console.log(`\n# ${name.replace('.bench.mjs', '')}`);
  if (spawnSync(process.execPath, [folder + name], { stdio: 'inherit', env }).status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
