"""Records what botocore sends, and proves that botocore understands what this project answers.

    python3 -m pip install -r requirements.txt
    python3 -m pip install --no-deps --target /tmp/old-botocore botocore==1.31.0
    python3 record.py            writes requests.json; verifies responses.json
    python3 record.py --check    verifies both and writes nothing

The older botocore gives its models only: of SQS and CloudWatch as they spoke the query protocol, as older clients do.

requests.json holds, for each case below, the parameters given to a botocore client and the request that it sent.
responses.json holds answers that test/wire/encode-responses.js made from response-cases.json; this script hands each of them to
botocore and compares what it understood with the case. The tests then run without Python: they decode the recorded
requests to the same parameters, and must encode the cases to the very bytes that botocore has understood.
"""

import base64
import datetime
import io
import json
import math
import pathlib
import re
import sys
import tempfile

import botocore.awsrequest
import botocore.config
import botocore.exceptions
import botocore.parsers
import botocore.serialize
import botocore.session

HERE = pathlib.Path(__file__).parent
UTC = datetime.timezone.utc
SESSION = botocore.session.Session()
SESSION.set_credentials("AKIDEXAMPLE", "secret", None)
OLD_SESSION = botocore.session.Session()
OLD_SESSION.set_credentials("AKIDEXAMPLE", "secret", None)
OLD_SESSION.get_component("data_loader").search_paths[:] = [
    str(pathlib.Path(tempfile.gettempdir()) / "old-botocore" / "botocore" / "data")
]


def session_of(case_protocol):
    return OLD_SESSION if case_protocol == "query" else SESSION


def time(*parts):
    return datetime.datetime(*parts, tzinfo=UTC)


