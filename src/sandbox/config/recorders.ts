/** AWS Config: the recorder of a Region. */
import type * as Config from '@aws-sdk/client-config-service';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { type ConfigState, configState } from './state.ts';

export const recorderOperations: OperationTable<typeof Config> = {
  PutConfigurationRecorder(world, input, call) {
    const state = configState(world, call.account, call.region);
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

  DescribeConfigurationRecorders(world, input, call) {
    const state = configState(world, call.account, call.region);
    return { ConfigurationRecorders: chosen(state, input.ConfigurationRecorderNames) };
  },

  DescribeConfigurationRecorderStatus(world, input, call) {
    const state = configState(world, call.account, call.region);
    const status = chosen(state, input.ConfigurationRecorderNames).map(({ name }) => ({
      name,
      recording: state.recording,
      lastStatus: state.recording ? ('Success' as const) : ('Pending' as const),
      lastStartTime: state.lastStarted === undefined ? undefined : new Date(state.lastStarted),
      lastStopTime: state.lastStopped === undefined ? undefined : new Date(state.lastStopped),
    }));
    return { ConfigurationRecordersStatus: status };
  },

  DeleteConfigurationRecorder(world, input, call) {
    const state = configState(world, call.account, call.region);
    checkRecorder(state, input.ConfigurationRecorderName);
    state.recorder = undefined;
    state.recording = false;
    return {};
  },

  StartConfigurationRecorder(world, input, call) {
    const state = configState(world, call.account, call.region);
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

  StopConfigurationRecorder(world, input, call) {
    const state = configState(world, call.account, call.region);
    checkRecorder(state, input.ConfigurationRecorderName);
    state.recording = false;
    state.lastStopped = world.now();
    return {};
  },
};

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
