import { spawn } from 'node:child_process';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunSettings {
  cwd?: string;
  /** The whole environment (default: cleanEnv()). */
  env?: NodeJS.ProcessEnv;
  input?: string;
  timeoutMs?: number;
}

/** Runs a program and returns its output. Kills it after `timeoutMs` (default: 50 s). */
export function runCommand(file: string, args: readonly string[], settings: RunSettings = {}): Promise<Ran> {
  const { cwd, env = cleanEnv(), input = '', timeoutMs = 50_000 } = settings;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, timeout: timeoutMs, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    // A program that ends without reading its input closes the pipe, which is not a failure.
    child.stdin.on('error', () => undefined).end(input);
  });
}

/** Returns the environment without the variables of an AWS account, a proxy or a test runner. */
export function cleanEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER', 'TERM'];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    ...more,
  };
}
