import json

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


def run(s):
    ok, fails = s.ok, s.fails
    who = ok("sts", "GetCallerIdentity")
    s.equal(who.get("Arn"), "arn:aws:iam::111122223333:root", "GetCallerIdentity")
    role = s.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    session = ok("sts", "AssumeRole", RoleArn=role, RoleSessionName="tester")["Credentials"]
    fails("AccessDenied", "sts", "AssumeRole", RoleArn=f"{role}-no", RoleSessionName="tester")
    fails("ValidationError", "sts", "AssumeRole", RoleArn=role, RoleSessionName="tester", DurationSeconds=999_999)
    keys = dict(secret=session["SecretAccessKey"], token=session["SessionToken"])
    as_role = s.open("sts", session["AccessKeyId"], **keys)
    s.equal(
        as_role.get_caller_identity()["Arn"], "arn:aws:sts::111122223333:assumed-role/reader/tester", "a session's ARN"
    )
    # A role without policies has no permissions. Each service refuses its calls with its own error.
    denied = {
        "ec2": ("UnauthorizedOperation", "DescribeSecurityGroups", {}),
        "iam": ("AccessDenied", "ListRoles", {}),
        "lambda": ("AccessDeniedException", "ListFunctions", {}),
        "events": ("AccessDeniedException", "ListRules", {}),
        "logs": ("AccessDeniedException", "DescribeLogGroups", {}),
        "cloudtrail": ("AccessDeniedException", "LookupEvents", {}),
        "s3": ("AccessDenied", "ListBuckets", {}),
        "sqs": ("AccessDenied", "ListQueues", {}),
        "sns": ("AuthorizationError", "ListTopics", {}),
        "kinesis": ("AccessDeniedException", "ListStreams", {}),
        "config": ("AccessDeniedException", "DescribeConfigurationRecorders", {}),
    }
    for service, (code, operation, parameters) in denied.items():
        fails(code, service, operation, s.open(service, session["AccessKeyId"], **keys), **parameters)
    ok("sts", "GetSessionToken", DurationSeconds=900)
    fails("ValidationError", "sts", "GetSessionToken", DurationSeconds=1_000_000)
    s.client("iam").delete_role(RoleName="reader")