# Tagged values, for what JSON has no form for. The TypeScript side reads the same tags.
def tagged(value):
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        text = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        return {"$time": text + "Z"}
    if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
        return {"$number": "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: tagged(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [tagged(each) for each in value]
    return value


def untagged(value):
    if isinstance(value, dict):
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        if "$time" in value:
            return datetime.datetime.strptime(value["$time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        if "$number" in value:
            return float(value["$number"].replace("Infinity", "inf"))
        return {key: untagged(each) for key, each in value.items()}
    if isinstance(value, list):
        return [untagged(each) for each in value]
    return value


PNG = bytes([0x89, 0x50, 0x4E, 0x47, 0x00, 0xFF])
TEMPLATE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue # déjà vu €\n\tx: 'a & b = c + d'\n"

CBOR = {"protocol": "smithy-rpc-v2-cbor"}

# service, operation, parameters, and what else: `protocol` where the client would not choose it, `config` of the
# client, `adds` for members that the client itself adds to the parameters, or that the JavaScript SDK types otherwise.
REQUESTS = [
    # awsJson1_0
    ("dynamodb", "ListTables", {}),
    ("dynamodb", "DescribeTable", {"TableName": "orders"}),
    (
        "dynamodb",
        "PutItem",
        {
            "TableName": "orders",
            "Item": {
                "id": {"S": "ключ-ключ €"},
                "n": {"N": "123456789012345678901234567890.5"},
                "raw": {"B": PNG},
                "raws": {"BS": [b"a", b"\x00"]},
                "tags": {"SS": ["a", "b"]},
                "none": {"NULL": True},
                "map": {"M": {"inner": {"L": [{"BOOL": False}, {"S": ""}]}}},
                "empty": {"L": []},
            },
            "ConditionExpression": "attribute_not_exists(id)",
        },
    ),
    ("dynamodb", "UpdateTable", {"TableName": "orders", "DeletionProtectionEnabled": False}),
    (
        "dynamodb",
        "RestoreTableToPointInTime",
        {
            "SourceTableName": "orders",
            "TargetTableName": "orders-2",
            "RestoreDateTime": time(2026, 1, 2, 3, 4, 5),
        },
    ),
    ("sqs", "SendMessage", {
        "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
        "MessageBody": "<a>&é</a>",
        "DelaySeconds": 5,
        "MessageAttributes": {"blob": {"DataType": "Binary", "BinaryValue": PNG}},
    }),
    # awsJson1_1
    ("kms", "Encrypt", {"KeyId": "alias/orders", "Plaintext": PNG, "EncryptionContext": {"a": "ü"}}),
    ("kms", "ScheduleKeyDeletion", {"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab", "PendingWindowInDays": 7}),
    ("logs", "PutLogEvents", {
        "logGroupName": "g",
        "logStreamName": "s",
        "logEvents": [{"timestamp": 1767323045123, "message": "line\nline"}],
    }),
    ("logs", "FilterLogEvents", {"logGroupName": "g", "startTime": 9007199254740991}),
    ("events", "PutEvents", {"Entries": [{"Time": time(2026, 1, 2, 3, 4, 5), "Source": "s", "Detail": "{}", "Resources": []}]}),
    ("ssm", "PutParameter", {"Name": "/a/b", "Value": "v", "Type": "SecureString", "Overwrite": True}),
    ("secretsmanager", "PutSecretValue", {"SecretId": "s", "SecretBinary": PNG, "ClientRequestToken": "0" * 32}),
    ("organizations", "AttachPolicy", {"PolicyId": "p-12345678", "TargetId": "123456789012"}),
    ("cloudtrail", "LookupEvents", {"StartTime": time(2026, 1, 2), "MaxResults": 5}),
    ("config", "DescribeConfigurationRecorders", {"ConfigurationRecorderNames": ["default"]}),
    ("ecs", "RegisterTaskDefinition", {
        "family": "web",
        "containerDefinitions": [{"name": "web", "image": "i", "environment": [], "dockerLabels": {"a.b": "c"}}],
    }),
    ("ecr", "DescribeImages", {"repositoryName": "app", "imageIds": [{"imageTag": "latest"}]}),
    # awsQuery
    ("cloudformation", "DescribeStacks", {}),
    ("cloudformation", "CreateStack", {
        "StackName": "shop",
        "TemplateBody": TEMPLATE,
        "Parameters": [{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "N", "UsePreviousValue": True}],
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "NotificationARNs": [],
        "Tags": [{"Key": "team", "Value": "a+b c"}],
        "TimeoutInMinutes": 30,
        "EnableTerminationProtection": True,
    }),
    ("cloudformation", "DeleteStack", {"StackName": "shop", "RetainResources": ["Bucket"], "ClientRequestToken": "t"}),
    ("cloudformation", "UpdateTerminationProtection", {"StackName": "shop", "EnableTerminationProtection": False}),
    ("cloudformation", "CreateChangeSet", {
        "StackName": "shop",
        "ChangeSetName": "c",
        "RollbackConfiguration": {"RollbackTriggers": [{"Arn": "arn:a", "Type": "AWS::CloudWatch::Alarm"}]},
    }),
    ("iam", "CreateRole", {
        "RoleName": "r",
        "AssumeRolePolicyDocument": '{"Version":"2012-10-17","Statement":[]}',
        "Tags": [{"Key": "k", "Value": "v"}],
    }),
    ("iam", "SimulatePrincipalPolicy", {
        "PolicySourceArn": "arn:aws:iam::123456789012:role/r",
        "ActionNames": ["s3:GetObject", "s3:PutObject"],
        "ContextEntries": [{"ContextKeyName": "aws:x", "ContextKeyValues": ["1", "2"], "ContextKeyType": "stringList"}],
    }),
    ("sts", "AssumeRole", {
        "RoleArn": "arn:aws-cn:iam::123456789012:role/r",
        "RoleSessionName": "s",
        "Tags": [{"Key": "k", "Value": "v"}],
        "TransitiveTagKeys": ["k"],
        "SourceIdentity": "ann",
    }),
    ("sts", "GetCallerIdentity", {}),
    ("rds", "DescribeDBInstances", {"Filters": [{"Name": "engine", "Values": ["mysql", "postgres"]}], "MaxRecords": 20}),
    ("rds", "CreateDBInstance", {
        "DBInstanceIdentifier": "db",
        "DBInstanceClass": "db.t3.micro",
        "Engine": "mysql",
        "VpcSecurityGroupIds": ["sg-1", "sg-2"],
        "DeletionProtection": True,
        "Tags": [{"Key": "k", "Value": "v"}],
    }),
    ("rds", "RestoreDBInstanceToPointInTime", {"TargetDBInstanceIdentifier": "t", "RestoreTime": time(2026, 1, 2, 3, 4, 5)}),
    ("sns", "Publish", {
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:t",
        "Message": "m",
        "MessageAttributes": {"a": {"DataType": "Binary", "BinaryValue": PNG}, "b": {"DataType": "String", "StringValue": "x"}},
    }),
    ("autoscaling", "CreateOrUpdateTags", {"Tags": [{"ResourceId": "g", "ResourceType": "auto-scaling-group", "Key": "k", "PropagateAtLaunch": True}]}),
    ("elbv2", "CreateTargetGroup", {"Name": "t", "Matcher": {"HttpCode": "200"}, "Port": 443}),
    ("sqs", "CreateQueue", {"QueueName": "q", "Attributes": {"DelaySeconds": "5", "Policy": "{}"}, "tags": {"k": "v"}}, {"protocol": "query"}),
    ("sqs", "SendMessageBatch", {
        "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
        "Entries": [{"Id": "1", "MessageBody": "a", "MessageAttributes": {"x": {"DataType": "Binary", "BinaryValue": PNG}}}, {"Id": "2", "MessageBody": "b"}],
    }, {"protocol": "query"}),
    ("cloudwatch", "PutMetricData", {
        "Namespace": "n",
        "MetricData": [{"MetricName": "m", "Timestamp": time(2026, 1, 2, 3, 4, 5), "Value": 1.5, "Dimensions": [{"Name": "d", "Value": "v"}]}],
    }, {"protocol": "query"}),
    ("cloudwatch", "PutMetricAlarm", {
        "AlarmName": "a", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1, "Threshold": 0.25, "AlarmActions": [],
    },),
    # ec2Query
    ("ec2", "DescribeInstances", {"InstanceIds": ["i-1", "i-2"], "Filters": [{"Name": "tag:Name", "Values": ["a", "b*"]}], "DryRun": False}),
    ("ec2", "RunInstances", {
        "ImageId": "ami-1",
        "MinCount": 1,
        "MaxCount": 2,
        "UserData": "#!/bin/sh\necho é",
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "DeleteOnTermination": True, "Encrypted": False}}],
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "k", "Value": "v"}]}],
        "ClientToken": "token",
    }, {"adds": {"UserData": base64.b64encode("#!/bin/sh\necho é".encode()).decode()}}),
    ("ec2", "AuthorizeSecurityGroupIngress", {
        "GroupId": "sg-1",
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}]}],
    }),
    ("ec2", "ModifyInstanceAttribute", {"InstanceId": "i-1", "DisableApiTermination": {"Value": False}}),
    ("ec2", "DescribeSpotPriceHistory", {"StartTime": time(2026, 1, 2, 3, 4, 5), "InstanceTypes": ["m5.large"]}),
    ("ec2", "ImportKeyPair", {"KeyName": "k", "PublicKeyMaterial": PNG}),
    # restJson1
    ("lambda", "CreateFunction", {
        "FunctionName": "f",
        "Role": "arn:aws:iam::123456789012:role/r",
        "Code": {"ZipFile": PNG},
        "Environment": {"Variables": {"KEY": "välue"}},
        "Layers": [],
        "Publish": True,
    }),
    ("lambda", "Invoke", {"FunctionName": "arn:aws:lambda:us-east-1:123456789012:function:f", "Payload": b'{"a":1}', "InvocationType": "Event", "Qualifier": "1"}),
    ("lambda", "ListFunctions", {"MaxItems": 10, "Marker": "a b+c/é"}),
    ("lambda", "TagResource", {"Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Tags": {"a": "b"}}),
    ("lambda", "PutFunctionConcurrency", {"FunctionName": "f", "ReservedConcurrentExecutions": 0}),
    ("lambda", "UntagResource", {"Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "TagKeys": ["a", "b c"]}),
    ("backup", "CreateBackupVault", {"BackupVaultName": "v", "BackupVaultTags": {"a": "b"}, "CreatorRequestId": "x"}),
    ("backup", "ListBackupJobs", {"ByCreatedAfter": time(2026, 1, 2, 3, 4, 5), "ByState": "COMPLETED"}),
    ("apigatewayv2", "CreateApi", {"Name": "n", "ProtocolType": "HTTP", "CorsConfiguration": {"AllowOrigins": ["*"], "MaxAge": 5}}),
    ("apigatewayv2", "GetApis", {"MaxResults": "5"}),
    ("scheduler", "CreateSchedule", {
        "Name": "s",
        "ScheduleExpression": "rate(1 day)",
        "StartDate": time(2026, 1, 2, 3, 4, 5),
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": "arn:a", "RoleArn": "arn:r"},
        "ClientToken": "t",
    }),
    ("guardduty", "ListFindings", {"DetectorId": "d", "FindingCriteria": {"Criterion": {"severity": {"GreaterThanOrEqual": 4}}}}),
    ("efs", "CreateFileSystem", {"CreationToken": "t", "Encrypted": True, "ProvisionedThroughputInMibps": 1.5}),
    # restXml
    ("s3", "ListBuckets", {}),
    ("s3", "CreateBucket", {"Bucket": "b-1", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}),
    ("s3", "PutObject", {
        "Bucket": "b-1",
        "Key": "a b/ü+%&.txt",
        "Body": b"hello",
        "Metadata": {"owner": "ann", "two": "a, b"},
        "ContentType": "text/plain",
        "Expires": time(2026, 1, 2, 3, 4, 5),
    }, {"adds": {"ContentLength": 5}}),
    ("s3", "PutObject", {"Bucket": "b-1", "Key": "empty", "Body": b""}, {"adds": {"ContentLength": 0}, "without": ["Body"], "path": True}),
    ("s3", "GetObject", {"Bucket": "b-1", "Key": "k", "Range": "bytes=0-9", "IfModifiedSince": time(2026, 1, 2, 3, 4, 5), "VersionId": "v"}),
    ("s3", "GetObject", {"Bucket": "b.with.dots", "Key": "deep/er/key"}, {"path": True}),
    ("s3", "HeadObject", {"Bucket": "b-1", "Key": "k"}),
    ("s3", "ListObjectsV2", {"Bucket": "b-1", "Prefix": "a b/", "Delimiter": "/", "MaxKeys": 7}, {"adds": {"EncodingType": "url"}}),
    ("s3", "ListObjects", {"Bucket": "b-1"}, {"adds": {"EncodingType": "url"}}),
    ("s3", "ListObjectVersions", {"Bucket": "b-1", "KeyMarker": "k"}, {"adds": {"EncodingType": "url"}}),
    ("s3", "DeleteObject", {"Bucket": "b-1", "Key": "k", "VersionId": "v", "BypassGovernanceRetention": True}),
    ("s3", "DeleteObjects", {"Bucket": "b-1", "Delete": {"Objects": [{"Key": "<a>&b"}, {"Key": "c", "VersionId": "v"}], "Quiet": True}},
     {"checksum": True}),
    ("s3", "CopyObject", {"Bucket": "b-1", "Key": "k", "CopySource": "b-2/from here", "MetadataDirective": "REPLACE", "Metadata": {"a": "b"}},
     {"adds": {"CopySource": "b-2/from%20here"}}),
    ("s3", "GetBucketLocation", {"Bucket": "b-1"}),
    ("s3", "PutBucketVersioning", {"Bucket": "b-1", "VersioningConfiguration": {"Status": "Enabled"}}, {"checksum": True}),
    ("s3", "PutBucketLifecycleConfiguration", {
        "Bucket": "b-1",
        "LifecycleConfiguration": {"Rules": [
            {"ID": "r", "Status": "Enabled", "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "k", "Value": "v"}]}}, "Expiration": {"Days": 1}},
            {"ID": "q", "Status": "Disabled", "Filter": {"Prefix": ""}, "Transitions": [{"Date": time(2026, 1, 2), "StorageClass": "GLACIER"}]},
        ]},
    }, {"checksum": True}),
    ("s3", "PutBucketPolicy", {"Bucket": "b-1", "Policy": '{"Statement":[]}'}, {"checksum": True}),
    ("s3", "PutBucketAcl", {"Bucket": "b-1", "AccessControlPolicy": {
        "Owner": {"ID": "o"},
        "Grants": [{"Grantee": {"Type": "CanonicalUser", "ID": "x"}, "Permission": "READ"}],
    }}, {"checksum": True}),
    ("s3", "UploadPart", {"Bucket": "b-1", "Key": "k", "PartNumber": 1, "UploadId": "u/1", "Body": b"part"}, {"adds": {"ContentLength": 4}}),
    ("s3", "UploadPartCopy", {"Bucket": "b-1", "Key": "k", "PartNumber": 2, "UploadId": "u", "CopySource": "b/k"}),
    ("s3", "ListParts", {"Bucket": "b-1", "Key": "k", "UploadId": "u"}),
    ("s3", "CompleteMultipartUpload", {"Bucket": "b-1", "Key": "k", "UploadId": "u", "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": '"e"'}]}}),
    ("s3", "GetObjectAttributes", {"Bucket": "b-1", "Key": "k", "ObjectAttributes": ["ETag", "ObjectSize"]}),
    ("s3", "GetBucketAnalyticsConfiguration", {"Bucket": "b-1", "Id": "x"}),
    ("s3", "ListBucketAnalyticsConfigurations", {"Bucket": "b-1"}),
    ("route53", "ChangeResourceRecordSets", {
        "HostedZoneId": "/hostedzone/Z1",
        "ChangeBatch": {"Comment": "c <&>", "Changes": [{"Action": "UPSERT", "ResourceRecordSet": {
            "Name": "a.example.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}, {"Value": "192.0.2.2"}]}}]},
    }, {"adds": {"HostedZoneId": "Z1"}}),
    ("route53", "ListHostedZones", {"MaxItems": "5"}, {"adds": {"MaxItems": 5}}),
    ("cloudfront", "CreateInvalidation", {"DistributionId": "E1", "InvalidationBatch": {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "x"}}),
    ("cloudfront", "TagResource", {"Resource": "arn:aws:cloudfront::123456789012:distribution/E1", "Tags": {"Items": [{"Key": "k", "Value": "v"}]}}),
    # rpcv2Cbor
    ("cloudwatch", "PutMetricData", {
        "Namespace": "n",
        "MetricData": [
            {"MetricName": "m", "Timestamp": time(2026, 1, 2, 3, 4, 5), "Value": float("nan"), "Unit": "Count"},
            {"MetricName": "ü", "Values": [1.5, float("inf"), -1e300, 9007199254740991.0], "Counts": [], "StorageResolution": 60},
        ],
    }, CBOR),
    ("cloudwatch", "DescribeAlarms", {}, CBOR),
    ("cloudwatch", "DeleteAlarms", {"AlarmNames": ["a", "b" * 300]}, CBOR),
    ("cloudwatch", "GetMetricData", {
        "MetricDataQueries": [{"Id": "q", "MetricStat": {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}, "ReturnData": True}],
        "StartTime": time(2026, 1, 2),
        "EndTime": time(2026, 1, 3),
    }, CBOR),
]


class Raw(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def client_of(service, path_style=False, session=SESSION):
    config = botocore.config.Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"max_attempts": 0},
        parameter_validation=False,
        s3={"addressing_style": "path" if path_style else "virtual"},
    )
    return session.create_client(service, region_name="us-east-1", config=config)


DROPPED = re.compile(r"^(user-agent|x-amz-date|date|amz-sdk-.*|x-amz-content-sha256|x-amz-user-agent|expect|x-amzn-trace-id)$")


def readable(body):
    """Text where it is text, so that a person can read the recording."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return tagged(body)
    return tagged(body) if re.search(r"[\x00-\x08\x0b-\x1f]", text) else text


def recorded(method, url, headers, body):
    scheme, rest = url.split("://", 1)
    host, _, tail = rest.partition("/")
    path, _, query = ("/" + tail).partition("?")
    kept = {"host": host}
    for name, value in headers.items():
        name = name.lower()
        value = value.decode("latin1") if isinstance(value, bytes) else str(value)
        if DROPPED.match(name):
            continue
        if name == "authorization":
            value = re.sub(r"/\d{8}/", "/20260101/", value)
            value = re.sub(r"Signature=[0-9a-f]+", "Signature=0", value)
        kept[name] = value
    if hasattr(body, "read"):
        body = body.read()
    body = body or b""
    if isinstance(body, str):
        body = body.encode()
    return {"method": method, "path": path, "query": query, "headers": kept, "body": readable(bytes(body))}


def capture(service, operation, parameters, path_style, session):
    client = client_of(service, path_style, session)
    seen = []

    def stop(request, **_):
        seen.append(recorded(request.method, request.url, request.headers, request.body))
        return botocore.awsrequest.AWSResponse(request.url, 200, {}, Raw(b""))

    client.meta.events.register("before-send.*.*", stop)
    try:
        client._make_api_call(operation, dict(parameters))
    except Exception:
        if not seen:
            raise
    return seen[-1]


def serialized(service, operation, parameters, protocol):
    """What a client sends that prefers another of the service's protocols."""
    model = SESSION.get_service_model(service)
    serializer = botocore.serialize.create_serializer(protocol, False)
    request = serializer.serialize_to_request(parameters, model.operation_model(operation))
    body = request["body"]
    headers = dict(request["headers"])
    host = "%s.us-east-1.amazonaws.com" % model.endpoint_prefix
    scope = "Credential=AKIDEXAMPLE/20260101/us-east-1/%s/aws4_request" % model.signing_name
    headers["authorization"] = "AWS4-HMAC-SHA256 %s, SignedHeaders=host, Signature=0" % scope
    return recorded("POST", "https://%s%s" % (host, request["url_path"]), headers, body)


def record_requests():
    records = []
    for case in REQUESTS:
        service, operation, parameters = case[:3]
        more = case[3] if len(case) > 3 else {}
        protocol = more.get("protocol")
        request = (
            serialized(service, operation, parameters, protocol)
            if protocol not in (None, "query")
            else capture(service, operation, parameters, more.get("path", False), session_of(protocol))
        )
        given = {**parameters, **more.get("adds", {})}
        for name in more.get("without", []):
            given.pop(name, None)
        record = {
            "service": SESSION.get_service_model(service).service_id.replace(" ", ""),
            "operation": operation,
            "input": tagged(given),
            "request": request,
        }
        if more.get("checksum"):
            record["checksum"] = True
        records.append(record)
    return records


def understood(case, response):
    """What botocore makes of an answer: a dictionary, or the error that it raises."""
    body = response["body"]
    body = body.encode() if isinstance(body, str) else untagged(body)
    if case.get("protocol") not in (None, "query"):
        model = SESSION.get_service_model(case["client"])
        parser = botocore.parsers.create_parser(case["protocol"])
        shape = model.operation_model(case["operation"]).output_shape
        headers = {name.lower(): value for name, value in response["headers"].items()}
        parsed = parser.parse({"status_code": response["status"], "headers": headers, "body": body}, shape)
    else:
        client = client_of(case["client"], session=session_of(case.get("protocol")))
        headers = botocore.awsrequest.HeadersDict(response["headers"])
        client.meta.events.register(
            "before-send.*.*",
            lambda request, **_: botocore.awsrequest.AWSResponse(request.url, response["status"], headers, Raw(body)),
        )
        try:
            parsed = client._make_api_call(case["operation"], untagged(case.get("parameters", {})))
        except botocore.exceptions.ClientError as error:
            parsed = error.response
    metadata = parsed.pop("ResponseMetadata", {})
    for name, value in list(parsed.items()):
        if hasattr(value, "read"):
            parsed[name] = value.read()
    return parsed, metadata


def check_responses():
    cases = json.loads((HERE / "response-cases.json").read_text())
    responses = json.loads((HERE / "responses.json").read_text())
    assert len(cases) == len(responses), "run encode-responses.js first"
    wrong = 0
    for case, response in zip(cases, responses):
        parsed, metadata = understood(case, response)
        if "error" in case:
            got = {name: parsed.get("Error", {}).get(name) for name in ("Code", "Message")}
            want = {"Code": case.get("understoodCode", case["error"]["code"]), "Message": case["error"]["message"]}
            if response["method"] == "HEAD":
                want, got = want["Code"], got["Code"]
        else:
            got, want = tagged(parsed), {**case["output"], **case.get("understood", {})}
        if got != want or (metadata.get("RequestId") != "req-1" and not case.get("protocol")):
            wrong += 1
            print("%s.%s\n  botocore understood %s\n  instead of          %s" % (case["service"], case["operation"], json.dumps(got, sort_keys=True), json.dumps(want, sort_keys=True)), metadata.get("RequestId"))
    print("%d answers, %d not understood" % (len(cases), wrong))
    return wrong


def main():
    check = "--check" in sys.argv
    text = json.dumps(record_requests(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    file = HERE / "requests.json"
    if check:
        same = json.loads(file.read_text()) == json.loads(text)
        print("%d requests, %s" % (len(REQUESTS), "as recorded" if same else "not as recorded"))
    else:
        file.write_text(text)
        same = True
        print("%d requests recorded" % len(REQUESTS))
    sys.exit(1 if check_responses() or not same else 0)


main()
