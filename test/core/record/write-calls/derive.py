"""Prints the write operations of the services that own a resource kind of the stack, from botocore's models.

To renew the data: install botocore with pip, run
python3 test/core/record/write-calls/derive.py > test/core/record/write-calls/write-calls.json
and format it with `npx biome check --write`. write-calls.test.ts then names the new calls.
"""

import json
import re

import botocore
import botocore.session

# Event source in CloudTrail -> botocore's service, and the members that name a resource of a kind that the stack uses.
SERVICES = {
    'cloudtrail': ('cloudtrail', r'^(Name|TrailName|ResourceId|ResourceArn)$'),
    'config': ('config', r'ConfigurationRecorder|DeliveryChannel|^ServicePrincipal$|^ResourceArn$'),
    'events': ('events', r'^(Name|Rule|EventBusName|ResourceARN)$'),
    'iam': ('iam', r'^(RoleName|PolicyArn|PermissionsBoundary)$'),
    'kms': ('kms', r'^(KeyId|TargetKeyId)$'),
    'lambda': ('lambda', r'^(FunctionName|Resource|ResourceArn)$'),
    'monitoring': ('cloudwatch', r'^(AlarmNames?|ResourceARN|AlarmRule|DashboardNames?|MuteTargets)$'),
    'logs': ('logs', r'^(logGroup\w*|resourceArn|resourceIdentifier|policyName)$'),
    'organizations': ('organizations', r'^(PolicyId|TargetId|AccountId)$'),
    's3': ('s3', r'^Bucket$'),
    'sns': ('sns', r'^(TopicArn|SubscriptionArn|ResourceArn)$'),
    'sqs': ('sqs', r'^(QueueUrl|SourceArn)$'),
    'tagging': ('resourcegroupstaggingapi', r'^ResourceARNList$'),
}

READS = re.compile(
    r'^(Batch)?(Get|List|Describe|Lookup|Filter|Head|Simulate|Test|Search|Select|Check|Validate|Receive|Preview'
    r'|Generate|Decrypt|Encrypt|ReEncrypt|Sign|Verify|DeriveSharedSecret|StartQuery|StartLiveTail|StopQuery)'
)


def write_operations(service: str, naming: str) -> dict[str, list[str]]:
    model = botocore.session.get_session().get_service_model(service)
    found = {}
    for name in sorted(model.operation_names):
        if READS.match(name):
            continue
        shape = model.operation_model(name).input_shape
        members = [] if shape is None else shape.members
        found[name] = [member for member in members if re.search(naming, member)]
    return found


print(
    json.dumps(
        {
            'botocore': botocore.__version__,
            'services': {source: write_operations(*known) for source, known in SERVICES.items()},
        },
        indent=2,
    )
)
