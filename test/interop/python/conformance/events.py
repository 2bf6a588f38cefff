import json


def run(s):
    ok, fails = s.ok, s.fails
    none = "ResourceNotFoundException"
    pattern = json.dumps({"source": ["app"], "detail": {"n": [{"numeric": [">", 3]}]}})
    arn = ok("events", "PutRule", Name="big", EventPattern=pattern, Tags=[{"Key": "a", "Value": "1"}])["RuleArn"]
    fails("InvalidEventPatternException", "events", "PutRule", Name="bad", EventPattern='{"source":"app"}')
    fails("ValidationException", "events", "PutRule", Name="bad", ScheduleExpression="rate(1 minutes)")
    ok("events", "PutRule", Name="hourly", ScheduleExpression="rate(1 hour)", State="DISABLED")
    s.equal(ok("events", "DescribeRule", Name="big").get("EventPattern"), pattern, "DescribeRule")
    fails(none, "events", "DescribeRule", Name="none")
    ok("events", "DisableRule", Name="big")
    fails(none, "events", "DisableRule", Name="none")
    ok("events", "EnableRule", Name="big")
    fails(none, "events", "EnableRule", Name="none")
    s.equal(len(s.pages("events", "ListRules", "Rules", size=1)), 2, "ListRules, page by page")
    ok("events", "ListRules", NamePrefix="b")
    fails(none, "events", "ListRules", EventBusName="none")

    queue = s.client("sqs").create_queue(QueueName="sink")["QueueUrl"]
    queue_arn = s.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue_arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": arn}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    targets = [
        {"Id": "whole", "Arn": queue_arn},
        {"Id": "part", "Arn": queue_arn, "InputTransformer": {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": '{"n": <n>}'}},
    ]
    s.equal(ok("events", "PutTargets", Rule="big", Targets=targets).get("FailedEntryCount"), 0, "PutTargets")
    fails(none, "events", "PutTargets", Rule="none", Targets=targets)
    listed = s.pages("events", "ListTargetsByRule", "Targets", size=1, Rule="big")
    s.equal({one["Id"] for one in listed}, {"whole", "part"}, "ListTargetsByRule, page by page")
    ok("events", "ListTargetsByRule", Rule="big")
    fails(none, "events", "ListTargetsByRule", Rule="none")
    s.equal(ok("events", "ListRuleNamesByTarget", TargetArn=queue_arn).get("RuleNames"), ["big"], "ListRuleNamesByTarget")
    fails(none, "events", "ListRuleNamesByTarget", TargetArn=queue_arn, EventBusName="none")
    entry = {"Source": "app", "DetailType": "number", "Detail": json.dumps({"n": 5})}
    put = ok("events", "PutEvents", Entries=[entry, {**entry, "Source": "aws.ec2"}])
    s.equal(put.get("FailedEntryCount"), 1, "PutEvents refuses sources of AWS")
    fails("ValidationException", "events", "PutEvents", Entries=[entry] * 11)
    bodies = []
    for _ in range(20):
        answer = s.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        bodies += [json.loads(one["Body"]) for one in answer.get("Messages", [])]
        if len(bodies) >= 2:
            break
    s.check({"n": 5} in bodies and any(one.get("detail-type") == "number" for one in bodies), f"deliveries: {bodies}")
    event = {"id": "1", "account": s.account, "source": "app", "time": "2026-01-01T00:00:00Z", "region": "eu-west-1", "resources": [], "detail-type": "number", "detail": {"n": 4}}
    s.equal(ok("events", "TestEventPattern", EventPattern=pattern, Event=json.dumps(event)).get("Result"), True, "TestEventPattern")
    fails("InvalidEventPatternException", "events", "TestEventPattern", EventPattern="{", Event=json.dumps(event))

    ok("events", "CreateEventBus", Name="own")
    fails("ResourceAlreadyExistsException", "events", "CreateEventBus", Name="own")
    ok("events", "PutPermission", EventBusName="own", Action="events:PutEvents", Principal="444455556666", StatementId="partner")
    fails(none, "events", "PutPermission", EventBusName="none", Action="events:PutEvents", Principal="444455556666", StatementId="x")
    s.check("444455556666" in ok("events", "DescribeEventBus", Name="own").get("Policy", ""), "DescribeEventBus")
    fails(none, "events", "DescribeEventBus", Name="none")
    ok("events", "RemovePermission", EventBusName="own", StatementId="partner")
    fails(none, "events", "RemovePermission", EventBusName="own", StatementId="partner")
    s.equal({one["Name"] for one in ok("events", "ListEventBuses")["EventBuses"]}, {"default", "own"}, "ListEventBuses")
    ok("events", "DeleteEventBus", Name="own")
    fails("ValidationException", "events", "DeleteEventBus", Name="default")

    ok("events", "TagResource", ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}])
    fails(none, "events", "TagResource", ResourceARN=f"{arn}-no", Tags=[{"Key": "b", "Value": "2"}])
    tags = ok("events", "ListTagsForResource", ResourceARN=arn)["Tags"]
    s.equal({tag["Key"] for tag in tags}, {"a", "b"}, "ListTagsForResource")
    fails(none, "events", "ListTagsForResource", ResourceARN=f"{arn}-no")
    ok("events", "UntagResource", ResourceARN=arn, TagKeys=["b"])
    fails(none, "events", "UntagResource", ResourceARN=f"{arn}-no", TagKeys=["b"])
    fails("ValidationException", "events", "DeleteRule", Name="big")
    ok("events", "RemoveTargets", Rule="big", Ids=["whole", "part"])
    fails(none, "events", "RemoveTargets", Rule="none", Ids=["x"])
    ok("events", "DeleteRule", Name="big")
    ok("events", "DeleteRule", Name="hourly")
    fails("UnknownOperationException", "events", "ListArchives")
    s.client("sqs").delete_queue(QueueUrl=queue)
