// Covers src/sandbox/lambda/runtime/*.ts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { permissionFlags } from '../../../../src/sandbox/lambda/runtime/process-flags.ts';
import { taskFolderPrefix } from '../../../../src/sandbox/lambda/runtime/protocol.ts';
import { BadZipError, readZip, unpack } from '../../../../src/sandbox/lambda/runtime/unpack.ts';
import { eventually } from '../../../support/eventually.ts';
import { clientConfig, type Reached, testSandbox } from '../../../support/sandbox.ts';
import { functionZip } from '../../support/function-zip.ts';
import { functionRole } from '../../support/roles.ts';

const Payload = '{}';
const where = functionZip({
  'index.mjs':
    'export const handler = async () => ({ pid: process.pid, folder: process.env.LAMBDA_TASK_ROOT })',
});

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

async function runOne(sandbox: Reached, ZipFile = where) {
  const config = clientConfig(sandbox);
  const Role = await functionRole(new IAMClient(config), 'runner');
  const lambda = new LambdaClient(config);
  const FunctionName = 'fn';
  const code = { Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 600, Code: { ZipFile } } as const;
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, ...code }));
  const invoke = () => lambda.send(new InvokeCommand({ FunctionName, Payload }));
  const answer = JSON.parse((await invoke()).Payload!.transformToString());
  return { ...answer, invoke } as { pid: number; folder: string; invoke: typeof invoke };
}

it('leaves no process and no folder behind when the sandbox closes', async () => {
  const sandbox = await testSandbox();
  const { pid, folder } = await runOne(sandbox);
  expect(folder).toContain(taskFolderPrefix);
  expect([alive(pid), existsSync(folder)]).toEqual([true, true]);
  await sandbox[Symbol.asyncDispose]();
  expect([alive(pid), existsSync(folder)]).toEqual([false, false]);
});

it.each([
  ['running', async () => undefined],
  ['deleted', (lambda: LambdaClient) => lambda.send(new DeleteFunctionCommand({ FunctionName: 'fn' }))],
  [
    'updated',
    (lambda: LambdaClient) =>
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'fn', ZipFile: where })),
  ],
])('closes while a %s function still runs', async (_what, change) => {
  const sandbox = await testSandbox();
  const forever = functionZip({
    'index.mjs': `let runs = 0; export const handler = async () => {
      runs += 1;
      if (runs > 1) await new Promise(() => setInterval(() => {}, 9));
      return { pid: process.pid };
    }`,
  });
  const { pid, invoke } = await runOne(sandbox, forever);
  const running = invoke().then(
    () => 'answered',
    (error: Error) => error.name,
  );
  const invocations = () => sandbox.calls.filter((call) => call.operation === 'Invoke');
  await eventually(() => expect(invocations()).toHaveLength(2));
  await change(new LambdaClient(clientConfig(sandbox)));
  await sandbox[Symbol.asyncDispose]();
  expect(alive(pid)).toBe(false);
  expect(await running).not.toBe('answered');
});

it('leaves no process and no folder behind when the process of the sandbox is killed', async () => {
  const { root: folder, task } = await unpack(where);
  // This process acts as the sandbox. It starts the function like function-process.ts, and is then killed.
  const source = `
    const { fork } = require('node:child_process');
    const [bootstrap, task, ...execArgv] = process.argv.slice(1);
    const env = { LAMBDA_TASK_ROOT: task, _HANDLER: 'index.handler' };
    const child = fork(bootstrap, [], { cwd: task, env, execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child.on('message', (message) => message.type === 'ready' && process.stdout.write(String(child.pid)));`;
  const bootstrap = createRequire(import.meta.url).resolve('#dist/lambda-bootstrap.js');
  const flags = permissionFlags(folder, bootstrap);
  const parent = spawn(process.execPath, ['-e', source, '--', bootstrap, task, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (bytes) => resolve(Number(bytes)));
  });
  expect([alive(pid), existsSync(folder)]).toEqual([true, true]);
  parent.kill('SIGKILL');
  await eventually(() => expect([alive(pid), existsSync(folder)]).toEqual([false, false]));
});

it('refuses invalid zips, and zips with paths outside their folder', () => {
  expect(Object.keys(readZip(functionZip({ 'a/b.mjs': 'x' })))).toEqual(['a/b.mjs']);
  const bad = ['../a', 'a/../../b', '/a', 'C:/a', 'a\\..\\b', 'a/..'];
  for (const name of bad) expect(() => readZip(functionZip({ [name]: 'x' })), name).toThrow(BadZipError);
  const whole = functionZip({ 'index.mjs': 'x'.repeat(100) });
  expect(() => readZip(whole.subarray(0, 60))).toThrow(BadZipError);
  expect(() => readZip(new Uint8Array())).toThrow(BadZipError);
});
