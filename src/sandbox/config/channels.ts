/** AWS Config: the delivery channel of a Region. */
import type * as Config from '@aws-sdk/client-config-service';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { configState } from './state.ts';

export const channelOperations: OperationTable<typeof Config> = {
  PutDeliveryChannel(world, input, call) {
    const state = configState(world, call.account, call.region);
    if (!state.recorder) {
      throw new AwsError(
        'NoAvailableConfigurationRecorderException',
        'Configuration recorder is not available to put delivery channel.',
      );
    }
    const channel = { name: 'default', ...input.DeliveryChannel };
    if (!channel.s3BucketName) throw new AwsError('NoSuchBucketException', 'The bucket name is missing.');
    if (state.channel && state.channel.name !== channel.name) {
      throw new AwsError(
        'MaxNumberOfDeliveryChannelsExceededException',
        `Failed to put delivery channel '${channel.name}' because the maximum number of delivery channels: 1 is reached.`,
      );
    }
    state.channel = channel;
    return {};
  },

  DescribeDeliveryChannels(world, input, call) {
    const { channel } = configState(world, call.account, call.region);
    const names = input.DeliveryChannelNames ?? [];
    const missing = names.find((name) => name !== channel?.name);
    if (missing !== undefined) throw noChannel(missing);
    return { DeliveryChannels: channel ? [channel] : [] };
  },

  DescribeDeliveryChannelStatus(world, input, call) {
    const { channel } = configState(world, call.account, call.region);
    const missing = input.DeliveryChannelNames?.find((name) => name !== channel?.name);
    if (missing !== undefined) throw noChannel(missing);
    return { DeliveryChannelsStatus: channel ? [{ name: channel.name }] : [] };
  },

  DeleteDeliveryChannel(world, input, call) {
    const state = configState(world, call.account, call.region);
    const name = input.DeliveryChannelName;
    if (state.channel?.name !== name) throw noChannel(name);
    if (state.recording) {
      throw new AwsError(
        'LastDeliveryChannelDeleteFailedException',
        `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`,
      );
    }
    state.channel = undefined;
    return {};
  },
};

function noChannel(name: string | undefined): AwsError {
  return new AwsError(
    'NoSuchDeliveryChannelException',
    `Cannot find delivery channel with specified name '${name}'.`,
  );
}
