"""
Makes a table of calls with boto3 against an endpoint. Prints `ok` with a chosen part of the response, or the error
code, for each call. Ids differ between endpoints, so they are printed as <group>, <rule> and so on.
"""

import json
import os
import re
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

NO_GROUP = "sg-0123456789abcdef0"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


class Table:
    def __init__(self, endpoint):
        self.endpoint, self.rows, self.clients = endpoint, [], {}
        self.session = boto3.session.Session("111122223333", os.environ["AWS_SECRET_ACCESS_KEY"], region_name="eu-west-1")

    def call(self, name, service, operation, pick=lambda answer: None, **parameters):
        """Makes the call of one row. Returns the whole response, or {} if the call failed."""
        if service not in self.clients:
            config = Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
            self.clients[service] = self.session.client(service, endpoint_url=self.endpoint, config=config)
        answer = {}
        try:
            answer = getattr(self.clients[service], xform_name(operation))(**parameters)
            picked = pick(answer)
            outcome = "ok" if picked is None else f"ok {json.dumps(picked, sort_keys=True, default=str)}"
        except ClientError as error:
            outcome = error.response["Error"].get("Code", "?")
        except (KeyError, IndexError, TypeError) as error:
            outcome = f"ok, but the answer lacks {error}"
        self.rows.append([name, f"{service}:{operation}", neutral(outcome)])
        return answer


def neutral(text):
    text = re.sub(r"\bsg-[0-9a-f]{8,}", "<group>", text)
    text = re.sub(r"\bsgr-[0-9a-f]+", "<rule>", text)
    return re.sub(r"\bvpc-[0-9a-f]+", "<vpc>", text)


def main(endpoint):
    table = Table(endpoint)
    ec2(table)
    iam(table)
    functions(table)
    events(table)
    logs(table)
    queues(table)
    trails(table)
    print(json.dumps(table.rows))


