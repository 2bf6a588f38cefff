import { AwsError, type Call, type Requirement, type Service, type World } from '../service.ts';
import { type ConfigState, configState } from './state.ts';

/** AWS Config: a recorder and a delivery channel, and through them the events of config-events.ts. */
export function configService(world: World): Service<typeof import('@aws-sdk/client-config-service')> {
  const stateOf = (call: Call): ConfigState => configState(world, call.account, call.region);

  return {
    signingName: 'config',
    operations: {
      PutConfigurationRecorder(input, call) {
        const state = stateOf(call);
        const { name = 'default', roleARN, ...rest } = input.ConfigurationRecorder ?? {};
        if (state.recorder && state.recorder.name !== name) {
          throw new AwsError(
            'MaxNumberOfConfigurationRecordersExceededException',
            `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
          );
        }
        if (roleARN !== undefined && !/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(roleARN)) {
          throw new AwsError('InvalidRoleException', 'The roleARN is invalid.');
        }
        const recordingGroup = rest.recordingGroup ?? { allSupported: true };
        state.recorder = { recordingScope: 'PAID', ...rest, name, roleARN, recordingGroup };
        return {};
      },

      DescribeConfigurationRecorders(input, call) {
        return { ConfigurationRecorders: chosen(stateOf(call), input.ConfigurationRecorderNames) };
      },

      DescribeConfigurationRecorderStatus(input, call) {
        const state = stateOf(call);
        const status = chosen(state, input.ConfigurationRecorderNames).map(({ name }) => ({
          name,
          recording: state.recording,
          lastStatus: state.recording ? ('Success' as const) : ('Pending' as const),
          lastStartTime: state.lastStarted === undefined ? undefined : new Date(state.lastStarted),
          lastStopTime: state.lastStopped === undefined ? undefined : new Date(state.lastStopped),
        }));
        return { ConfigurationRecordersStatus: status };
      },

      DeleteConfigurationRecorder(input, call) {
        const state = stateOf(call);
        checkRecorder(state, input.ConfigurationRecorderName);
        state.recorder = undefined;
        state.recording = false;
        return {};
      },

      PutDeliveryChannel(input, call) {
        const state = stateOf(call);
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

      DescribeDeliveryChannels(input, call) {
        const { channel } = stateOf(call);
        const names = input.DeliveryChannelNames ?? [];
        const missing = names.find((name) => name !== channel?.name);
        if (missing !== undefined) throw noChannel(missing);
        return { DeliveryChannels: channel ? [channel] : [] };
      },

      DescribeDeliveryChannelStatus(input, call) {
        const { channel } = stateOf(call);
        const missing = input.DeliveryChannelNames?.find((name) => name !== channel?.name);
        if (missing !== undefined) throw noChannel(missing);
        return { DeliveryChannelsStatus: channel ? [{ name: channel.name }] : [] };
      },

      DeleteDeliveryChannel(input, call) {
        const state = stateOf(call);
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

      StartConfigurationRecorder(input, call) {
        const state = stateOf(call);
        checkRecorder(state, input.ConfigurationRecorderName);
        if (!state.channel) {
          throw new AwsError(
            'NoAvailableDeliveryChannelException',
            'Delivery channel is not available to start configuration recorder.',
          );
        }
        state.recording = true;
        state.lastStarted = world.now();
        return {};
      },

      StopConfigurationRecorder(input, call) {
        const state = stateOf(call);
        checkRecorder(state, input.ConfigurationRecorderName);
        state.recording = false;
        state.lastStopped = world.now();
        return {};
      },
    },
    requirements,
  };
}

function requirements(operation: string, input: unknown): Requirement[] {
  const { ConfigurationRecorder: recorder } = input as { ConfigurationRecorder?: { roleARN?: string } };
  const needed: Requirement[] = [{ action: `config:${operation}`, resource: '*' }];
  if (recorder?.roleARN !== undefined) {
    needed.push({
      action: 'iam:PassRole',
      resource: recorder.roleARN,
      conditions: {
        'iam:PassedToService': 'config.amazonaws.com',
      },
    });
  }
  return needed;
}

function chosen(state: ConfigState, names: string[] | undefined) {
  for (const name of names ?? []) checkRecorder(state, name);
  return state.recorder ? [state.recorder] : [];
}

function checkRecorder(state: ConfigState, name: string | undefined): void {
  if (state.recorder === undefined || state.recorder.name !== name) {
    throw new AwsError(
      'NoSuchConfigurationRecorderException',
      `Cannot find configuration recorder with the specified name '${name}'.`,
    );
  }
}

function noChannel(name: string | undefined): AwsError {
  return new AwsError(
    'NoSuchDeliveryChannelException',
    `Cannot find delivery channel with specified name '${name}'.`,
  );
}
