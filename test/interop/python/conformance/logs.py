import json
import time


def run(s):
    ok, fails = s.ok, s.fails
    none = "ResourceNotFoundException"
    ok("logs", "CreateLogGroup", logGroupName="/app/one", tags={"a": "1"})
    fails("ResourceAlreadyExistsException", "logs", "CreateLogGroup", logGroupName="/app/one")
    fails("InvalidParameterException", "logs", "CreateLogGroup", logGroupName="a b")
    for i in range(4):
        ok("logs", "CreateLogGroup", logGroupName=f"/app/more-{i}")
    groups = s.pages("logs", "DescribeLogGroups", "logGroups", size=2, logGroupNamePrefix="/app/")
    s.equal(len(groups), 5, "DescribeLogGroups, page by page")
    ok("logs", "DescribeLogGroups", logGroupNamePrefix="/app/one")
    fails("InvalidParameterException", "logs", "DescribeLogGroups", logGroupNamePrefix="/app/", logGroupNamePattern="app")
    arn = groups[-1]["logGroupArn"] if groups and "logGroupArn" in groups[-1] else f"arn:aws:logs:eu-west-1:{s.account}:log-group:/app/one"
    ok("logs", "ListLogGroups", logGroupNamePattern="app")
    ok("logs", "PutRetentionPolicy", logGroupName="/app/one", retentionInDays=30)
    fails("InvalidParameterException", "logs", "PutRetentionPolicy", logGroupName="/app/one", retentionInDays=31)
    fails(none, "logs", "PutRetentionPolicy", logGroupName="/none", retentionInDays=30)
    s.equal(
        ok("logs", "DescribeLogGroups", logGroupNamePrefix="/app/one")["logGroups"][0].get("retentionInDays"), 30, "retention"
    )
    ok("logs", "DeleteRetentionPolicy", logGroupName="/app/one")
    fails(none, "logs", "DeleteRetentionPolicy", logGroupName="/none")
    ok("logs", "PutLogGroupDeletionProtection", logGroupIdentifier="/app/one", deletionProtectionEnabled=False)
    fails(none, "logs", "PutLogGroupDeletionProtection", logGroupIdentifier="/none", deletionProtectionEnabled=False)
    ok("logs", "TagResource", resourceArn=arn, tags={"b": "2"})
    fails(none, "logs", "TagResource", resourceArn=f"{arn}-no", tags={"b": "2"})
    ok("logs", "ListTagsForResource", resourceArn=arn)
    fails(none, "logs", "ListTagsForResource", resourceArn=f"{arn}-no")
    ok("logs", "UntagResource", resourceArn=arn, tagKeys=["b"])
    fails(none, "logs", "UntagResource", resourceArn=f"{arn}-no", tagKeys=["b"])
    ok("logs", "TagLogGroup", logGroupName="/app/one", tags={"c": "3"})
    fails(none, "logs", "TagLogGroup", logGroupName="/none", tags={"c": "3"})
    s.equal(ok("logs", "ListTagsLogGroup", logGroupName="/app/one").get("tags"), {"a": "1", "c": "3"}, "ListTagsLogGroup")
    fails(none, "logs", "ListTagsLogGroup", logGroupName="/none")
    ok("logs", "UntagLogGroup", logGroupName="/app/one", tags=["c"])
    fails(none, "logs", "UntagLogGroup", logGroupName="/none", tags=["c"])

    for name in ["s1", "s2", "s3"]:
        ok("logs", "CreateLogStream", logGroupName="/app/one", logStreamName=name)
    fails("ResourceAlreadyExistsException", "logs", "CreateLogStream", logGroupName="/app/one", logStreamName="s1")
    s.equal(len(s.pages("logs", "DescribeLogStreams", "logStreams", size=2, logGroupName="/app/one")), 3, "DescribeLogStreams")
    fails(none, "logs", "DescribeLogStreams", logGroupName="/none")
    now = int(time.time() * 1000)
    lines = [{"timestamp": now + i, "message": json.dumps({"n": i, "even": i % 2 == 0})} for i in range(6)]
    ok("logs", "PutLogEvents", logGroupName="/app/one", logStreamName="s1", logEvents=lines)
    fails(none, "logs", "PutLogEvents", logGroupName="/app/one", logStreamName="none", logEvents=lines)
    head = ok("logs", "GetLogEvents", logGroupName="/app/one", logStreamName="s1", startFromHead=True)
    s.equal(len(head.get("events", [])), 6, "GetLogEvents")
    fails(none, "logs", "GetLogEvents", logGroupName="/app/one", logStreamName="none")
    found = s.pages("logs", "FilterLogEvents", "events", size=2, logGroupName="/app/one", filterPattern="{ $.even IS TRUE }")
    s.equal([json.loads(one["message"])["n"] for one in found], [0, 2, 4], "FilterLogEvents, page by page")
    ok("logs", "FilterLogEvents", logGroupName="/app/one")
    fails(none, "logs", "FilterLogEvents", logGroupName="/none")
    fails("InvalidParameterException", "logs", "FilterLogEvents", logGroupName="/app/one", filterPattern="{ $.n = ")
    live(s, arn)
    document = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "logs:PutLogEvents", "Resource": "*"}
            ],
        }
    )
    ok("logs", "PutResourcePolicy", policyName="events", policyDocument=document)
    fails("InvalidParameterException", "logs", "PutResourcePolicy", policyName="bad", policyDocument="{")
    s.equal(len(ok("logs", "DescribeResourcePolicies").get("resourcePolicies", [])), 1, "DescribeResourcePolicies")
    ok("logs", "DeleteResourcePolicy", policyName="events")
    fails(none, "logs", "DeleteResourcePolicy", policyName="events")
    account = dict(policyName="short", policyType="RETENTION_POLICY")
    ok("logs", "PutAccountPolicy", **account, policyDocument='{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}')
    fails("InvalidParameterException", "logs", "PutAccountPolicy", **account, policyDocument="{")
    s.equal(len(ok("logs", "DescribeAccountPolicies", policyType="RETENTION_POLICY").get("accountPolicies", [])), 1, "DescribeAccountPolicies")
    fails("InvalidParameterException", "logs", "DescribeAccountPolicies", policyType="NONE")
    ok("logs", "DeleteAccountPolicy", **account)
    fails(none, "logs", "DeleteAccountPolicy", **account)
    ok("logs", "DeleteLogStream", logGroupName="/app/one", logStreamName="s3")
    fails(none, "logs", "DeleteLogStream", logGroupName="/app/one", logStreamName="s3")
    for one in groups:
        ok("logs", "DeleteLogGroup", logGroupName=one["logGroupName"])
    fails(none, "logs", "DeleteLogGroup", logGroupName="/app/one")
    fails("UnknownOperationException", "logs", "DescribeMetricFilters")


def live(s, arn):
    """Expects botocore's reader of event streams to deliver an event that is written during the session."""
    answer = s.ok("logs", "StartLiveTail", logGroupIdentifiers=[arn])
    seen = []
    for event in answer.get("responseStream", []):
        if "sessionStart" in event:
            line = {"timestamp": int(time.time() * 1000), "message": "live"}
            s.client("logs").put_log_events(logGroupName="/app/one", logStreamName="s2", logEvents=[line])
        seen += [one["message"] for one in event.get("sessionUpdate", {}).get("sessionResults", [])]
        if seen:
            answer["responseStream"].close()
            break
    s.equal(seen, ["live"], "StartLiveTail")
    s.fails("ResourceNotFoundException", "logs", "StartLiveTail", logGroupIdentifiers=[f"{arn}-no"])
