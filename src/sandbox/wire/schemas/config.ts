/** The operations that the sandbox answers: only their schemas come into the bundle. */
export {
  DeleteConfigurationRecorder$,
  DeleteDeliveryChannel$,
  DescribeConfigurationRecorderStatus$,
  DescribeConfigurationRecorders$,
  DescribeDeliveryChannelStatus$,
  DescribeDeliveryChannels$,
  PutConfigurationRecorder$,
  PutDeliveryChannel$,
  StartConfigurationRecorder$,
  StopConfigurationRecorder$,
} from '@aws-sdk/client-config-service';
