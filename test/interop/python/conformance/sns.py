def run(s):
    ok, fails = s.ok, s.fails
    arn = ok("sns", "CreateTopic", Name="news", Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
    fails("InvalidParameter", "sns", "CreateTopic", Name="bad name")
    nowhere = f"{arn}-no"
    s.equal([one["TopicArn"] for one in s.pages("sns", "ListTopics", "Topics")], [arn], "ListTopics")
    ok("sns", "ListTopics")
    ok("sns", "SetTopicAttributes", TopicArn=arn, AttributeName="DisplayName", AttributeValue="News")
    fails("InvalidParameter", "sns", "SetTopicAttributes", TopicArn=arn, AttributeName="Nonsense", AttributeValue="x")
    s.equal(ok("sns", "GetTopicAttributes", TopicArn=arn)["Attributes"].get("DisplayName"), "News", "GetTopicAttributes")
    fails("NotFound", "sns", "GetTopicAttributes", TopicArn=nowhere)
    ok("sns", "TagResource", ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    fails("ResourceNotFound", "sns", "TagResource", ResourceArn=nowhere, Tags=[{"Key": "b", "Value": "2"}])
    s.equal({tag["Key"] for tag in ok("sns", "ListTagsForResource", ResourceArn=arn)["Tags"]}, {"a", "b"}, "tags")
    fails("ResourceNotFound", "sns", "ListTagsForResource", ResourceArn=nowhere)
    ok("sns", "UntagResource", ResourceArn=arn, TagKeys=["b"])
    fails("ResourceNotFound", "sns", "UntagResource", ResourceArn=nowhere, TagKeys=["b"])
    queue = f"arn:aws:sqs:eu-west-1:{s.account}:inbox"
    one = ok("sns", "Subscribe", TopicArn=arn, Protocol="sqs", Endpoint=queue, ReturnSubscriptionArn=True)["SubscriptionArn"]
    fails("NotFound", "sns", "Subscribe", TopicArn=nowhere, Protocol="sqs", Endpoint=queue)
    s.equal(len(s.pages("sns", "ListSubscriptionsByTopic", "Subscriptions", TopicArn=arn)), 1, "ListSubscriptionsByTopic")
    ok("sns", "ListSubscriptionsByTopic", TopicArn=arn)
    fails("NotFound", "sns", "ListSubscriptionsByTopic", TopicArn=nowhere)
    waiting = ok("sns", "Subscribe", TopicArn=arn, Protocol="email", Endpoint="a@example.com")["SubscriptionArn"]
    s.equal(waiting, "pending confirmation", "Subscribe")
    ok("sns", "Publish", TopicArn=arn, Message="hello", Subject="hi")
    fails("NotFound", "sns", "Publish", TopicArn=nowhere, Message="hello")
    ok("sns", "Unsubscribe", SubscriptionArn=one)
    fails("InvalidParameter", "sns", "Unsubscribe", SubscriptionArn="bad")
    ok("sns", "DeleteTopic", TopicArn=arn)
    fails("InvalidParameter", "sns", "DeleteTopic", TopicArn="bad")
    fails("InvalidAction", "sns", "ListPlatformApplications")
