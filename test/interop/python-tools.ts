import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const exec = promisify(execFile);

/** Tools from outside this project, for the interop tests. */
export interface PythonTools {
  python: string;
  /** The AWS CLI, version 1. */
  aws: string;
  ministack: string;
  preCommit: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    tools: PythonTools | undefined;
    /** The AWS CLI, version 2, if it is installed. */
    aws2: string | undefined;
  }
}

/** Fixed versions, because a new version of another emulator could make the tests fail. */
const PACKAGES = ['boto3==1.43.106', 'awscli==1.46.3', 'ministack==1.5.33', 'pre-commit==4.7.0'];
const folder = join(tmpdir(), 'secgroup-monitor-interop');

/** Creates a virtual environment in the temp folder, once. Prints which tools are missing, and why. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('tools', await pythonTools());
  project.provide('aws2', await awsTwo());
}

async function pythonTools(): Promise<PythonTools | undefined> {
  const bin = (name: string) => join(folder, 'bin', name);
  const tools = {
    python: bin('python'),
    aws: bin('aws'),
    ministack: bin('ministack'),
    preCommit: bin('pre-commit'),
  };
  try {
    if (!existsSync(tools.preCommit)) {
      await exec('python3', ['-c', 'import sys; assert sys.version_info >= (3, 10), sys.version']);
      await exec('python3', ['-m', 'venv', folder]);
      await exec(tools.python, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
    }
    await exec(tools.python, ['-c', 'import boto3, awscli, ministack, pre_commit']);
    return tools;
  } catch (error) {
    skipped('boto3, AWS CLI 1, MiniStack and pre-commit', error);
    return undefined;
  }
}

async function awsTwo(): Promise<string | undefined> {
  for (const path of ['/usr/bin/aws', '/usr/local/bin/aws']) {
    if (!existsSync(path)) continue;
    const { stdout } = await exec(path, ['--version']);
    if (stdout.startsWith('aws-cli/2.')) return path;
  }
  skipped('AWS CLI 2', 'it is not installed (Debian: apt-get install awscli)');
  return undefined;
}

function skipped(what: string, why: unknown): void {
  const reason = why instanceof Error ? why.message.trim().split('\n').at(-1) : String(why);
  console.log(`skipped: ${what}: ${reason}`);
}
