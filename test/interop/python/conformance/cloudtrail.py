import json


def run(s):
    ok, fails = s.ok, s.fails
    fails("S3BucketDoesNotExistException", "cloudtrail", "CreateTrail", Name="main", S3BucketName="trail-bucket")
    s3 = s.client("s3")
    s3.create_bucket(Bucket="trail-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    fails("InsufficientS3BucketPolicyException", "cloudtrail", "CreateTrail", Name="main", S3BucketName="trail-bucket")
    service = {"Service": "cloudtrail.amazonaws.com"}
    statements = [
        {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketAcl", "Resource": "arn:aws:s3:::trail-bucket"},
        {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::trail-bucket/AWSLogs/*"},
    ]
    s3.put_bucket_policy(Bucket="trail-bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    trail = ok("cloudtrail", "CreateTrail", Name="main", S3BucketName="trail-bucket", TagsList=[{"Key": "a", "Value": "1"}])
    arn = trail["TrailARN"]
    fails("TrailAlreadyExistsException", "cloudtrail", "CreateTrail", Name="main", S3BucketName="trail-bucket")
    fails("InvalidTrailNameException", "cloudtrail", "CreateTrail", Name="a", S3BucketName="trail-bucket")
    ok("cloudtrail", "UpdateTrail", Name="main", IsMultiRegionTrail=True)
    fails("TrailNotFoundException", "cloudtrail", "UpdateTrail", Name="other")
    s.equal(ok("cloudtrail", "DescribeTrails")["trailList"][0]["TrailARN"], arn, "DescribeTrails")
    fails("InvalidTrailNameException", "cloudtrail", "DescribeTrails", trailNameList=["a"])
    ok("cloudtrail", "GetTrail", Name=arn)
    fails("TrailNotFoundException", "cloudtrail", "GetTrail", Name="other")
    ok("cloudtrail", "StartLogging", Name="main")
    fails("TrailNotFoundException", "cloudtrail", "StartLogging", Name="other")
    s.equal(ok("cloudtrail", "GetTrailStatus", Name="main").get("IsLogging"), True, "GetTrailStatus")
    fails("TrailNotFoundException", "cloudtrail", "GetTrailStatus", Name="other")
    s.equal(len(s.pages("cloudtrail", "ListTrails", "Trails")), 1, "ListTrails")
    ok("cloudtrail", "ListTrails")
    selector = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}
    ok("cloudtrail", "PutEventSelectors", TrailName="main", EventSelectors=[selector])
    fails("TrailNotFoundException", "cloudtrail", "PutEventSelectors", TrailName="other", EventSelectors=[selector])
    found = ok("cloudtrail", "GetEventSelectors", TrailName="main").get("EventSelectors", [{}])[0]
    s.equal(found.get("ReadWriteType"), "WriteOnly", "GetEventSelectors")
    fails("TrailNotFoundException", "cloudtrail", "GetEventSelectors", TrailName="other")
    ok("cloudtrail", "AddTags", ResourceId=arn, TagsList=[{"Key": "b", "Value": "2"}])
    fails("TrailNotFoundException", "cloudtrail", "AddTags", ResourceId=f"{arn}-no", TagsList=[{"Key": "b", "Value": "2"}])
    tags = ok("cloudtrail", "ListTags", ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"]
    s.equal({tag["Key"] for tag in tags}, {"a", "b"}, "ListTags")
    fails("TrailNotFoundException", "cloudtrail", "ListTags", ResourceIdList=[f"{arn}-no"])
    ok("cloudtrail", "RemoveTags", ResourceId=arn, TagsList=[{"Key": "b"}])
    fails("TrailNotFoundException", "cloudtrail", "RemoveTags", ResourceId=f"{arn}-no", TagsList=[{"Key": "b"}])
    by_name = [{"AttributeKey": "EventName", "AttributeValue": "CreateTrail"}]
    events = ok("cloudtrail", "LookupEvents", LookupAttributes=by_name)["Events"]
    s.check(events and all(json.loads(one["CloudTrailEvent"])["eventName"] == "CreateTrail" for one in events), "LookupEvents")
    fails("InvalidMaxResultsException", "cloudtrail", "LookupEvents", MaxResults=51)
    s.check(ok("cloudtrail", "ListPublicKeys")["PublicKeyList"], "ListPublicKeys")
    ok("cloudtrail", "StopLogging", Name="main")
    fails("TrailNotFoundException", "cloudtrail", "StopLogging", Name="other")
    ok("cloudtrail", "DeleteTrail", Name="main")
    fails("TrailNotFoundException", "cloudtrail", "DeleteTrail", Name="main")
    fails("UnknownOperationException", "cloudtrail", "ListChannels")
