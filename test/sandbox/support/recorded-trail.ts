import { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach } from 'vitest';
import type { TrailRecord } from '../../../src/sandbox/service.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

interface RecordedTrail {
  sandbox: Awaited<ReturnType<typeof testSandbox>>;
  ec2: EC2;
  /** The id of the group `web`, which exists from the start. */
  GroupId: string;
  /** Returns the newest record, unchanged. */
  last(): TrailRecord;
}

/** Starts a sandbox for each test of the file, with a group and the records that CloudTrail makes of its calls. */
export function recordedTrail(): RecordedTrail {
  const trail = {} as RecordedTrail;
  beforeEach(async () => {
    const sandbox = await testSandbox();
    const ec2 = new EC2(clientConfig(sandbox));
    const records: TrailRecord[] = [];
    const { record } = sandbox.world.trails;
    sandbox.world.trails.record = (each) => {
      records.push(structuredClone(each));
      record(each);
    };
    const { GroupId } = await ec2.createSecurityGroup({ GroupName: 'web', Description: 'test' });
    Object.assign(trail, { sandbox, ec2, GroupId, last: () => records.at(-1)! });
  });
  afterEach(() => trail.sandbox[Symbol.asyncDispose]());
  return trail;
}

/** Returns a permission for HTTPS from one block. */
export const https = (CidrIp: string) => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [{ CidrIp }],
});