def ec2(t):
    vpc = t.call("the default VPC", "ec2", "DescribeVpcs", lambda a: [v["IsDefault"] for v in a["Vpcs"]])["Vpcs"][0]["VpcId"]
    first = lambda a: a["SecurityGroups"][0]  # noqa: E731
    by_default = [{"Name": "group-name", "Values": ["default"]}]
    t.call("the default group's ingress", "ec2", "DescribeSecurityGroups", lambda a: first(a)["IpPermissions"], Filters=by_default)
    new = dict(GroupName="web", Description="web", VpcId=vpc)
    group = t.call("a new group", "ec2", "CreateSecurityGroup", **new).get("GroupId")
    t.call("the same name again", "ec2", "CreateSecurityGroup", **new)
    t.call("a name that begins with sg-", "ec2", "CreateSecurityGroup", **{**new, "GroupName": "sg-web"})
    t.call("an unknown group", "ec2", "DescribeSecurityGroups", GroupIds=[NO_GROUP])
    t.call("a malformed group id", "ec2", "DescribeSecurityGroups", GroupIds=["web"])

    def rule(port, cidr, **more):
        return {"GroupId": group, "IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": cidr, **more}

    cidrs = lambda a: [r["CidrIpv4"] for r in a["SecurityGroupRules"]]  # noqa: E731
    authorize = "AuthorizeSecurityGroupIngress"
    t.call("a rule", "ec2", authorize, cidrs, **rule(22, "203.0.113.0/24"))
    t.call("the same rule again", "ec2", authorize, **rule(22, "203.0.113.0/24"))
    t.call("a CIDR with host bits", "ec2", authorize, cidrs, **rule(23, "203.0.113.9/24"))
    t.call("a malformed CIDR", "ec2", authorize, **rule(24, "203.0.113/24"))
    t.call("a port above 65535", "ec2", authorize, **rule(65_536, "203.0.113.0/24"))
    t.call("a port range in reverse order", "ec2", authorize, **rule(30, "203.0.113.0/24", ToPort=20))
    t.call("a rule of an unknown group", "ec2", authorize, **rule(25, "203.0.113.0/24", GroupId=NO_GROUP))
    six = {"IpProtocol": "6", "FromPort": 26, "ToPort": 26, "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}
    protocol = lambda a: [r["IpProtocol"] for r in a["SecurityGroupRules"]]  # noqa: E731
    t.call("protocol by number", "ec2", authorize, protocol, GroupId=group, IpPermissions=[six])
    v6 = {"IpProtocol": "tcp", "FromPort": 27, "ToPort": 27, "Ipv6Ranges": [{"CidrIpv6": "2001:DB8:0:0::/32"}]}
    t.call("IPv6 in long form", "ec2", authorize, lambda a: [r["CidrIpv6"] for r in a["SecurityGroupRules"]], GroupId=group, IpPermissions=[v6])
    t.call("a reference to an unknown group", "ec2", authorize, GroupId=group, IpPermissions=[{**six, "FromPort": 28, "ToPort": 28, "IpRanges": [], "UserIdGroupPairs": [{"GroupId": NO_GROUP}]}])
    only = [{"Name": "group-id", "Values": [group]}]
    rules = t.call("the rules of a group", "ec2", "DescribeSecurityGroupRules", lambda a: sum(not r["IsEgress"] for r in a["SecurityGroupRules"]), Filters=only)
    ids = [r["SecurityGroupRuleId"] for r in rules.get("SecurityGroupRules", []) if not r["IsEgress"]]
    change = lambda one: [{"SecurityGroupRuleId": one, "SecurityGroupRule": {"IpProtocol": "tcp", "FromPort": 8022, "ToPort": 8022, "CidrIpv4": "198.51.100.0/24"}}]  # noqa: E731
    t.call("a rule changed", "ec2", "ModifySecurityGroupRules", lambda a: a["Return"], GroupId=group, SecurityGroupRules=change(ids[0] if ids else ""))
    t.call("an unknown rule changed", "ec2", "ModifySecurityGroupRules", GroupId=group, SecurityGroupRules=change("sgr-0123456789abcdef0"))
    revoke = "RevokeSecurityGroupIngress"
    t.call("an unknown rule revoked", "ec2", revoke, lambda a: len(a.get("UnknownIpPermissions", [])), **rule(9999, "203.0.113.0/24"))
    t.call("a rule revoked by id", "ec2", revoke, GroupId=group, SecurityGroupRuleIds=ids[:1])
    t.call("an unknown rule revoked by id", "ec2", revoke, GroupId=group, SecurityGroupRuleIds=["sgr-0123456789abcdef0"])
    t.call("the default group deleted", "ec2", "DeleteSecurityGroup", GroupName="default")
    t.call("a group deleted", "ec2", "DeleteSecurityGroup", GroupId=group)
    t.call("a group deleted twice", "ec2", "DeleteSecurityGroup", GroupId=group)
    t.call("an unknown action", "ec2", "DescribeFpgaImages", lambda a: None)


def iam(t):
    role = dict(RoleName="worker", AssumeRolePolicyDocument=TRUST)
    t.call("a role", "iam", "CreateRole", **role)
    t.call("the same role again", "iam", "CreateRole", **role)
    t.call("the same name in upper case", "iam", "CreateRole", **{**role, "RoleName": "WORKER"})
    t.call("a trust policy that is not JSON", "iam", "CreateRole", RoleName="bad", AssumeRolePolicyDocument="{")
    t.call("an unknown role", "iam", "GetRole", RoleName="nobody")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
    t.call("an inline policy", "iam", "PutRolePolicy", RoleName="worker", PolicyName="p", PolicyDocument=policy)
    t.call("an invalid inline policy", "iam", "PutRolePolicy", RoleName="worker", PolicyName="q", PolicyDocument="{}")
    t.call("a role with a policy deleted", "iam", "DeleteRole", RoleName="worker")
    t.call("an unknown policy deleted", "iam", "DeleteRolePolicy", RoleName="worker", PolicyName="none")
    t.call("its policy deleted", "iam", "DeleteRolePolicy", RoleName="worker", PolicyName="p")
    t.call("a role deleted", "iam", "DeleteRole", RoleName="worker")


def functions(t):
    t.call("an unknown function", "lambda", "GetFunction", FunctionName="none")
    t.call("the policy of an unknown function", "lambda", "GetPolicy", FunctionName="none")
    t.call("an invalid zip", "lambda", "CreateFunction", FunctionName="bad", Runtime="nodejs22.x", Role="arn:aws:iam::111122223333:role/none", Handler="index.handler", Code={"ZipFile": b"no zip"})
    t.call("an unknown runtime", "lambda", "CreateFunction", FunctionName="bad", Runtime="nodejs9.x", Role="arn:aws:iam::111122223333:role/none", Handler="index.handler", Code={"ZipFile": b"no zip"})
    t.call("an unknown function deleted", "lambda", "DeleteFunction", FunctionName="none")


def events(t):
    pattern = json.dumps({"source": ["app"]})
    t.call("a rule", "events", "PutRule", Name="r", EventPattern=pattern)
    t.call("a pattern with values that are not lists", "events", "PutRule", Name="bad", EventPattern='{"source":"app"}')
    t.call("a pattern that is not JSON", "events", "PutRule", Name="bad", EventPattern="{")
    t.call("rate(1 minutes)", "events", "PutRule", Name="bad", ScheduleExpression="rate(1 minutes)")
    t.call("neither pattern nor schedule", "events", "PutRule", Name="bad")
    t.call("an unknown rule", "events", "DescribeRule", Name="none")
    target = [{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:111122223333:q"}]
    t.call("targets", "events", "PutTargets", lambda a: a["FailedEntryCount"], Rule="r", Targets=target)
    t.call("targets of an unknown rule", "events", "PutTargets", Rule="none", Targets=target)
    six = [{"Id": str(i), "Arn": "arn:aws:sqs:eu-west-1:111122223333:q"} for i in range(6)]
    t.call("six targets", "events", "PutTargets", lambda a: a["FailedEntryCount"], Rule="r", Targets=six)
    t.call("a rule with targets deleted", "events", "DeleteRule", Name="r")
    failed = lambda a: [e.get("ErrorCode") for e in a["Entries"]]  # noqa: E731
    t.call("an event with a source of AWS", "events", "PutEvents", failed, Entries=[{"Source": "aws.ec2", "DetailType": "x", "Detail": "{}"}])
    t.call("an event with a detail that is not JSON", "events", "PutEvents", failed, Entries=[{"Source": "app", "DetailType": "x", "Detail": "{"}])
    t.call("an event without a detail", "events", "PutEvents", failed, Entries=[{"Source": "app", "DetailType": "x"}])
    t.call("eleven events", "events", "PutEvents", Entries=[{"Source": "app", "DetailType": "x", "Detail": "{}"}] * 11)
    event = {"id": "1", "account": "1", "source": "app", "time": "2026-01-01T00:00:00Z", "region": "r", "resources": [], "detail-type": "x", "detail": {"ip": "10.1.2.3", "name": "abc.txt", "n": 5}}
    for name, detail in {
        "cidr": {"ip": [{"cidr": "10.0.0.0/8"}]},
        "suffix": {"name": [{"suffix": ".txt"}]},
        "wildcard": {"name": [{"wildcard": "a*.txt"}]},
        "numeric": {"n": [{"numeric": [">", 3, "<=", 5]}]},
        "anything-but": {"name": [{"anything-but": {"prefix": "ab"}}]},
        "exists false": {"none": [{"exists": False}]},
        "$or": {"$or": [{"n": [6]}, {"name": [{"equals-ignore-case": "ABC.TXT"}]}]},
    }.items():
        t.call(f"pattern: {name}", "events", "TestEventPattern", lambda a: a["Result"], EventPattern=json.dumps({"detail": detail}), Event=json.dumps(event))


def logs(t):
    t.call("a group", "logs", "CreateLogGroup", logGroupName="/g")
    t.call("the same group again", "logs", "CreateLogGroup", logGroupName="/g")
    t.call("an invalid retention", "logs", "PutRetentionPolicy", logGroupName="/g", retentionInDays=31)
    t.call("events of an unknown group", "logs", "FilterLogEvents", logGroupName="/none")
    t.call("an unknown group deleted", "logs", "DeleteLogGroup", logGroupName="/none")
    import time

    now = int(time.time() * 1000)
    t.call("a stream", "logs", "CreateLogStream", logGroupName="/g", logStreamName="s")
    t.call("events", "logs", "PutLogEvents", logGroupName="/g", logStreamName="s", logEvents=[{"timestamp": now, "message": json.dumps({"n": n})} for n in range(3)])
    t.call("a JSON pattern", "logs", "FilterLogEvents", lambda a: len(a["events"]), logGroupName="/g", filterPattern="{ $.n > 0 }")
    t.call("a malformed pattern", "logs", "FilterLogEvents", logGroupName="/g", filterPattern="{ $.n > ")
    t.call("a limit", "logs", "FilterLogEvents", lambda a: [len(a["events"]), "nextToken" in a], logGroupName="/g", limit=2)
    t.call("events with their ids", "logs", "FilterLogEvents", lambda a: all("eventId" in e for e in a["events"]), logGroupName="/g")


def queues(t):
    made = t.call("a queue", "sqs", "CreateQueue", QueueName="q")
    t.call("a queue of the same name, other attributes", "sqs", "CreateQueue", QueueName="q", Attributes={"VisibilityTimeout": "9"})
    t.call("an unknown queue", "sqs", "GetQueueUrl", QueueName="none")
    t.call("a retention out of range", "sqs", "SetQueueAttributes", QueueUrl=made.get("QueueUrl"), Attributes={"MessageRetentionPeriod": "1"})
    t.call("a bad receipt handle", "sqs", "DeleteMessage", QueueUrl=made.get("QueueUrl"), ReceiptHandle="bad")


def trails(t):
    t.call("a trail without its bucket", "cloudtrail", "CreateTrail", Name="main", S3BucketName="no-such-bucket")
    t.call("an unknown trail", "cloudtrail", "GetTrailStatus", Name="none")
    t.call("event history, with or without a trail", "cloudtrail", "LookupEvents", lambda a: len(a["Events"]) > 0)


main(sys.argv[1])
