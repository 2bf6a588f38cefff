import io
import json
import zipfile

from .iam import TRUST


def packed(source):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.mjs", source)
    return content.getvalue()


ECHO = packed("export const handler = async (event) => ({ got: event });\n")
FAILING = packed("export const handler = async () => { throw new Error('no'); };\n")


def run(s):
    ok, fails = s.ok, s.fails
    none = "ResourceNotFoundException"
    role = s.client("iam").create_role(RoleName="runner", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    made = dict(Runtime="nodejs22.x", Role=role, Handler="index.handler", Code={"ZipFile": ECHO})
    arn = ok("lambda", "CreateFunction", FunctionName="echo", Tags={"a": "1"}, **made)["FunctionArn"]
    fails("ResourceConflictException", "lambda", "CreateFunction", FunctionName="echo", **made)
    fails("InvalidParameterValueException", "lambda", "CreateFunction", FunctionName="bad", **{**made, "Code": {"ZipFile": b"no zip"}})
    s.wait("lambda", "function_exists", FunctionName="echo")
    s.wait("lambda", "function_active", FunctionName="echo")
    s.wait("lambda", "function_active_v2", FunctionName="echo")
    s.equal(ok("lambda", "GetFunction", FunctionName="echo").get("Tags"), {"a": "1"}, "tags of a function")
    fails(none, "lambda", "GetFunction", FunctionName="none")
    configuration = ok("lambda", "GetFunctionConfiguration", FunctionName=arn)
    fails(none, "lambda", "GetFunctionConfiguration", FunctionName="none")
    for name in ["f1", "f2"]:
        ok("lambda", "CreateFunction", FunctionName=name, **made)
    s.equal(len(s.pages("lambda", "ListFunctions", "Functions", size=1)), 3, "ListFunctions, page by page")
    ok("lambda", "ListFunctions")
    answer = ok("lambda", "Invoke", FunctionName="echo", Payload=json.dumps({"x": 1}), LogType="Tail")
    s.equal(json.loads(answer["Payload"].read()) if answer else None, {"got": {"x": 1}}, "Invoke")
    ok("lambda", "Invoke", FunctionName="echo", InvocationType="Event", Payload=b"{}")
    fails(none, "lambda", "Invoke", FunctionName="none")
    fails("InvalidRequestContentException", "lambda", "Invoke", FunctionName="echo", Payload=b"{")
    ok("lambda", "UpdateFunctionCode", FunctionName="echo", ZipFile=FAILING)
    fails(none, "lambda", "UpdateFunctionCode", FunctionName="none", ZipFile=ECHO)
    s.wait("lambda", "function_updated", FunctionName="echo")
    s.wait("lambda", "function_updated_v2", FunctionName="echo")
    broken = ok("lambda", "Invoke", FunctionName="echo")
    s.equal(broken.get("FunctionError"), "Unhandled", "a function that throws")
    ok("lambda", "UpdateFunctionConfiguration", FunctionName="echo", Timeout=10, Environment={"Variables": {"STAGE": "test"}})
    fails("PreconditionFailedException", "lambda", "UpdateFunctionConfiguration", FunctionName="echo", Timeout=11, RevisionId=configuration.get("RevisionId", ""))
    s.wait("lambda", "function_updated", FunctionName="echo")
    ok("lambda", "PublishVersion", FunctionName="echo")
    fails(none, "lambda", "PublishVersion", FunctionName="none")
    s.wait("lambda", "published_version_active", FunctionName="echo", Qualifier="1")
    s.equal(len(s.pages("lambda", "ListVersionsByFunction", "Versions", size=1, FunctionName="echo")), 2, "ListVersionsByFunction")
    fails(none, "lambda", "ListVersionsByFunction", FunctionName="none")

    permission = dict(FunctionName="echo", StatementId="events", Action="lambda:InvokeFunction", Principal="events.amazonaws.com")
    fails(none, "lambda", "GetPolicy", FunctionName="echo")
    ok("lambda", "AddPermission", **permission, SourceArn="arn:aws:events:eu-west-1:111122223333:rule/x")
    fails("ResourceConflictException", "lambda", "AddPermission", **permission)
    policy = json.loads(ok("lambda", "GetPolicy", FunctionName="echo")["Policy"])
    s.equal(policy["Statement"][0]["Sid"], "events", "GetPolicy")
    ok("lambda", "RemovePermission", FunctionName="echo", StatementId="events")
    fails(none, "lambda", "RemovePermission", FunctionName="echo", StatementId="events")
    whole = json.dumps({"Version": "2012-10-17", "Statement": policy["Statement"]})
    ok("lambda", "PutResourcePolicy", ResourceArn=arn, Policy=whole)
    fails("InvalidParameterValueException", "lambda", "PutResourcePolicy", ResourceArn=arn, Policy="{")
    revision = ok("lambda", "GetResourcePolicy", ResourceArn=arn).get("RevisionId")
    fails("PreconditionFailedException", "lambda", "DeleteResourcePolicy", ResourceArn=arn, RevisionId="00000000-0000-0000-0000-000000000000")
    ok("lambda", "DeleteResourcePolicy", ResourceArn=arn, RevisionId=revision)
    fails(none, "lambda", "DeleteResourcePolicy", ResourceArn=arn)
    fails(none, "lambda", "GetResourcePolicy", ResourceArn=arn)
    ok("lambda", "PutRuntimeManagementConfig", FunctionName="echo", UpdateRuntimeOn="FunctionUpdate")
    fails("InvalidParameterValueException", "lambda", "PutRuntimeManagementConfig", FunctionName="echo", UpdateRuntimeOn="Manual")
    s.equal(ok("lambda", "GetRuntimeManagementConfig", FunctionName="echo").get("UpdateRuntimeOn"), "FunctionUpdate", "runtime updates")
    fails(none, "lambda", "GetRuntimeManagementConfig", FunctionName="none")
    ok("lambda", "PutFunctionConcurrency", FunctionName="echo", ReservedConcurrentExecutions=2)
    fails(none, "lambda", "PutFunctionConcurrency", FunctionName="none", ReservedConcurrentExecutions=2)
    fails("InvalidParameterValueException", "lambda", "PutFunctionConcurrency", FunctionName="echo", ReservedConcurrentExecutions=5000)
    s.equal(ok("lambda", "GetFunctionConcurrency", FunctionName="echo").get("ReservedConcurrentExecutions"), 2, "concurrency")
    fails(none, "lambda", "GetFunctionConcurrency", FunctionName="none")
    ok("lambda", "DeleteFunctionConcurrency", FunctionName="echo")
    fails(none, "lambda", "DeleteFunctionConcurrency", FunctionName="none")
    fails(none, "lambda", "GetFunctionEventInvokeConfig", FunctionName="echo")
    ok("lambda", "PutFunctionEventInvokeConfig", FunctionName="echo", MaximumRetryAttempts=1)
    fails(none, "lambda", "PutFunctionEventInvokeConfig", FunctionName="none", MaximumRetryAttempts=1)
    ok("lambda", "UpdateFunctionEventInvokeConfig", FunctionName="echo", MaximumEventAgeInSeconds=60)
    fails(none, "lambda", "UpdateFunctionEventInvokeConfig", FunctionName="f1", MaximumEventAgeInSeconds=60)
    s.equal(ok("lambda", "GetFunctionEventInvokeConfig", FunctionName="echo").get("MaximumRetryAttempts"), 1, "retries")
    ok("lambda", "DeleteFunctionEventInvokeConfig", FunctionName="echo")
    fails(none, "lambda", "DeleteFunctionEventInvokeConfig", FunctionName="echo")
    ok("lambda", "GetAccountSettings")
    ok("lambda", "TagResource", Resource=arn, Tags={"b": "2"})
    fails(none, "lambda", "TagResource", Resource=f"{arn}-no", Tags={"b": "2"})
    s.equal(ok("lambda", "ListTags", Resource=arn).get("Tags"), {"a": "1", "b": "2"}, "ListTags")
    fails(none, "lambda", "ListTags", Resource=f"{arn}-no")
    ok("lambda", "UntagResource", Resource=arn, TagKeys=["b"])
    fails(none, "lambda", "UntagResource", Resource=f"{arn}-no", TagKeys=["b"])
    for name in ["echo", "f1", "f2"]:
        ok("lambda", "DeleteFunction", FunctionName=name)
    fails(none, "lambda", "DeleteFunction", FunctionName="echo")
    fails("UnknownOperationException", "lambda", "ListLayers")
    s.client("iam").delete_role(RoleName="runner")
