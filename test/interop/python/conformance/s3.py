import json
import urllib.error
import urllib.request

from botocore.config import Config


def run(s):
    ok, fails = s.ok, s.fails
    here = {"LocationConstraint": "eu-west-1"}
    ok("s3", "CreateBucket", Bucket="papers", CreateBucketConfiguration=here)
    fails("BucketAlreadyOwnedByYou", "s3", "CreateBucket", Bucket="papers", CreateBucketConfiguration=here)
    fails("IllegalLocationConstraintException", "s3", "CreateBucket", Bucket="elsewhere", CreateBucketConfiguration={"LocationConstraint": "ap-south-1"})
    s.wait("s3", "bucket_exists", Bucket="papers")
    s.wait("s3", "bucket_not_exists", Bucket="no-papers")
    ok("s3", "HeadBucket", Bucket="papers")
    fails("404", "s3", "HeadBucket", Bucket="no-papers")
    s.check("papers" in {one["Name"] for one in ok("s3", "ListBuckets")["Buckets"]}, "ListBuckets")
    s.equal(ok("s3", "GetBucketLocation", Bucket="papers").get("LocationConstraint"), "eu-west-1", "GetBucketLocation")
    fails("NoSuchBucket", "s3", "GetBucketLocation", Bucket="no-papers")
    document = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:GetBucketAcl",
                    "Resource": "arn:aws:s3:::papers",
                }
            ],
        }
    )
    fails("NoSuchBucketPolicy", "s3", "GetBucketPolicy", Bucket="papers")
    ok("s3", "PutBucketPolicy", Bucket="papers", Policy=document)
    fails("MalformedPolicy", "s3", "PutBucketPolicy", Bucket="papers", Policy="{")
    s.equal(json.loads(ok("s3", "GetBucketPolicy", Bucket="papers")["Policy"]), json.loads(document), "GetBucketPolicy")
    ok("s3", "DeleteBucketPolicy", Bucket="papers")
    fails("NoSuchBucket", "s3", "DeleteBucketPolicy", Bucket="no-papers")
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    ok("s3", "PutPublicAccessBlock", Bucket="papers", PublicAccessBlockConfiguration=block)
    fails("NoSuchBucket", "s3", "PutPublicAccessBlock", Bucket="no-papers", PublicAccessBlockConfiguration=block)
    s.equal(ok("s3", "GetPublicAccessBlock", Bucket="papers").get("PublicAccessBlockConfiguration"), block, "GetPublicAccessBlock")
    ok("s3", "DeletePublicAccessBlock", Bucket="papers")
    fails("NoSuchBucket", "s3", "DeletePublicAccessBlock", Bucket="no-papers")
    fails("NoSuchPublicAccessBlockConfiguration", "s3", "GetPublicAccessBlock", Bucket="papers")
    rule = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    ok("s3", "PutBucketEncryption", Bucket="papers", ServerSideEncryptionConfiguration=rule)
    fails("NoSuchBucket", "s3", "PutBucketEncryption", Bucket="no-papers", ServerSideEncryptionConfiguration=rule)
    ok("s3", "GetBucketEncryption", Bucket="papers")
    fails("NoSuchBucket", "s3", "GetBucketEncryption", Bucket="no-papers")
    fails("NoSuchTagSet", "s3", "GetBucketTagging", Bucket="papers")
    ok("s3", "PutBucketTagging", Bucket="papers", Tagging={"TagSet": [{"Key": "a", "Value": "1"}]})
    fails("NoSuchBucket", "s3", "PutBucketTagging", Bucket="no-papers", Tagging={"TagSet": []})
    s.equal(ok("s3", "GetBucketTagging", Bucket="papers").get("TagSet"), [{"Key": "a", "Value": "1"}], "GetBucketTagging")
    ok("s3", "DeleteBucketTagging", Bucket="papers")
    fails("NoSuchBucket", "s3", "DeleteBucketTagging", Bucket="no-papers")
    ok("s3", "PutBucketVersioning", Bucket="papers", VersioningConfiguration={"Status": "Enabled"})
    fails("NoSuchBucket", "s3", "PutBucketVersioning", Bucket="no-papers", VersioningConfiguration={"Status": "Enabled"})
    ok("s3", "GetBucketVersioning", Bucket="papers")
    fails("NoSuchBucket", "s3", "GetBucketVersioning", Bucket="no-papers")
    owner = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    ok("s3", "PutBucketOwnershipControls", Bucket="papers", OwnershipControls=owner)
    fails("NoSuchBucket", "s3", "PutBucketOwnershipControls", Bucket="no-papers", OwnershipControls=owner)
    ok("s3", "GetBucketOwnershipControls", Bucket="papers")
    fails("NoSuchBucket", "s3", "GetBucketOwnershipControls", Bucket="no-papers")
    ok("s3", "GetBucketAcl", Bucket="papers")
    fails("NoSuchBucket", "s3", "GetBucketAcl", Bucket="no-papers")

    for key in ["a.txt", "dir/b.txt", "dir/c.txt", "dir/sub/d é.txt"]:
        ok("s3", "PutObject", Bucket="papers", Key=key, Body=key.encode(), Metadata={"name": "x"}, ContentType="text/plain")
    fails("NoSuchBucket", "s3", "PutObject", Bucket="no-papers", Key="a", Body=b"")
    s.wait("s3", "object_exists", Bucket="papers", Key="a.txt")
    s.wait("s3", "object_not_exists", Bucket="papers", Key="b.txt")
    got = ok("s3", "GetObject", Bucket="papers", Key="dir/sub/d é.txt")
    s.equal(got["Body"].read().decode() if got else "", "dir/sub/d é.txt", "GetObject")
    presigned(s, "dir/sub/d é.txt")
    part = ok("s3", "GetObject", Bucket="papers", Key="a.txt", Range="bytes=2-")
    s.equal(part["Body"].read() if part else b"", b"txt", "GetObject with a range")
    fails("NoSuchKey", "s3", "GetObject", Bucket="papers", Key="none")
    s.equal(ok("s3", "HeadObject", Bucket="papers", Key="a.txt").get("Metadata"), {"name": "x"}, "HeadObject")
    fails("404", "s3", "HeadObject", Bucket="papers", Key="none")
    keys = [one["Key"] for one in s.pages("s3", "ListObjectsV2", "Contents", size=2, Bucket="papers")]
    s.equal(keys, ["a.txt", "dir/b.txt", "dir/c.txt", "dir/sub/d é.txt"], "ListObjectsV2, page by page")
    ok("s3", "ListObjectsV2", Bucket="papers", Prefix="dir/", Delimiter="/")
    fails("NoSuchBucket", "s3", "ListObjectsV2", Bucket="no-papers")
    s.equal(len(s.pages("s3", "ListObjects", "Contents", size=2, Bucket="papers")), 4, "ListObjects, page by page")
    ok("s3", "ListObjects", Bucket="papers")
    fails("NoSuchBucket", "s3", "ListObjects", Bucket="no-papers")
    fails("BucketNotEmpty", "s3", "DeleteBucket", Bucket="papers")
    ok("s3", "DeleteObject", Bucket="papers", Key="a.txt")
    fails("NoSuchBucket", "s3", "DeleteObject", Bucket="no-papers", Key="a.txt")
    ok("s3", "DeleteObjects", Bucket="papers", Delete={"Objects": [{"Key": key} for key in keys]})
    fails("NoSuchBucket", "s3", "DeleteObjects", Bucket="no-papers", Delete={"Objects": [{"Key": "a"}]})
    ok("s3", "DeleteBucket", Bucket="papers")
    fails("NoSuchBucket", "s3", "DeleteBucket", Bucket="papers")
    fails("NotImplemented", "s3", "GetBucketCors", Bucket="papers")


def presigned(s, key):
    """Checks that a URL of boto3 reads and writes one object without credentials, and no other object."""
    client = s.open("s3", s.account, config=Config(signature_version="s3v4"))
    url = client.generate_presigned_url("get_object", {"Bucket": "papers", "Key": key})
    s.equal(fetch(url), (200, key.encode()), "a presigned GetObject")
    s.equal(fetch(url.replace("/dir/", "/dirs/"))[0], 403, "a presigned URL for another key")
    s.equal(fetch(url.split("?")[0])[0], 403, "no signature")
    put = client.generate_presigned_url("put_object", {"Bucket": "papers", "Key": key, "ContentType": "text/plain"})
    s.equal(fetch(put, method="PUT", data=key.encode(), headers={"Content-Type": "text/plain"})[0], 200, "a presigned PutObject")
    s.equal(fetch(put, method="PUT", data=b"x", headers={"Content-Type": "text/html"})[0], 403, "another content type")


def fetch(url, **more):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **more)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
