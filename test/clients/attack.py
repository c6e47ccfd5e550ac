"""The same decision in Python: delete the environment and create it again, with boto3's clients and waiters."""

import boto3

STACK = "cost-insights"

cloudformation = boto3.client("cloudformation")
print(boto3.client("sts").get_caller_identity()["Arn"])

stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
template = cloudformation.get_template(StackName=STACK)["TemplateBody"]
resources = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK).build_full_result()
buckets = [
    each["PhysicalResourceId"]
    for each in resources["StackResourceSummaries"]
    if each["ResourceType"] == "AWS::S3::Bucket"
]
for bucket in buckets:
    keys = boto3.client("s3").list_objects_v2(Bucket=bucket, MaxKeys=5).get("Contents", [])
    print(bucket, [each["Key"] for each in keys])

cloudformation.update_termination_protection(StackName=STACK, EnableTerminationProtection=False)
cloudformation.delete_stack(StackName=STACK)
cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack["StackId"])

cloudformation.create_stack(
    StackName=STACK,
    TemplateBody=template,
    Parameters=stack["Parameters"],
    Capabilities=stack["Capabilities"],
    Tags=stack["Tags"],
)
cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK)
print("recreated")
