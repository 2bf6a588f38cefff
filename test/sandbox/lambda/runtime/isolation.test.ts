// Covers src/sandbox/lambda/runtime/process-flags.ts and process-variables.ts.
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { permissionFlags, safeNodeOptions } from '../../../../src/sandbox/lambda/runtime/process-flags.ts';
import { type FunctionAccount, functionAccount } from '../../support/function-account.ts';

let account: FunctionAccount;
let home: string;
beforeAll(async () => {
  account = await functionAccount();
  home = realpathSync(mkdtempSync(join(tmpdir(), 'home-of-a-developer-')));
  writeFileSync(join(home, 'id_ed25519'), 'private');
});
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

/** Evaluates expressions in a function. Returns the result of each, or the code of its error. */
async function attempts(expressions: Record<string, string>, Variables: Record<string, string> = {}) {
  const members = Object.entries(expressions).map(
    ([name, expression]) => `${JSON.stringify(name)}: await attempt(async () => ${expression})`,
  );
  const name = await account.make(
    `import fs from 'node:fs';
    import os from 'node:os';
    import childProcess from 'node:child_process';
    import { Worker } from 'node:worker_threads';
    const attempt = async (run) => { try { return await run() ?? 'done'; } catch (error) { return error.code; } };
    export const handler = async () => ({ ${members.join(', ')} });`,
    { Environment: { Variables: { HOME_OF_USER: home, ...Variables } } },
  );
  const { payload, error, log } = await account.invoke(name);
  expect(error, log).toBeUndefined();
  return payload as Record<string, unknown>;
}

describe('a function', () => {
  it('reads and writes nothing but its own folder, and starts no process', async () => {
    const denied = 'ERR_ACCESS_DENIED';
    const found = await attempts({
      ownCode: `fs.readFileSync(new URL(import.meta.url), 'utf8').length > 0`,
      ownFile:
        `{ fs.writeFileSync(os.tmpdir() + '/x', 'kept'); return fs.readFileSync(os.tmpdir() + '/x', 'utf8'); }`
          .replace(/^\{/, '(() => {')
          .replace(/\}$/, '})()'),
      readHome: `fs.readFileSync(process.env.HOME_OF_USER + '/id_ed25519', 'utf8')`,
      listHome: `fs.readdirSync(process.env.HOME_OF_USER)`,
      readSystem: `fs.readFileSync('/etc/passwd', 'utf8')`,
      readAnother: `fs.readdirSync(os.tmpdir() + '/../..')`,
      writeHome: `fs.writeFileSync(process.env.HOME_OF_USER + '/written', 'x')`,
      link: `fs.symlinkSync('/etc/passwd', os.tmpdir() + '/link')`,
      spawn: `childProcess.execFileSync(process.execPath, ['--version'])`,
      worker: `new Worker('1', { eval: true }).threadId`,
      binding: `process.binding('fs') && 'bound'`,
    });
    expect(found).toEqual({
      ownCode: true,
      ownFile: 'kept',
      readHome: denied,
      listHome: denied,
      readSystem: denied,
      readAnother: denied,
      writeHome: denied,
      link: denied,
      spawn: denied,
      worker: denied,
      binding: denied,
    });
    expect(existsSync(join(home, 'written'))).toBe(false);
  });

  it('inherits no variable of the sandbox, and works in its own folder', async () => {
    vi.stubEnv('SECRET_OF_USER', 'x');
    const { keys, path, folder } = await attempts({
      keys: 'Object.keys(process.env)',
      path: 'process.env.PATH',
      folder: 'process.cwd()',
    });
    vi.unstubAllEnvs();
    expect(keys).not.toContain('SECRET_OF_USER');
    expect(keys).not.toContain('HOME');
    expect(keys).toContain('HOME_OF_USER');
    expect(path).toBe('/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin');
    expect(folder).toMatch(/secgroup-monitor-lambda-\w+\/task$/);
  });

  it('keeps its limits whatever its own variables contain', async () => {
    const outside = join(home, 'warnings');
    const Variables = {
      NODE_OPTIONS: `--allow-fs-read=* --allow_child_process --redirect-warnings=${outside} --enable-source-maps`,
      NODE_REDIRECT_WARNINGS: outside,
      NODE_V8_COVERAGE: join(home, 'coverage'),
    };
    const { options, ...found } = await attempts(
      {
        options: 'process.env.NODE_OPTIONS',
        coverage: 'process.env.NODE_V8_COVERAGE',
        flags: 'process.execArgv.filter((flag) => /allow.child|source-maps|redirect/.test(flag))',
        read: `fs.readFileSync('/etc/passwd', 'utf8')`,
        spawn: `childProcess.execFileSync(process.execPath, ['--version'])`,
        warn: `process.emitWarning('ssh-ed25519 AAAA')`,
      },
      Variables,
    );
    expect(options).toBe(Variables.NODE_OPTIONS);
    expect(found).toEqual({
      coverage: Variables.NODE_V8_COVERAGE,
      flags: ['--enable-source-maps'],
      read: 'ERR_ACCESS_DENIED',
      spawn: 'ERR_ACCESS_DENIED',
      warn: 'done',
    });
    expect([existsSync(outside), existsSync(join(home, 'coverage'))]).toEqual([false, false]);
  });
});

describe('a flag of Node for a function', () => {
  const flagsOf = (...known: string[]) => permissionFlags('/task', '/dist/bootstrap.js', new Set(known));

  it('depends on the version of Node', () => {
    const folders = [
      '--allow-fs-read=/task/*',
      '--allow-fs-read=/dist/bootstrap.js',
      '--allow-fs-write=/task/*',
    ];
    expect(flagsOf('--experimental-permission')).toEqual([
      '--experimental-permission',
      ...folders,
      '--disable-warning=ExperimentalWarning',
    ]);
    expect(flagsOf('--permission', '--experimental-permission')).toEqual(['--permission', ...folders]);
    expect(flagsOf('--permission', '--allow-net')).toEqual([
      '--permission',
      ...folders,
      '--allow-net',
      '--disable-warning=ExperimentalWarning',
    ]);
    expect(flagsOf()).toEqual([]);
  });

  it('comes from NODE_OPTIONS only if it affects no file and no permission', () => {
    expect(safeNodeOptions(undefined)).toEqual([]);
    expect(safeNodeOptions('  --enable-source-maps --max-old-space-size=64  --stack-trace-limit=5 ')).toEqual(
      ['--enable-source-maps', '--max-old-space-size=64', '--stack-trace-limit=5'],
    );
    const unsafe =
      '--allow-worker "--enable-source-maps --allow-addons" --require=./x.js --tls-keylog=/tmp/x --stack-trace-limit=5;x';
    expect(safeNodeOptions(unsafe)).toEqual([]);
  });
});
