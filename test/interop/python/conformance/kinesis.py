import json


def run(s):
    ok, fails = s.ok, s.fails
    none = "ResourceNotFoundException"
    ok("kinesis", "CreateStream", StreamName="flow", ShardCount=1)
    fails("ResourceInUseException", "kinesis", "CreateStream", StreamName="flow", ShardCount=1)
    s.wait("kinesis", "stream_exists", StreamName="flow")
    s.wait("kinesis", "stream_not_exists", StreamName="none")
    ok("kinesis", "CreateStream", StreamName="flow-2", ShardCount=1)
    s.equal(ok("kinesis", "ListStreams").get("StreamNames"), ["flow", "flow-2"], "ListStreams")
    shard = ok("kinesis", "DescribeStream", StreamName="flow")["StreamDescription"]["Shards"][0]["ShardId"]
    fails(none, "kinesis", "DescribeStream", StreamName="none")
    arn = ok("kinesis", "DescribeStreamSummary", StreamName="flow")["StreamDescriptionSummary"]["StreamARN"]
    fails(none, "kinesis", "DescribeStreamSummary", StreamName="none")
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
        "Action": "kinesis:PutRecord",
        "Resource": arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    ok("kinesis", "PutResourcePolicy", ResourceARN=arn, Policy=policy)
    fails(none, "kinesis", "PutResourcePolicy", ResourceARN=f"{arn}-no", Policy=policy)
    s.equal(json.loads(ok("kinesis", "GetResourcePolicy", ResourceARN=arn)["Policy"]), json.loads(policy), "GetResourcePolicy")
    fails(none, "kinesis", "GetResourcePolicy", ResourceARN=f"{arn}-no")
    ok("kinesis", "DeleteResourcePolicy", ResourceARN=arn)
    fails(none, "kinesis", "DeleteResourcePolicy", ResourceARN=f"{arn}-no")
    ok("kinesis", "PutRecord", StreamName="flow", Data=b"one", PartitionKey="a")
    fails(none, "kinesis", "PutRecord", StreamName="none", Data=b"x", PartitionKey="a")
    ok("kinesis", "PutRecords", StreamName="flow", Records=[{"Data": b"two", "PartitionKey": "a"}])
    fails(none, "kinesis", "PutRecords", StreamName="none", Records=[{"Data": b"x", "PartitionKey": "a"}])
    iterator = ok("kinesis", "GetShardIterator", StreamName="flow", ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    fails(none, "kinesis", "GetShardIterator", StreamName="none", ShardId=shard, ShardIteratorType="LATEST")
    records = ok("kinesis", "GetRecords", ShardIterator=iterator["ShardIterator"]).get("Records", [])
    s.equal([one["Data"] for one in records], [b"one", b"two"], "GetRecords")
    fails("InvalidArgumentException", "kinesis", "GetRecords", ShardIterator="bad")
    ok("kinesis", "DeleteStream", StreamName="flow")
    ok("kinesis", "DeleteStream", StreamName="flow-2")
    fails(none, "kinesis", "DeleteStream", StreamName="none")
    fails("UnknownOperationException", "kinesis", "DescribeLimits")
