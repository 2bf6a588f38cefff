import json

from .iam import TRUST


def run(s):
    ok, fails = s.ok, s.fails
    role = s.client("iam").create_role(RoleName="recorder", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    s3 = s.client("s3")
    s3.create_bucket(Bucket="config-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    service = {"Service": "config.amazonaws.com"}
    arn = "arn:aws:s3:::config-bucket"
    statements = [
        {"Effect": "Allow", "Principal": service, "Action": ["s3:GetBucketAcl", "s3:ListBucket"], "Resource": arn},
        {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": f"{arn}/*"},
    ]
    s3.put_bucket_policy(Bucket="config-bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    none = "NoSuchConfigurationRecorderException"
    recorder = {"name": "default", "roleARN": role, "recordingGroup": {"resourceTypes": ["AWS::EC2::SecurityGroup"]}}
    ok("config", "PutConfigurationRecorder", ConfigurationRecorder=recorder)
    fails("MaxNumberOfConfigurationRecordersExceededException", "config", "PutConfigurationRecorder", ConfigurationRecorder={**recorder, "name": "second"})
    s.equal(len(ok("config", "DescribeConfigurationRecorders").get("ConfigurationRecorders", [])), 1, "recorders")
    fails(none, "config", "DescribeConfigurationRecorders", ConfigurationRecorderNames=["none"])
    fails("NoAvailableDeliveryChannelException", "config", "StartConfigurationRecorder", ConfigurationRecorderName="default")
    channel = {"name": "default", "s3BucketName": "config-bucket"}
    ok("config", "PutDeliveryChannel", DeliveryChannel=channel)
    ok("config", "DescribeDeliveryChannels")
    fails("NoSuchDeliveryChannelException", "config", "DescribeDeliveryChannels", DeliveryChannelNames=["none"])
    ok("config", "DescribeDeliveryChannelStatus")
    fails("NoSuchDeliveryChannelException", "config", "DescribeDeliveryChannelStatus", DeliveryChannelNames=["none"])
    ok("config", "StartConfigurationRecorder", ConfigurationRecorderName="default")
    fails(none, "config", "StartConfigurationRecorder", ConfigurationRecorderName="none")
    status = ok("config", "DescribeConfigurationRecorderStatus")["ConfigurationRecordersStatus"][0]
    s.equal(status.get("recording"), True, "DescribeConfigurationRecorderStatus")
    fails(none, "config", "DescribeConfigurationRecorderStatus", ConfigurationRecorderNames=["none"])
    fails("LastDeliveryChannelDeleteFailedException", "config", "DeleteDeliveryChannel", DeliveryChannelName="default")
    ok("config", "StopConfigurationRecorder", ConfigurationRecorderName="default")
    fails(none, "config", "StopConfigurationRecorder", ConfigurationRecorderName="none")
    ok("config", "DeleteDeliveryChannel", DeliveryChannelName="default")
    fails("NoSuchDeliveryChannelException", "config", "DeleteDeliveryChannel", DeliveryChannelName="default")
    ok("config", "DeleteConfigurationRecorder", ConfigurationRecorderName="default")
    fails(none, "config", "DeleteConfigurationRecorder", ConfigurationRecorderName="default")
