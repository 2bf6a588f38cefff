import { CloudTrailClient, DescribeTrailsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

/**
 * What install, status, redrive and teardown show, whole, at two widths, on a terminal and in a pipe.
 * After a wanted change: `npx vitest run test/commands/deploy-screens.test.ts --update`.
 */
const SCREENS = [
  { columns: 80, tty: true },
  { columns: 80, tty: false },
  { columns: 120, tty: true },
  { columns: 120, tty: false },
];

describe.each(SCREENS)('$columns columns, terminal: $tty', ({ columns, tty }) => {
  it('install, status, redrive, teardown', async () => {
    await using sandbox = await testSandbox();
    const shown: string[] = [];
    const type = async (...words: string[]) => {
      // A clock that stands still: what is shown must not depend on how long it took.
      const { code, stdout } = await run([...words, '--quiet', '--yes'], {
        sandbox,
        columns,
        tty,
        env: tty ? { FORCE_COLOR: '1' } : {},
        now: Date.parse('2026-11-23T12:00:00Z'),
      });
      // How often the bucket is looked at until it stays empty depends on when the trail's last file comes.
      const screen = stdout.replace(/\d+ API calls/, 'N API calls');
      shown.push(`$ secgroup-monitor ${words.join(' ')}\n${screen}(exit ${code})\n`);
    };
    await type('install', '--preset', 'guard', '--create-trail', '--dry-run');
    await type('install', '--preset', 'guard', '--create-trail');
    await type('install');
    await type('status');
    const cloudtrail = new CloudTrailClient(clientConfig(sandbox));
    const { trailList } = await cloudtrail.send(new DescribeTrailsCommand({}));
    await cloudtrail.send(new StopLoggingCommand({ Name: trailList![0]!.TrailARN }));
    cloudtrail.destroy();
    await type('status');
    await type('redrive');
    await type('teardown', '--dry-run');
    await type('teardown', '--delete-trail-logs');
    await type('status');
    const name = `deploy-${columns}-${tty ? 'terminal' : 'pipe'}.txt`;
    await expect(shown.join('\n')).toMatchFileSnapshot(`../fixtures/screens/${name}`);
  });
});
