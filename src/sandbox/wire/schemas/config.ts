/** The operations that the sandbox supports. The bundle contains only their schemas. */
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
