import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** The package as npm would publish it, and a project that installed it. */
export interface Packed {
  /** The checkout. */
  root: string;
  /** A built copy of the checkout without the files that git ignores, on a path with a space. */
  checkout: string;
  tarball: string;
  /** An otherwise empty project that has the package as its only dependency. */
  project: string;
  /** `node_modules/secgroup-monitor` in that project. */
  installed: string;
  /** A folder for files of the tests that other users can read. It is removed at the end. */
  scratch: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
  }
}

/** Packs and installs a copy of the checkout, so that no ignored file of this work tree can get into the package. */
export default function setup(project: TestProject): () => void {
  const root = process.cwd();
  const scratch = mkdtempSync(join(tmpdir(), 'secgroup-monitor-packaging-'));
  chmodSync(scratch, 0o755);
  const checkout = join(scratch, 'a checkout');
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(checkout, file)), { recursive: true });
    cpSync(join(root, file), join(checkout, file));
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
  npm(checkout, 'pack', '--silent', '--pack-destination', scratch);
  const tarball = join(scratch, readdirSync(scratch).find((name) => name.endsWith('.tgz'))!);

  const empty = join(scratch, 'empty');
  mkdirSync(empty);
  npm(empty, 'init', '-y');
  // Offline, because a package without dependencies needs nothing from a registry.
  npm(empty, 'install', '--offline', '--no-audit', '--no-fund', tarball);
  project.provide('packed', {
    root,
    checkout,
    tarball,
    project: empty,
    installed: join(empty, 'node_modules', 'secgroup-monitor'),
    scratch,
  });
  return () => {
    // Tests leave read-only folders.
    execFileSync('chmod', ['-R', 'u+w', scratch]);
    rmSync(scratch, { recursive: true, force: true });
  };
}

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
