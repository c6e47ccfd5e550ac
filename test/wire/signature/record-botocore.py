"""Records requests as botocore signs them, so that our verifier is not only tested against clients in JavaScript.

Run it by hand when botocore changes: python test/wire/signature/record-botocore.py
Nothing is sent: a handler takes each request where it would have left for the network.
"""

import base64
import datetime
import io
import json
import pathlib
import uuid
from urllib.parse import urlsplit

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.session
from botocore.config import Config

SIGNED_AT = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.timezone.utc)
LONG_TERM = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None)
TEMPORARY = ("ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2VjE//+token==")

botocore.auth.get_current_datetime = lambda remove_tzinfo=True: (
    SIGNED_AT.replace(tzinfo=None) if remove_tzinfo else SIGNED_AT
)

# Recording twice gives the same bytes, and nothing in them tells of the machine.
uuid.uuid4 = lambda: uuid.UUID(int=0)
ANONYMOUS = Config(user_agent="botocore")

recorded = []


def text(value):
    return value.decode("latin1") if isinstance(value, bytes) else str(value)


def record(name, family, credentials, method, url, headers, body):
    parts = urlsplit(url)
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode("utf-8")
    wire_headers = {text(key).lower(): text(value) for key, value in headers.items()}
    wire_headers.setdefault("host", parts.netloc)
    recorded.append(
        {
            "name": name,
            "family": family,
            "accessKeyId": credentials[0],
            "secret": credentials[1],
            "sessionToken": credentials[2],
            "method": method,
            "path": parts.path or "/",
            "query": parts.query,
            "headers": wire_headers,
            "body": base64.b64encode(body or b"").decode("ascii"),
        }
    )


def client(service, credentials, **options):
    session = botocore.session.Session()
    session.set_credentials(*credentials)
    config = ANONYMOUS.merge(options.pop("config", Config()))
    return session.create_client(service, region_name=options.pop("region", "cn-north-1"), config=config, **options)


def call(name, family, service, operation, credentials=TEMPORARY, parameters=None, **options):
    made = client(service, credentials, **options)

    def capture(request, **_):
        record(name, family, credentials, request.method, request.url, request.headers, request.body)
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, io.BytesIO(b""))

    made.meta.events.register("before-send.*.*", capture)
    before = len(recorded)
    try:
        getattr(made, operation)(**(parameters or {}))
    except Exception:  # the empty answer is no answer to the parser; the request is what counts
        pass
    assert len(recorded) == before + 1, name


def presign(name, family, service, operation, credentials=TEMPORARY, parameters=None, **options):
    made = client(service, credentials, **options)
    method = "PUT" if operation == "put_object" else "GET"
    url = made.generate_presigned_url(operation, Params=parameters or {}, ExpiresIn=900, HttpMethod=method)
    record(name, family, credentials, method, url, {}, b"")


PATH_STYLE = Config(s3={"addressing_style": "path"})
HTTP = {"endpoint_url": "http://127.0.0.1:4566", "config": PATH_STYLE}

call("AWS JSON, temporary key", "json", "dynamodb", "describe_table", parameters={"TableName": "costs"})
call("AWS JSON, long-term key", "json", "dynamodb", "describe_table", LONG_TERM, {"TableName": "costs"})
call("AWS query", "query", "iam", "create_role", parameters={
    "RoleName": "reader", "AssumeRolePolicyDocument": "{}", "Description": "reads & writes, ümlaut + plus"})
call("AWS query without parameters", "query", "sts", "get_caller_identity", LONG_TERM)
call("EC2 query", "ec2", "ec2", "describe_instances", parameters={"Filters": [{"Name": "tag:a", "Values": ["b c"]}]})
call("AWS JSON for a client of AWS query", "json", "cloudwatch", "list_metrics")
call("REST JSON with an ARN in the path", "rest-json", "lambda", "get_function", parameters={
    "FunctionName": "arn:aws-cn:lambda:cn-north-1:123456789012:function:report"})
call("REST JSON with a query", "rest-json", "lambda", "list_functions", parameters={"MaxItems": 5, "Marker": "a/b+c d="})
call("REST XML", "query", "route53", "list_resource_record_sets", region="us-east-1", parameters={
    "HostedZoneId": "Z1D633PJN98FT9", "StartRecordName": "a.example.com", "StartRecordType": "A"})
call("S3 PutObject over HTTPS, unsigned payload with a trailer", "s3", "s3", "put_object", parameters={
    "Bucket": "examplebucket", "Key": "reports/2026.csv", "Body": io.BytesIO(b"a,b\n1,2\n")})
call("S3 PutObject over HTTP, signed payload", "s3", "s3", "put_object", parameters={
    "Bucket": "examplebucket", "Key": "a b+c/ü~(x)!*'/%41", "Body": b"hello", "Metadata": {"a": "two  spaces"}}, **HTTP)
call("S3 PutObject over HTTP of a stream", "s3", "s3", "put_object", LONG_TERM, {
    "Bucket": "examplebucket", "Key": "stream", "Body": io.BytesIO(b"x" * 20000)}, **HTTP)
call("S3 key with dots and empty segments", "s3", "s3", "get_object", parameters={
    "Bucket": "examplebucket", "Key": "a//b/../c/./d", "VersionId": "null"}, **HTTP)
call("S3 ListObjectsV2", "s3", "s3", "list_objects_v2", parameters={
    "Bucket": "examplebucket", "Prefix": "a b/ü&=+", "Delimiter": "/", "StartAfter": "~"}, **HTTP)
call("S3 subresource without a value", "s3", "s3", "get_bucket_policy", parameters={"Bucket": "examplebucket"}, **HTTP)
presign("S3 presigned GetObject", "s3", "s3", "get_object", parameters={
    "Bucket": "examplebucket", "Key": "a b/ü.txt"}, config=Config(signature_version="s3v4"))
presign("S3 presigned PutObject, long-term key", "s3", "s3", "put_object", LONG_TERM, {
    "Bucket": "examplebucket", "Key": "new.txt", "Metadata": {"owner": "reports"}},
    config=Config(signature_version="s3v4"))
presign("STS presigned GetCallerIdentity", "query", "sts", "get_caller_identity")

for entry in recorded:
    # A presigned PutObject is used with the headers that it names.
    if entry["name"].startswith("S3 presigned PutObject") and "x-amz-meta-owner" in entry["query"].lower():
        signed = [part for part in entry["query"].split("&") if part.startswith("X-Amz-SignedHeaders=")][0]
        if "x-amz-meta-owner" in signed:
            entry["headers"]["x-amz-meta-owner"] = "reports"

folder = pathlib.Path(__file__).parent / "recorded"
folder.mkdir(exist_ok=True)
document = {
    "recordedWith": f"botocore {botocore.__version__}",
    "signedAt": SIGNED_AT.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "requests": recorded,
}
(folder / "botocore.json").write_text(json.dumps(document, indent=1, ensure_ascii=True) + "\n")
print(len(recorded), "requests")
