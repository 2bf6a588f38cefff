// Covers src/sandbox/config/*.ts.
import {
  ConfigServiceClient,
  DeleteDeliveryChannelCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import type { EventBridgeEvent } from '../../../src/sandbox/service.ts';
import { eventually } from '../../support/eventually.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const roleARN = 'arn:aws:iam::111122223333:role/config';

it('sends changes of recorded groups to the default bus, and only while it records', async () => {
  await using sandbox = await testSandbox();
  const config = new ConfigServiceClient(clientConfig(sandbox));
  const ec2 = new EC2Client(clientConfig(sandbox));
  const events: EventBridgeEvent[] = [];
  const { put } = sandbox.world.bus;
  sandbox.world.bus.put = (event, bus) => {
    if (event.source === 'aws.config') events.push(event);
    put(event, bus);
  };
  const ConfigurationRecorderName = 'default';
  const recordingGroup = { allSupported: false, resourceTypes: ['AWS::EC2::SecurityGroup' as const] };
  const start = () => config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }));
  await expect(start()).rejects.toMatchObject({ name: 'NoSuchConfigurationRecorderException' });
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: { name: ConfigurationRecorderName, roleARN, recordingGroup },
    }),
  );
  await expect(start()).rejects.toMatchObject({ name: 'NoAvailableDeliveryChannelException' });
  const DeliveryChannel = { name: 'default', s3BucketName: 'config-111122223333' };
  await config.send(new PutDeliveryChannelCommand({ DeliveryChannel }));

  const group = (GroupName: string) =>
    ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'd' }));
  await group('before');
  await start();
  const { ConfigurationRecordersStatus: status } = await config.send(
    new DescribeConfigurationRecorderStatusCommand({}),
  );
  expect(status).toMatchObject([{ name: 'default', recording: true }]);
  const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
  expect(ConfigurationRecorders).toMatchObject([{ name: 'default', roleARN, recordingGroup }]);

  const GroupId = (await group('watched')).GroupId!;
  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
  await eventually(() => expect(events).toHaveLength(3));
  expect(events.map((event) => event['detail-type'])).toEqual(
    Array(3).fill('Config Configuration Item Change'),
  );
  const details = events.map((event) => event.detail as Record<string, Record<string, unknown>>);
  expect(details.map((detail) => detail.configurationItemDiff!.changeType)).toEqual([
    'CREATE',
    'UPDATE',
    'DELETE',
  ]);
  expect(details[1]!.configurationItem).toMatchObject({
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: GroupId,
    awsAccountId: '111122223333',
    awsRegion: 'eu-west-1',
    configurationItemStatus: 'OK',
    ARN: `arn:aws:ec2:eu-west-1:111122223333:security-group/${GroupId}`,
  });
  expect(Object.keys(details[1]!.configurationItemDiff!.changedProperties as object)).toEqual([
    'Configuration.IpPermissions',
  ]);
  await expect(
    config.send(new DeleteDeliveryChannelCommand({ DeliveryChannelName: 'default' })),
  ).rejects.toMatchObject({ name: 'LastDeliveryChannelDeleteFailedException' });
  await config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }));
  await group('after');
  expect(events).toHaveLength(3);
});
