import { execFileSync } from 'node:child_process';

/** The suite runs child processes (the handler's zip, workers), so it builds dist/ first. */
export default function build(): void {
  if (process.env.SKIP_BUILD === '1') return;
  execFileSync(process.execPath, ['build.mjs', '--no-types'], { stdio: 'inherit' });
}
