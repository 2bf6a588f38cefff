"""Calls the sandbox through boto3, and checks each response against botocore's model of the service."""

import json
import os
import re
import xml.etree.ElementTree as ElementTree

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator


class Suite:
    """One account and Region. Collects the calls and the problems, and continues after each failure."""

    def __init__(self, endpoint, account="111122223333", region="eu-west-1", token=None):
        self.endpoint, self.account, self.region, self.token = endpoint, account, region, token
        # One session for all clients, because it caches the models.
        self.session = boto3.session.Session()
        self.clients = {}
        self.happy = set()
        self.errors = {}
        self.problems = []

    def client(self, service):
        if service not in self.clients:
            self.clients[service] = self.open(service, self.account)
        return self.clients[service]

    def open(self, service, access_key, region=None, secret=None, token=None, config=None):
        ours = Config(
            retries={"total_max_attempts": 1},
            inject_host_prefix=False,
            s3={"addressing_style": "path"},
        )
        return self.session.client(
            service,
            region or self.region,
            endpoint_url=self.endpoint,
            config=ours.merge(config) if config else ours,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret or os.environ["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=token,
        )

    def problem(self, text):
        self.problems.append(text)

    def check(self, truth, text):
        if not truth:
            self.problem(text)

    def equal(self, found, expected, text):
        self.check(found == expected, f"{text}: {found!r}, not {expected!r}")

    def ok(self, service, operation, **parameters):
        """Expects the call to succeed, with a response in the shape of botocore's model."""
        client = self.client(service)
        model = client.meta.service_model.operation_model(operation)
        raw = []
        event = f"after-call.{client.meta.service_model.service_id.hyphenize()}.{operation}"
        listen = lambda http_response, **_: raw.append(http_response)  # noqa: E731
        client.meta.events.register(event, listen)
        try:
            answer = getattr(client, xform_name(operation))(**parameters)
        except Exception as error:
            self.problem(f"{service}:{operation} failed: {error}")
            return {}
        finally:
            client.meta.events.unregister(event, listen)
        self.happy.add((service, operation))
        self.check_shape(f"{service}:{operation}", model, answer, raw[0] if raw else None)
        return answer

    def check_shape(self, name, model, answer, response):
        metadata = answer.get("ResponseMetadata", {})
        self.check(metadata.get("RequestId"), f"{name}: the answer has no request id")
        shape = model.output_shape
        if shape is None:
            return
        plain = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
        if model.has_streaming_output or model.has_event_stream_output:
            return
        report = ParamValidator().validate(plain, shape)
        wrong = [line for line in report.generate_report().split("\n") if line and not tolerable(line)]
        for line in wrong:
            self.problem(f"{name}: {line}")
        if response is not None and response.content:
            for stray in strays(model, response.content):
                self.problem(f"{name}: {stray} is not in the model")

    def fails(self, code, service, operation, client=None, **parameters):
        """Expects the call to be refused with this error code."""
        client = client or self.client(service)
        try:
            getattr(client, xform_name(operation))(**parameters)
        except ClientError as error:
            found = error.response["Error"]
            self.errors.setdefault((service, operation), set()).add(found.get("Code"))
            self.equal(found.get("Code"), code, f"{service}:{operation} {parameters}: code")
            self.check(error.response["ResponseMetadata"]["HTTPStatusCode"] >= 400, f"{operation}: status")
            # A response to HEAD has no body, so it has no message, and its status is the code.
            self.check(found.get("Message") or operation.startswith("Head"), f"{service}:{operation}: no message")
        except Exception as error:
            self.problem(f"{service}:{operation} should fail with {code}, but: {error!r}")
        else:
            self.problem(f"{service}:{operation} {parameters} should fail with {code}, but succeeded")

    def pages(self, service, operation, member, size=None, **parameters):
        """Returns all items, read page by page with botocore's paginator."""
        config = {} if size is None else {"PageSize": size}
        count, items = 0, []
        try:
            for page in self.client(service).get_paginator(xform_name(operation)).paginate(
                **parameters, PaginationConfig=config
            ):
                count += 1
                found = page.get(member) or []
                if size is not None:
                    self.check(len(found) <= size, f"{service}:{operation}: a page of {len(found)}, over {size}")
                items += found
            self.happy.add((service, operation))
        except Exception as error:
            self.problem(f"{service}:{operation}, page by page: {error}")
        if size is not None:
            self.check(count > 1, f"{service}:{operation}: {len(items)} items arrived in {count} page")
        return items

    def wait(self, service, waiter, **parameters):
        """Waits with botocore's waiter, at short intervals."""
        try:
            self.client(service).get_waiter(waiter).wait(
                **parameters, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100}
            )
        except Exception as error:
            self.problem(f"waiter {service}:{waiter}: {error}")

    def times_out(self, service, waiter, **parameters):
        try:
            self.client(service).get_waiter(waiter).wait(
                **parameters, WaiterConfig={"Delay": 0.01, "MaxAttempts": 2}
            )
        except Exception:
            return
        self.problem(f"waiter {service}:{waiter} {parameters} should have timed out")


def tolerable(line):
    """Accepts two differences: botocore decodes IAM's documents, and AWS's own responses exceed the limits of requests."""
    decoded = "Document, value: {" in line and "valid types: <class 'str'>" in line
    return decoded or re.match(r"Invalid (length|value|range) ", line) is not None


def strays(model, content):
    """Returns names in a response's body that are not in the model. No client would ever see these members."""
    shape, protocol = model.output_shape, model.service_model.protocol
    payload = shape.serialization.get("payload")
    if payload:
        shape = shape.members[payload]
        if shape.type_name != "structure":
            return []
    if protocol in ("json", "rest-json"):
        return list(json_strays(shape, json.loads(content), shape.name))
    root = ElementTree.fromstring(content)
    if protocol == "query":
        wrapper = shape.serialization.get("resultWrapper")
        root = next((child for child in root if local(child) == wrapper), root)
    return [name for name in xml_strays(shape, root, shape.name) if name.rsplit(".", 1)[1].lower() != "requestid"]


def json_strays(shape, value, path):
    if value is None:
        return
    if shape.type_name == "structure":
        known = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, item in value.items():
            if name not in known:
                yield f"{path}.{name}"
            else:
                yield from json_strays(known[name], item, f"{path}.{name}")
    elif shape.type_name == "list":
        for item in value:
            yield from json_strays(shape.member, item, f"{path}[]")
    elif shape.type_name == "map":
        for item in value.values():
            yield from json_strays(shape.value, item, f"{path}{{}}")


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def xml_strays(shape, element, path):
    if shape.type_name == "structure":
        known = {}
        for name, member in shape.members.items():
            wire = member.serialization.get("name", name)
            if member.type_name == "list" and member.serialization.get("flattened"):
                wire = member.member.serialization.get("name", wire)
                known[wire] = member.member
            else:
                known[wire] = member
        for child in element:
            name = local(child)
            if name in ("RequestId", "requestId", "ResponseMetadata"):
                continue
            if name not in known:
                yield f"{path}.{name}"
            else:
                yield from xml_strays(known[name], child, f"{path}.{name}")
    elif shape.type_name == "list":
        for child in element:
            yield from xml_strays(shape.member, child, f"{path}[]")
    elif shape.type_name == "map":
        return
