import json


def run(s):
    ok, fails = s.ok, s.fails
    none = "AWS.SimpleQueueService.NonExistentQueue"
    nowhere = f"{s.endpoint}/{s.account}/none"
    url = ok("sqs", "CreateQueue", QueueName="jobs", Attributes={"VisibilityTimeout": "0"}, tags={"a": "1"})["QueueUrl"]
    fails("QueueAlreadyExists", "sqs", "CreateQueue", QueueName="jobs", Attributes={"VisibilityTimeout": "9"})
    s.equal(ok("sqs", "GetQueueUrl", QueueName="jobs").get("QueueUrl"), url, "GetQueueUrl")
    fails(none, "sqs", "GetQueueUrl", QueueName="none")
    for name in ["jobs-1", "jobs-2"]:
        ok("sqs", "CreateQueue", QueueName=name)
    s.equal(len(s.pages("sqs", "ListQueues", "QueueUrls", size=2, QueueNamePrefix="jobs")), 3, "ListQueues, page by page")
    ok("sqs", "ListQueues")
    ok("sqs", "SetQueueAttributes", QueueUrl=url, Attributes={"MessageRetentionPeriod": "3600"})
    fails("InvalidAttributeValue", "sqs", "SetQueueAttributes", QueueUrl=url, Attributes={"MessageRetentionPeriod": "1"})
    attributes = ok("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
    s.equal(attributes.get("MessageRetentionPeriod"), "3600", "GetQueueAttributes")
    fails(none, "sqs", "GetQueueAttributes", QueueUrl=nowhere, AttributeNames=["All"])
    ok("sqs", "TagQueue", QueueUrl=url, Tags={"b": "2"})
    fails(none, "sqs", "TagQueue", QueueUrl=nowhere, Tags={"b": "2"})
    s.equal(ok("sqs", "ListQueueTags", QueueUrl=url).get("Tags"), {"a": "1", "b": "2"}, "ListQueueTags")
    fails(none, "sqs", "ListQueueTags", QueueUrl=nowhere)
    ok("sqs", "UntagQueue", QueueUrl=url, TagKeys=["b"])
    fails(none, "sqs", "UntagQueue", QueueUrl=nowhere, TagKeys=["b"])

    # botocore compares the MD5 sums of its messages with those in the response.
    text = {"StringValue": "é", "DataType": "String"}
    ok("sqs", "SendMessage", QueueUrl=url, MessageBody=json.dumps({"é": 1}), MessageAttributes={"k": text})
    fails(none, "sqs", "SendMessage", QueueUrl=nowhere, MessageBody="x")
    batch = ok("sqs", "SendMessageBatch", QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": f"m{i}"} for i in range(3)])
    s.equal(len(batch.get("Successful", [])), 3, "SendMessageBatch")
    twice = [{"Id": "1", "MessageBody": "x"}, {"Id": "1", "MessageBody": "y"}]
    fails("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "sqs", "SendMessageBatch", QueueUrl=url, Entries=twice)
    got = ok("sqs", "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=30, MessageAttributeNames=["All"])
    messages = got.get("Messages", [])
    s.equal(len(messages), 4, "ReceiveMessage")
    fails(none, "sqs", "ReceiveMessage", QueueUrl=nowhere)
    if len(messages) == 4:
        handles = [one["ReceiptHandle"] for one in messages]
        ok("sqs", "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=handles[0], VisibilityTimeout=60)
        entries = [{"Id": "0", "ReceiptHandle": handles[1], "VisibilityTimeout": 60}]
        ok("sqs", "ChangeMessageVisibilityBatch", QueueUrl=url, Entries=entries)
        ok("sqs", "DeleteMessage", QueueUrl=url, ReceiptHandle=handles[0])
        entries = [{"Id": "0", "ReceiptHandle": handles[1]}, {"Id": "1", "ReceiptHandle": "bad"}]
        done = ok("sqs", "DeleteMessageBatch", QueueUrl=url, Entries=entries)
        s.equal((len(done.get("Successful", [])), len(done.get("Failed", []))), (1, 1), "DeleteMessageBatch")
    fails("ReceiptHandleIsInvalid", "sqs", "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle="bad", VisibilityTimeout=60)
    fails(none, "sqs", "ChangeMessageVisibilityBatch", QueueUrl=nowhere, Entries=[{"Id": "0", "ReceiptHandle": "x"}])
    fails("ReceiptHandleIsInvalid", "sqs", "DeleteMessage", QueueUrl=url, ReceiptHandle="bad")
    fails(none, "sqs", "DeleteMessageBatch", QueueUrl=nowhere, Entries=[{"Id": "0", "ReceiptHandle": "x"}])
    ok("sqs", "PurgeQueue", QueueUrl=url)
    fails(none, "sqs", "PurgeQueue", QueueUrl=nowhere)
    for one in [url, f"{url}-1", f"{url}-2"]:
        ok("sqs", "DeleteQueue", QueueUrl=one)
    fails(none, "sqs", "DeleteQueue", QueueUrl=nowhere)
