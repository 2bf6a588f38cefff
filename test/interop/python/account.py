"""Prints every resource that a stack can have in an account as JSON, read with boto3."""

import json
import sys

import boto3
from botocore.exceptions import ClientError


def main(endpoint, account, region):
    session = boto3.session.Session(account, "secret", region_name=region)
    open_client = lambda service: session.client(service, endpoint_url=endpoint)  # noqa: E731
    iam, events, functions, logs = map(open_client, ["iam", "events", "lambda", "logs"])
    sqs, ec2, cloudtrail, s3 = map(open_client, ["sqs", "ec2", "cloudtrail", "s3"])
    print(
        json.dumps(
            {
                "roles": [role(iam, one) for one in pages(iam, "list_roles", "Roles")],
                "rules": [rule(events, one) for one in pages(events, "list_rules", "Rules")],
                "functions": [function(functions, one) for one in pages(functions, "list_functions", "Functions")],
                "logGroups": [log_group(logs, one) for one in pages(logs, "describe_log_groups", "logGroups")],
                "queues": [queue(sqs, url) for url in sqs.list_queues().get("QueueUrls", [])],
                "securityGroups": [
                    {"id": one["GroupId"], "name": one["GroupName"]}
                    for one in pages(ec2, "describe_security_groups", "SecurityGroups")
                ],
                "trails": [one["Name"] for one in cloudtrail.describe_trails()["trailList"]],
                "buckets": [one["Name"] for one in s3.list_buckets().get("Buckets", [])],
            },
            default=str,
        )
    )


def pages(client, operation, member):
    return [one for page in client.get_paginator(operation).paginate() for one in page.get(member, [])]


def tags(pairs):
    return {pair["Key"]: pair["Value"] for pair in pairs}


def role(iam, one):
    name = one["RoleName"]
    inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {
        "name": name,
        "path": one["Path"],
        "trust": one["AssumeRolePolicyDocument"],
        "inline": {policy: iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"] for policy in inline},
        "attached": iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"],
        "tags": tags(iam.list_role_tags(RoleName=name)["Tags"]),
    }


def rule(events, one):
    found = events.describe_rule(Name=one["Name"])
    return {
        "name": one["Name"],
        "state": found["State"],
        "pattern": json.loads(found["EventPattern"]) if found.get("EventPattern") else None,
        "schedule": found.get("ScheduleExpression"),
        "targets": [
            {"arn": target["Arn"], "retry": target.get("RetryPolicy"), "dlq": (target.get("DeadLetterConfig") or {}).get("Arn")}
            for target in events.list_targets_by_rule(Rule=one["Name"])["Targets"]
        ],
        "tags": tags(events.list_tags_for_resource(ResourceARN=found["Arn"])["Tags"]),
    }


def function(client, one):
    name = one["FunctionName"]
    found = client.get_function(FunctionName=name)
    configuration = found["Configuration"]
    try:
        policy = json.loads(client.get_policy(FunctionName=name)["Policy"])["Statement"]
    except ClientError:
        policy = []
    return {
        "name": name,
        "runtime": configuration["Runtime"],
        "state": configuration.get("State"),
        "role": configuration["Role"],
        "sha": configuration["CodeSha256"],
        "architectures": configuration.get("Architectures"),
        "policy": [
            {"sid": one["Sid"], "principal": one["Principal"], "source": one.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn")}
            for one in policy
        ],
        "tags": found.get("Tags", {}),
    }


def log_group(logs, one):
    return {
        "name": one["logGroupName"],
        "retention": one.get("retentionInDays"),
        "tags": logs.list_tags_log_group(logGroupName=one["logGroupName"]).get("tags", {}),
    }


def queue(sqs, url):
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {
        "arn": attributes["QueueArn"],
        "policy": json.loads(attributes["Policy"])["Statement"] if attributes.get("Policy") else [],
        "tags": sqs.list_queue_tags(QueueUrl=url).get("Tags", {}),
    }


main(*sys.argv[1:])
