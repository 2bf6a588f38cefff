import json

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


def policy(action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def run(s):
    ok, fails = s.ok, s.fails
    role = ok("iam", "CreateRole", RoleName="worker", Path="/team/", AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "a", "Value": "1"}])
    s.equal(role["Role"]["Arn"], "arn:aws:iam::111122223333:role/team/worker", "ARN with a path")
    fails("EntityAlreadyExists", "iam", "CreateRole", RoleName="WORKER", AssumeRolePolicyDocument=TRUST)
    fails("MalformedPolicyDocument", "iam", "CreateRole", RoleName="bad", AssumeRolePolicyDocument="{")
    s.wait("iam", "role_exists", RoleName="worker")
    s.times_out("iam", "role_exists", RoleName="nobody")
    got = ok("iam", "GetRole", RoleName="worker")["Role"]
    s.equal(got["AssumeRolePolicyDocument"], json.loads(TRUST), "botocore decodes the trust policy")
    fails("NoSuchEntity", "iam", "GetRole", RoleName="nobody")
    for i in range(4):
        ok("iam", "CreateRole", RoleName=f"more-{i}", AssumeRolePolicyDocument=TRUST)
    roles = s.pages("iam", "ListRoles", "Roles", size=2)
    s.equal(len({one["RoleName"] for one in roles}), 5, "ListRoles, page by page")
    ok("iam", "ListRoles", PathPrefix="/team/")
    ok("iam", "UpdateRole", RoleName="worker", Description="works", MaxSessionDuration=7200)
    fails("NoSuchEntity", "iam", "UpdateRole", RoleName="nobody")
    ok("iam", "UpdateAssumeRolePolicy", RoleName="worker", PolicyDocument=TRUST)
    fails("MalformedPolicyDocument", "iam", "UpdateAssumeRolePolicy", RoleName="worker", PolicyDocument="[]")
    ok("iam", "TagRole", RoleName="worker", Tags=[{"Key": "b", "Value": "2"}])
    fails("NoSuchEntity", "iam", "TagRole", RoleName="nobody", Tags=[{"Key": "b", "Value": "2"}])
    s.equal({tag["Key"] for tag in ok("iam", "ListRoleTags", RoleName="worker")["Tags"]}, {"a", "b"}, "ListRoleTags")
    fails("NoSuchEntity", "iam", "ListRoleTags", RoleName="nobody")
    ok("iam", "UntagRole", RoleName="worker", TagKeys=["b"])
    fails("NoSuchEntity", "iam", "UntagRole", RoleName="nobody", TagKeys=["b"])
    ok("iam", "ListInstanceProfilesForRole", RoleName="worker")
    fails("NoSuchEntity", "iam", "ListInstanceProfilesForRole", RoleName="nobody")

    ok("iam", "PutRolePolicy", RoleName="worker", PolicyName="inline", PolicyDocument=policy("ec2:Describe*"))
    fails("MalformedPolicyDocument", "iam", "PutRolePolicy", RoleName="worker", PolicyName="bad", PolicyDocument='{"a":1}')
    inline = ok("iam", "GetRolePolicy", RoleName="worker", PolicyName="inline")
    s.equal(inline.get("PolicyDocument"), json.loads(policy("ec2:Describe*")), "an inline policy comes back")
    fails("NoSuchEntity", "iam", "GetRolePolicy", RoleName="worker", PolicyName="none")
    s.equal(s.pages("iam", "ListRolePolicies", "PolicyNames", RoleName="worker"), ["inline"], "ListRolePolicies")
    fails("NoSuchEntity", "iam", "ListRolePolicies", RoleName="nobody")
    allowed = ok(
        "iam",
        "SimulatePrincipalPolicy",
        PolicySourceArn=role["Role"]["Arn"],
        ActionNames=["ec2:DescribeVpcs", "ec2:DeleteVpc"],
    )["EvaluationResults"]
    s.equal([one["EvalDecision"] for one in allowed], ["allowed", "implicitDeny"], "SimulatePrincipalPolicy")
    fails("NoSuchEntity", "iam", "SimulatePrincipalPolicy", PolicySourceArn="arn:aws:iam::111122223333:role/nobody", ActionNames=["a:B"])

    arn = ok("iam", "CreatePolicy", PolicyName="managed", PolicyDocument=policy("s3:Get*"))["Policy"]["Arn"]
    fails("EntityAlreadyExists", "iam", "CreatePolicy", PolicyName="managed", PolicyDocument=policy("s3:Get*"))
    nowhere = f"{arn}-no"
    s.wait("iam", "policy_exists", PolicyArn=arn)
    ok("iam", "GetPolicy", PolicyArn=arn)
    fails("NoSuchEntity", "iam", "GetPolicy", PolicyArn=nowhere)
    ok("iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=policy("s3:List*"), SetAsDefault=True)
    fails("NoSuchEntity", "iam", "CreatePolicyVersion", PolicyArn=nowhere, PolicyDocument=policy("s3:List*"))
    version = ok("iam", "GetPolicyVersion", PolicyArn=arn, VersionId="v2")["PolicyVersion"]
    s.equal(version["Document"], json.loads(policy("s3:List*")), "the second version")
    fails("NoSuchEntity", "iam", "GetPolicyVersion", PolicyArn=arn, VersionId="v9")
    s.equal(len(s.pages("iam", "ListPolicyVersions", "Versions", size=1, PolicyArn=arn)), 2, "ListPolicyVersions")
    fails("NoSuchEntity", "iam", "ListPolicyVersions", PolicyArn=nowhere)
    fails("DeleteConflict", "iam", "DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    ok("iam", "DeletePolicyVersion", PolicyArn=arn, VersionId="v1")
    ok("iam", "ListPolicies", Scope="Local")
    ok("iam", "TagPolicy", PolicyArn=arn, Tags=[{"Key": "a", "Value": "1"}])
    fails("NoSuchEntity", "iam", "TagPolicy", PolicyArn=nowhere, Tags=[{"Key": "a", "Value": "1"}])
    ok("iam", "ListPolicyTags", PolicyArn=arn)
    fails("NoSuchEntity", "iam", "ListPolicyTags", PolicyArn=nowhere)
    ok("iam", "UntagPolicy", PolicyArn=arn, TagKeys=["a"])
    fails("NoSuchEntity", "iam", "UntagPolicy", PolicyArn=nowhere, TagKeys=["a"])
    ok("iam", "AttachRolePolicy", RoleName="worker", PolicyArn=arn)
    fails("NoSuchEntity", "iam", "AttachRolePolicy", RoleName="worker", PolicyArn=nowhere)
    attached = s.pages("iam", "ListAttachedRolePolicies", "AttachedPolicies", RoleName="worker")
    s.equal([one["PolicyArn"] for one in attached], [arn], "ListAttachedRolePolicies")
    fails("NoSuchEntity", "iam", "ListAttachedRolePolicies", RoleName="nobody")
    ok("iam", "PutRolePermissionsBoundary", RoleName="worker", PermissionsBoundary=arn)
    fails("NoSuchEntity", "iam", "PutRolePermissionsBoundary", RoleName="worker", PermissionsBoundary=nowhere)
    ok("iam", "DeleteRolePermissionsBoundary", RoleName="worker")
    fails("NoSuchEntity", "iam", "DeleteRolePermissionsBoundary", RoleName="nobody")
    fails("DeleteConflict", "iam", "DeletePolicy", PolicyArn=arn)
    fails("DeleteConflict", "iam", "DeleteRole", RoleName="worker")
    ok("iam", "DetachRolePolicy", RoleName="worker", PolicyArn=arn)
    fails("NoSuchEntity", "iam", "DetachRolePolicy", RoleName="worker", PolicyArn=arn)
    ok("iam", "DeletePolicy", PolicyArn=arn)
    ok("iam", "DeleteRolePolicy", RoleName="worker", PolicyName="inline")
    fails("NoSuchEntity", "iam", "DeleteRolePolicy", RoleName="worker", PolicyName="inline")
    ok("iam", "DeleteRole", RoleName="worker")
    fails("NoSuchEntity", "iam", "DeleteRole", RoleName="worker")
    for i in range(4):
        ok("iam", "DeleteRole", RoleName=f"more-{i}")

    ok("iam", "CreateAccountAlias", AccountAlias="acme-prod")
    fails("ValidationError", "iam", "CreateAccountAlias", AccountAlias="No-Such")
    s.equal(ok("iam", "ListAccountAliases")["AccountAliases"], ["acme-prod"], "ListAccountAliases")

    ok("iam", "CreateUser", UserName="ann")
    fails("EntityAlreadyExists", "iam", "CreateUser", UserName="ann")
    s.wait("iam", "user_exists", UserName="ann")
    ok("iam", "GetUser", UserName="ann")
    fails("NoSuchEntity", "iam", "GetUser", UserName="bob")
    ok("iam", "ListUsers")
    key = ok("iam", "CreateAccessKey", UserName="ann")["AccessKey"]
    fails("NoSuchEntity", "iam", "CreateAccessKey", UserName="bob")
    as_user = s.open("sts", key["AccessKeyId"], secret=key["SecretAccessKey"])
    s.equal(as_user.get_caller_identity()["Arn"], "arn:aws:iam::111122223333:user/ann", "a user's ARN")
    ok("iam", "ListAccessKeys", UserName="ann")
    fails("NoSuchEntity", "iam", "ListAccessKeys", UserName="bob")
    fails("DeleteConflict", "iam", "DeleteUser", UserName="ann")
    ok("iam", "DeleteAccessKey", UserName="ann", AccessKeyId=key["AccessKeyId"])
    fails("NoSuchEntity", "iam", "DeleteAccessKey", UserName="ann", AccessKeyId=key["AccessKeyId"])
    ok("iam", "DeleteUser", UserName="ann")
    fails("NoSuchEntity", "iam", "DeleteUser", UserName="ann")
