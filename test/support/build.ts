import { execFileSync } from 'node:child_process';

/** Builds dist/ first, because the tests run child processes from it (the handler's zip, workers). */
export default function build(): void {
  if (process.env.SKIP_BUILD === '1') return;
  execFileSync(process.execPath, ['build.mjs', '--no-types'], { stdio: 'inherit' });
}
