def run(s):
    ok, fails = s.ok, s.fails
    vpcs = s.pages("ec2", "DescribeVpcs", "Vpcs")
    default = next(vpc["VpcId"] for vpc in vpcs if vpc["IsDefault"])
    ok("ec2", "DescribeVpcs", VpcIds=[default])
    fails("InvalidVpcID.NotFound", "ec2", "DescribeVpcs", VpcIds=["vpc-0123456789abcdef0"])

    vpc = ok("ec2", "CreateVpc", CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    fails("InvalidVpc.Range", "ec2", "CreateVpc", CidrBlock="10.0.0.0/8")
    s.wait("ec2", "vpc_exists", VpcIds=[vpc])
    s.wait("ec2", "vpc_available", VpcIds=[vpc])
    fails("DefaultVpcAlreadyExists", "ec2", "CreateDefaultVpc")
    subnet = ok("ec2", "CreateSubnet", VpcId=vpc, CidrBlock="10.20.1.0/24")["Subnet"]["SubnetId"]
    fails("InvalidVpcID.NotFound", "ec2", "CreateSubnet", VpcId="vpc-0123456789abcdef0", CidrBlock="10.1.0.0/24")
    s.wait("ec2", "subnet_available", SubnetIds=[subnet])
    ok("ec2", "DescribeSubnets", Filters=[{"Name": "vpc-id", "Values": [vpc]}])
    fails("InvalidSubnetID.NotFound", "ec2", "DescribeSubnets", SubnetIds=["subnet-0123456789abcdef0"])

    group = ok(
        "ec2",
        "CreateSecurityGroup",
        GroupName="web",
        Description="web servers",
        VpcId=vpc,
        TagSpecifications=[{"ResourceType": "security-group", "Tags": [{"Key": "Role", "Value": "web"}]}],
    )["GroupId"]
    fails("InvalidGroup.Duplicate", "ec2", "CreateSecurityGroup", GroupName="web", Description="x", VpcId=vpc)
    fails("MissingParameter", "ec2", "CreateSecurityGroup", GroupName="other", Description="", VpcId=vpc)
    other = ok("ec2", "CreateSecurityGroup", GroupName="db", Description="databases", VpcId=vpc)["GroupId"]
    s.wait("ec2", "security_group_exists", GroupIds=[group])
    for i in range(6):
        ok("ec2", "CreateSecurityGroup", GroupName=f"more-{i}", Description="more", VpcId=vpc)
    found = s.pages("ec2", "DescribeSecurityGroups", "SecurityGroups", size=5)
    s.check({group, other} <= {one["GroupId"] for one in found}, "DescribeSecurityGroups: pages leave groups out")
    described = ok("ec2", "DescribeSecurityGroups", GroupIds=[group]).get("SecurityGroups", [{}])[0]
    s.equal(described.get("Tags"), [{"Key": "Role", "Value": "web"}], "tags of a new group")
    fails("InvalidGroup.NotFound", "ec2", "DescribeSecurityGroups", GroupIds=["sg-0123456789abcdef0"])
    fails("InvalidGroupId.Malformed", "ec2", "DescribeSecurityGroups", GroupIds=["web"])

    web = {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        "IpRanges": [{"CidrIp": "203.0.113.9/24", "Description": "office"}],
        "Ipv6Ranges": [{"CidrIpv6": "2001:DB8::/32"}],
        "UserIdGroupPairs": [{"GroupId": other}],
    }
    rules = ok("ec2", "AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[web]).get("SecurityGroupRules", [])
    s.equal(len(rules), 3, "AuthorizeSecurityGroupIngress: rules")
    s.check("203.0.113.0/24" in {rule.get("CidrIpv4") for rule in rules}, "host bits are cleared")
    fails("InvalidPermission.Duplicate", "ec2", "AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[web])
    fails(
        "InvalidParameterValue",
        "ec2",
        "AuthorizeSecurityGroupIngress",
        GroupId=group,
        IpProtocol="tcp",
        FromPort=1,
        ToPort=1,
        CidrIp="1.2.3/24",
    )
    ok("ec2", "AuthorizeSecurityGroupIngress", GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="192.0.2.0/24")
    egress = {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ok("ec2", "AuthorizeSecurityGroupEgress", GroupId=group, IpPermissions=[egress])
    fails("InvalidGroup.NotFound", "ec2", "AuthorizeSecurityGroupEgress", GroupId="sg-0123456789abcdef0", IpPermissions=[egress])
    listed = s.pages(
        "ec2", "DescribeSecurityGroupRules", "SecurityGroupRules", size=5, Filters=[{"Name": "group-id", "Values": [group]}]
    )
    s.equal(len(listed), 6, "DescribeSecurityGroupRules: rules with egress")
    one = rules[0]["SecurityGroupRuleId"] if rules else ""
    ok("ec2", "DescribeSecurityGroupRules", SecurityGroupRuleIds=[one])
    fails("InvalidSecurityGroupRuleId.NotFound", "ec2", "DescribeSecurityGroupRules", SecurityGroupRuleIds=["sgr-0123456789abcdef0"])
    change = {"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "CidrIpv4": "198.51.100.0/24"}
    ok("ec2", "ModifySecurityGroupRules", GroupId=group, SecurityGroupRules=[{"SecurityGroupRuleId": one, "SecurityGroupRule": change}])
    fails(
        "InvalidSecurityGroupRuleId.NotFound",
        "ec2",
        "ModifySecurityGroupRules",
        GroupId=group,
        SecurityGroupRules=[{"SecurityGroupRuleId": "sgr-0123456789abcdef0", "SecurityGroupRule": change}],
    )
    text = [{"SecurityGroupRuleId": one, "Description": "new words"}]
    ok("ec2", "UpdateSecurityGroupRuleDescriptionsIngress", GroupId=group, SecurityGroupRuleDescriptions=text)
    fails("InvalidGroup.NotFound", "ec2", "UpdateSecurityGroupRuleDescriptionsIngress", GroupId="sg-0123456789abcdef0", SecurityGroupRuleDescriptions=text)
    ok("ec2", "UpdateSecurityGroupRuleDescriptionsEgress", GroupId=group, IpPermissions=[egress])
    fails("InvalidGroup.NotFound", "ec2", "UpdateSecurityGroupRuleDescriptionsEgress", GroupId="sg-0123456789abcdef0", IpPermissions=[egress])
    ok("ec2", "DescribeSecurityGroupReferences", GroupId=[other])
    fails("InvalidGroup.NotFound", "ec2", "DescribeSecurityGroupReferences", GroupId=["sg-0123456789abcdef0"])
    ok("ec2", "DescribeStaleSecurityGroups", VpcId=vpc)
    fails("InvalidVpcID.NotFound", "ec2", "DescribeStaleSecurityGroups", VpcId="vpc-0123456789abcdef0")
    ok("ec2", "GetSecurityGroupsForVpc", VpcId=vpc)
    fails("InvalidVpcID.NotFound", "ec2", "GetSecurityGroupsForVpc", VpcId="vpc-0123456789abcdef0")
    second = ok("ec2", "CreateVpc", CidrBlock="10.30.0.0/16")["Vpc"]["VpcId"]
    ok("ec2", "AssociateSecurityGroupVpc", GroupId=group, VpcId=second)
    fails("InvalidParameterValue", "ec2", "AssociateSecurityGroupVpc", GroupId=group, VpcId=default)
    fails("InvalidGroup.NotFound", "ec2", "AssociateSecurityGroupVpc", GroupId="sg-0123456789abcdef0", VpcId=default)
    ok("ec2", "DescribeSecurityGroupVpcAssociations")
    ok("ec2", "DisassociateSecurityGroupVpc", GroupId=group, VpcId=second)
    fails("InvalidGroup.NotFound", "ec2", "DisassociateSecurityGroupVpc", GroupId="sg-0123456789abcdef0", VpcId=default)

    prefix_lists(s, group)
    resolvers(s)

    interface = ok("ec2", "CreateNetworkInterface", SubnetId=subnet, Groups=[group])["NetworkInterface"]["NetworkInterfaceId"]
    fails("InvalidSubnetID.NotFound", "ec2", "CreateNetworkInterface", SubnetId="subnet-0123456789abcdef0")
    s.wait("ec2", "network_interface_available", NetworkInterfaceIds=[interface])
    ok("ec2", "DescribeNetworkInterfaces", Filters=[{"Name": "group-id", "Values": [group]}])
    fails("InvalidNetworkInterfaceID.NotFound", "ec2", "DescribeNetworkInterfaces", NetworkInterfaceIds=["eni-0123456789abcdef0"])
    fails("DependencyViolation", "ec2", "DeleteSecurityGroup", GroupId=group)
    ok("ec2", "ModifyNetworkInterfaceAttribute", NetworkInterfaceId=interface, Groups=[other])
    fails("InvalidNetworkInterfaceID.NotFound", "ec2", "ModifyNetworkInterfaceAttribute", NetworkInterfaceId="eni-0123456789abcdef0", Groups=[other])
    ok("ec2", "DeleteNetworkInterface", NetworkInterfaceId=interface)
    fails("InvalidNetworkInterfaceID.NotFound", "ec2", "DeleteNetworkInterface", NetworkInterfaceId=interface)

    launched = ok("ec2", "RunInstances", ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnet, SecurityGroupIds=[group])
    instance = launched["Instances"][0]["InstanceId"]
    fails("InvalidGroup.NotFound", "ec2", "RunInstances", ImageId="ami-0123456789abcdef0", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=["sg-0123456789abcdef0"])
    s.wait("ec2", "instance_running", InstanceIds=[instance])
    ok("ec2", "DescribeInstances", InstanceIds=[instance])
    fails("InvalidInstanceID.NotFound", "ec2", "DescribeInstances", InstanceIds=["i-0123456789abcdef0"])
    ok("ec2", "ModifyInstanceAttribute", InstanceId=instance, Groups=[other])
    fails("InvalidInstanceID.NotFound", "ec2", "ModifyInstanceAttribute", InstanceId="i-0123456789abcdef0", Groups=[other])
    ok("ec2", "TerminateInstances", InstanceIds=[instance])
    fails("InvalidInstanceID.NotFound", "ec2", "TerminateInstances", InstanceIds=["i-0123456789abcdef0"])
    s.wait("ec2", "instance_terminated", InstanceIds=[instance])

    s.check({"eu-west-1", "us-east-1"} <= {r["RegionName"] for r in ok("ec2", "DescribeRegions")["Regions"]}, "Regions")
    ok("ec2", "DescribeAvailabilityZones")
    ok("ec2", "DescribeAddresses")
    ok("ec2", "CreateTags", Resources=[group], Tags=[{"Key": "Team", "Value": "net"}])
    fails("InvalidGroup.NotFound", "ec2", "CreateTags", Resources=["sg-0123456789abcdef0"], Tags=[{"Key": "a", "Value": "b"}])
    tags = s.pages("ec2", "DescribeTags", "Tags", Filters=[{"Name": "resource-id", "Values": [group]}])
    s.equal({tag["Key"] for tag in tags}, {"Role", "Team"}, "DescribeTags")
    ok("ec2", "DeleteTags", Resources=[group], Tags=[{"Key": "Team"}])

    ok("ec2", "RevokeSecurityGroupEgress", GroupId=group, IpPermissions=[egress])
    fails("InvalidPermission.NotFound", "ec2", "RevokeSecurityGroupEgress", GroupId=group, IpPermissions=[egress])
    ok("ec2", "RevokeSecurityGroupIngress", GroupId=group, SecurityGroupRuleIds=[one])
    fails("InvalidPermission.NotFound", "ec2", "RevokeSecurityGroupIngress", GroupId=group, IpProtocol="tcp", FromPort=1, ToPort=1, CidrIp="192.0.2.1/32")
    fails("DependencyViolation", "ec2", "DeleteSecurityGroup", GroupId=other)
    ok("ec2", "DeleteSecurityGroup", GroupId=group)
    fails("InvalidGroup.NotFound", "ec2", "DeleteSecurityGroup", GroupId=group)
    fails("DependencyViolation", "ec2", "DeleteVpc", VpcId=vpc)
    ok("ec2", "DeleteSubnet", SubnetId=subnet)
    fails("InvalidSubnetID.NotFound", "ec2", "DeleteSubnet", SubnetId=subnet)
    for one in s.pages("ec2", "DescribeSecurityGroups", "SecurityGroups", Filters=[{"Name": "vpc-id", "Values": [vpc]}]):
        if one["GroupName"] != "default":
            ok("ec2", "DeleteSecurityGroup", GroupId=one["GroupId"])
    ok("ec2", "DeleteVpc", VpcId=vpc)
    fails("InvalidVpcID.NotFound", "ec2", "DeleteVpc", VpcId=vpc)

    # A new default VPC can be created only after the old one is deleted.
    for sub in s.pages("ec2", "DescribeSubnets", "Subnets", Filters=[{"Name": "vpc-id", "Values": [default]}]):
        ok("ec2", "DeleteSubnet", SubnetId=sub["SubnetId"])
    ok("ec2", "DeleteVpc", VpcId=default)
    ok("ec2", "CreateDefaultVpc")
    fails("InvalidAction", "ec2", "DescribeVolumes")


def prefix_lists(s, group):
    ok, fails = s.ok, s.fails
    made = ok(
        "ec2",
        "CreateManagedPrefixList",
        PrefixListName="offices",
        AddressFamily="IPv4",
        MaxEntries=5,
        Entries=[{"Cidr": "203.0.113.0/24", "Description": "north"}],
    )["PrefixList"]
    one = made["PrefixListId"]
    fails("InvalidParameterValue", "ec2", "CreateManagedPrefixList", PrefixListName="x", AddressFamily="IPv5", MaxEntries=1)
    ok("ec2", "DescribeManagedPrefixLists", PrefixListIds=[one])
    fails("InvalidPrefixListID.NotFound", "ec2", "DescribeManagedPrefixLists", PrefixListIds=["pl-0123456789abcdef0"])
    ok("ec2", "DescribePrefixLists")
    version = ok("ec2", "DescribeManagedPrefixLists", PrefixListIds=[one])["PrefixLists"][0]["Version"]
    ok("ec2", "ModifyManagedPrefixList", PrefixListId=one, CurrentVersion=version, AddEntries=[{"Cidr": "198.51.100.0/24"}])
    fails("PrefixListVersionMismatch", "ec2", "ModifyManagedPrefixList", PrefixListId=one, CurrentVersion=version, AddEntries=[{"Cidr": "192.0.2.0/24"}])
    entries = s.pages("ec2", "GetManagedPrefixListEntries", "Entries", PrefixListId=one)
    s.equal({entry["Cidr"] for entry in entries}, {"203.0.113.0/24", "198.51.100.0/24"}, "prefix list entries")
    fails("InvalidPrefixListID.NotFound", "ec2", "GetManagedPrefixListEntries", PrefixListId="pl-0123456789abcdef0")
    current = ok("ec2", "DescribeManagedPrefixLists", PrefixListIds=[one])["PrefixLists"][0]["Version"]
    ok("ec2", "RestoreManagedPrefixListVersion", PrefixListId=one, PreviousVersion=version, CurrentVersion=current)
    fails("InvalidPrefixListID.NotFound", "ec2", "RestoreManagedPrefixListVersion", PrefixListId="pl-0123456789abcdef0", PreviousVersion=1, CurrentVersion=2)
    use = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "PrefixListIds": [{"PrefixListId": one}]}
    ok("ec2", "AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[use])
    ok("ec2", "GetManagedPrefixListAssociations", PrefixListId=one)
    fails("InvalidPrefixListID.NotFound", "ec2", "GetManagedPrefixListAssociations", PrefixListId="pl-0123456789abcdef0")
    ok("ec2", "RevokeSecurityGroupIngress", GroupId=group, IpPermissions=[use])
    ok("ec2", "DeleteManagedPrefixList", PrefixListId=one)
    fails("InvalidPrefixListID.NotFound", "ec2", "DeleteManagedPrefixList", PrefixListId=one)


def resolvers(s):
    ok, fails = s.ok, s.fails
    ipam = ok("ec2", "CreateIpam", OperatingRegions=[{"RegionName": "eu-west-1"}])["Ipam"]["IpamId"]
    fails("ResourceLimitExceeded", "ec2", "CreateIpam")
    ok("ec2", "DescribeIpams", IpamIds=[ipam])
    fails("InvalidIpamId.NotFound", "ec2", "DescribeIpams", IpamIds=["ipam-0123456789abcdef0"])
    static = [{"RuleType": "static-cidr", "StaticCidr": "203.0.113.0/24"}]
    made = ok("ec2", "CreateIpamPrefixListResolver", IpamId=ipam, AddressFamily="ipv4", Rules=static)
    one = made["IpamPrefixListResolver"]["IpamPrefixListResolverId"]
    fails("InvalidIpamId.NotFound", "ec2", "CreateIpamPrefixListResolver", IpamId="ipam-0123456789abcdef0", AddressFamily="ipv4")
    ok("ec2", "DescribeIpamPrefixListResolvers", IpamPrefixListResolverIds=[one])
    none = "InvalidIpamPrefixListResolverId.NotFound"
    nobody = "ipam-plr-0123456789abcdef0"
    fails(none, "ec2", "DescribeIpamPrefixListResolvers", IpamPrefixListResolverIds=[nobody])
    s.equal(ok("ec2", "GetIpamPrefixListResolverRules", IpamPrefixListResolverId=one)["Rules"][0]["StaticCidr"], "203.0.113.0/24", "rules")
    fails(none, "ec2", "GetIpamPrefixListResolverRules", IpamPrefixListResolverId=nobody)
    made = ok("ec2", "CreateManagedPrefixList", PrefixListName="managed", AddressFamily="IPv4", MaxEntries=5)
    managed = made["PrefixList"]["PrefixListId"]
    follow = dict(PrefixListId=managed, PrefixListRegion="eu-west-1", TrackLatestVersion=True)
    made = ok("ec2", "CreateIpamPrefixListResolverTarget", IpamPrefixListResolverId=one, **follow)
    target = made["IpamPrefixListResolverTarget"]["IpamPrefixListResolverTargetId"]
    fails(none, "ec2", "CreateIpamPrefixListResolverTarget", IpamPrefixListResolverId=nobody, **follow)
    more = [*static, {"RuleType": "static-cidr", "StaticCidr": "198.51.100.0/24"}]
    ok("ec2", "ModifyIpamPrefixListResolver", IpamPrefixListResolverId=one, Rules=more)
    fails(none, "ec2", "ModifyIpamPrefixListResolver", IpamPrefixListResolverId=nobody)
    entries = s.pages("ec2", "GetManagedPrefixListEntries", "Entries", PrefixListId=managed)
    s.equal([entry["Cidr"] for entry in entries], ["198.51.100.0/24", "203.0.113.0/24"], "entries of a managed list")
    versions = ok("ec2", "GetIpamPrefixListResolverVersions", IpamPrefixListResolverId=one)["IpamPrefixListResolverVersions"]
    s.equal([version["Version"] for version in versions], [1, 2], "versions of a resolver")
    fails(none, "ec2", "GetIpamPrefixListResolverVersions", IpamPrefixListResolverId=nobody)
    ok("ec2", "GetIpamPrefixListResolverVersionEntries", IpamPrefixListResolverId=one, IpamPrefixListResolverVersion=1)
    fails("InvalidParameterValue", "ec2", "GetIpamPrefixListResolverVersionEntries", IpamPrefixListResolverId=one, IpamPrefixListResolverVersion=9)
    gone = "InvalidIpamPrefixListResolverTargetId.NotFound"
    nowhere = "ipam-plrt-0123456789abcdef0"
    ok("ec2", "ModifyIpamPrefixListResolverTarget", IpamPrefixListResolverTargetId=target, DesiredVersion=1)
    fails(gone, "ec2", "ModifyIpamPrefixListResolverTarget", IpamPrefixListResolverTargetId=nowhere)
    ok("ec2", "DescribeIpamPrefixListResolverTargets", IpamPrefixListResolverId=one)
    fails(gone, "ec2", "DescribeIpamPrefixListResolverTargets", IpamPrefixListResolverTargetIds=[nowhere])
    fails("DependencyViolation", "ec2", "DeleteIpam", IpamId=ipam)
    fails("DependencyViolation", "ec2", "DeleteIpamPrefixListResolver", IpamPrefixListResolverId=one)
    ok("ec2", "DeleteIpamPrefixListResolverTarget", IpamPrefixListResolverTargetId=target)
    fails(gone, "ec2", "DeleteIpamPrefixListResolverTarget", IpamPrefixListResolverTargetId=target)
    ok("ec2", "DeleteIpamPrefixListResolver", IpamPrefixListResolverId=one)
    ok("ec2", "DeleteIpam", IpamId=ipam)
    ok("ec2", "DeleteManagedPrefixList", PrefixListId=managed)
