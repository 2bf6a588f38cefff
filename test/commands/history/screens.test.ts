// Covers src/commands/history/*.ts, src/render/history/*.ts, src/commands/options/parse-bucket-url.ts,
// src/commands/options/repeatable.ts.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import { type Delivered, deliverDigests, digestName, logName } from '../../support/delivered-digests.ts';
import { group, groups, open } from '../../support/group-files.ts';
import { recordedScreens, screens } from '../../support/screens.ts';

/**
 * Screens of history for records in files. It runs in their folder, so the names are short and always the
 * same.
 */
const root = mkdtempSync(join(tmpdir(), 'history-screens-'));
const home = process.cwd();
beforeAll(() => {
  cpSync(fileURLToPath(new URL('../../fixtures/cloudtrail', import.meta.url)), join(root, 'records'), {
    recursive: true,
  });
  writeFileSync(join(root, 'broken.json'), '{"Records": [');
  process.chdir(root);
});
afterAll(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
});

const BASELINE = `version: 1
groups:
  - name: web
    match: { id: sg-0a1b2c3d4e5f60718 }
    ingress: exactly
    rules:
      - tcp 80,443 from anywhere
never:
  - rule: "tcp 22,3389 from anywhere"
    severity: critical
unlisted: ignore
`;
const GROUPS = groups({
  ...group('sg-0a1b2c3d4e5f60718', 'web', open(22, '0.0.0.0/0')),
  VpcId: 'vpc-0123456789abcdef0',
});
/** After one change that the baseline does not allow, which can be proposed. */
const RESOLVER = GROUPS.replace('"tcp"', '"udp"')
  .replaceAll(':22,', ':53,')
  .replace('0.0.0.0/0', '192.0.2.0/24');
const LENIENT = BASELINE.replace('exactly', 'at-most').replace(/never:[\s\S]*critical\n/, '');
const files = new Map([
  ['baseline.yaml', BASELINE],
  ['groups.json', GROUPS],
  ['resolver.json', RESOLVER],
  ['lenient.yaml', LENIENT],
]);

recordedScreens('history', async (type) => {
  const list = (...words: string[]) => type(['history', '--from', 'records', ...words], { files });
  await list('--since', '2026-01-01', '--utc');
  await list('--group', 'sg-0a1b2c3d4e5f60718', '--utc', '--quiet');
  await list('--actor', 'terraform', '--utc', '--quiet');
  await list('--actor', 'nobody');
  await list('--until', '2026-01-01');
  await list('--attachments', '--since', '2026-03-02T09:18:00Z', '--utc', '--quiet');
  await list('--actor', 'terraform', '--format', 'json', '--quiet');
});

recordedScreens('rehearsal', async (type) => {
  const rehearse = (...words: string[]) =>
    type(['history', '--from', 'records', '--groups', 'groups.json', ...words, '--quiet'], { files });
  await rehearse('--baseline', 'baseline.yaml', '--since', '2026-03-02T09:12:00Z');
  await rehearse('--preset', 'guard', '--until', '2026-03-02T09:04:00Z');
  await rehearse('--preset', 'guard', '--actor', 'nobody');
  const one = [
    'history',
    '--from',
    'records/authorize-text-null.json',
    '--groups',
    'resolver.json',
    '--quiet',
  ];
  await type([...one, '--baseline', 'lenient.yaml'], { files });
});

recordedScreens('history-verify', async (type) => {
  const verify = ({ folder, keys }: Delivered, ...more: string[]) =>
    type(['history', 'verify', folder, '--public-keys', keys, ...more]);
  await verify(deliverDigests('trail'));
  const changed = deliverDigests('changed');
  changed.edit(logName('0200'), (text) => text.replace('0200', '0666'));
  rmSync(join(changed.folder, logName('0300')));
  await verify(changed);
  const cut = deliverDigests('cut');
  rmSync(join(cut.folder, digestName('0200')));
  await verify(cut);
  await verify(cut, '--first', '2026-04-01');
});

screens('history-refused', async (at) => {
  const type = (...words: string[]) => at.type(['history', ...words], { files });
  await type('--from', 'nowhere');
  await type('--from', 'broken.json');
  await type('--from', 'records', '--since', 'x');
  await type('--from', 'records', '--since', '2026-03-02', '--until', '2026-03-01');
  await type('--from', 'records', '--groups', 'groups.json');
  await type('--from', 'records', '--out', 'x.html');
  await type('--from', 'records', '--baseline', 'a.yaml', '--preset', 'guard');
  await type('verify', 'records');
  await type();
});
