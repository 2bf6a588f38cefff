"""Runs the script of every service against an endpoint. Prints the covered operations and the problems as JSON."""

import importlib
import json
import sys
import traceback

from .suite import Suite

SERVICES = ["sts", "iam", "ec2", "s3", "cloudtrail", "logs", "lambda_", "events", "sqs", "sns", "kinesis", "config"]
# Error codes for an unknown access key. All other services answer UnrecognizedClientException.
UNKNOWN_KEY = {
    "ec2": "AuthFailure",
    "s3": "InvalidAccessKeyId",
    "iam": "InvalidClientTokenId",
    "sts": "InvalidClientTokenId",
    "sns": "InvalidClientTokenId",
    "sqs": "InvalidClientTokenId",
}


def main(endpoint, only):
    suite = Suite(endpoint)
    for name in only or SERVICES:
        try:
            importlib.import_module(f".{name}", __package__).run(suite)
        except Exception:
            suite.problem(f"{name}: the script itself failed:\n{traceback.format_exc(limit=3)}")
    for service, operation in sorted(suite.happy):
        strangers(suite, service, operation)
    print(
        json.dumps(
            {
                "happy": sorted(f"{service}:{operation}" for service, operation in suite.happy),
                "errors": {f"{s}:{o}": sorted(codes) for (s, o), codes in sorted(suite.errors.items())},
                "problems": suite.problems,
            }
        )
    )


def strangers(suite, service, operation):
    """Expects every operation to refuse an unknown access key, in the form of its own protocol."""
    client = suite.__dict__.setdefault("strangers", {}).setdefault(
        service, suite.open(service, "AKIAIOSFODNN7EXAMPLE")
    )
    model = client.meta.service_model.operation_model(operation)
    code = UNKNOWN_KEY.get(service, "UnrecognizedClientException")
    if operation.startswith("Head"):
        code = "403"
    suite.fails(code, service, operation, client, **minimal(model.input_shape))


def minimal(shape):
    """Returns the smallest input that botocore sends."""
    if shape is None:
        return {}
    return {name: value(shape.members[name]) for name in shape.required_members}


def value(shape):
    least = int(shape.metadata.get("min", 0))
    match shape.type_name:
        case "structure":
            return minimal(shape)
        case "list":
            return [value(shape.member)] * max(1, least)
        case "map":
            return {}
        case "boolean":
            return False
        case "integer" | "long":
            return max(1, least)
        case "timestamp":
            return 0
        case "blob":
            return b"x"
        case _:
            return (shape.metadata.get("enum") or ["x" * max(3, least)])[0]


main(sys.argv[1], sys.argv[2:])
