import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  /** File of the authority's certificate, like the one that a company distributes. */
  ca: string;
  key: Buffer;
  cert: Buffer;
}

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Creates an authority, and a certificate that it issued for these names (`DNS:…`, `IP:…`). */
export function makeCertificates(folder: string, names: readonly string[]): Certificates {
  const home = mkdtempSync(join(folder, 'certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: home, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=Test server');
  writeFileSync(join(home, 'names.txt'), `subjectAltName=${names.join(',')}\n`);
  const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    ...signer,
    '-days',
    '2',
    '-extfile',
    'names.txt',
    '-out',
    'server.pem',
  );
  return {
    ca: join(home, 'ca.pem'),
    key: readFileSync(join(home, 'server.key')),
    cert: readFileSync(join(home, 'server.pem')),
  };
}
