/** AWS Config: a recorder and a delivery channel. They cause the events in events.ts. */
import type * as Config from '@aws-sdk/client-config-service';
import { inWorld, type Service } from '../operations.ts';
import { passRole } from '../pass-role.ts';
import type { Requirement, SandboxWorld } from '../service.ts';
import { channelOperations } from './channels.ts';
import { recorderOperations } from './recorders.ts';

export function configService(world: SandboxWorld): Service<typeof Config> {
  return {
    signingName: 'config',
    operations: inWorld(world, { ...recorderOperations, ...channelOperations }),
    requirements,
  };
}

function requirements(
  operation: string,
  { ConfigurationRecorder: recorder }: { ConfigurationRecorder?: { roleARN?: string } },
): Requirement[] {
  const needed: Requirement[] = [{ action: `config:${operation}`, resource: '*' }];
  if (recorder?.roleARN !== undefined) {
    needed.push(passRole(recorder.roleARN, 'config'));
  }
  return needed;
}
