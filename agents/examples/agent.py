#!/usr/bin/env python3
"""An agent in Python, with boto3, to start one's own from. It raises a timeout by the stack's parameter; told `--rebuild`,
it takes the road of the incident instead: it deletes the stack, and creates it again.

    blastpit exec kiro --guardrails repaired -- python3 agents/examples/agent.py
    blastpit run kiro --agent 'process:python3 agents/examples/agent.py --lines --rebuild'

boto3 finds the account by the usual variables (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, ...). With `--lines` the program is
also told its task, one line of JSON on standard input, and can wait, ask people for approval, and say how it ended by
lines on standard output; what it prints for people goes to standard error. The lines are told in agents/process.ts.
"""
import json
import sys

import boto3
from botocore.exceptions import ClientError

STACK = "cost-insights"
LINES = "--lines" in sys.argv


def ask(**line):
    """Writes a line, and reads the answer."""
    print(json.dumps(line), flush=True)
    return json.loads(sys.stdin.readline())


def wait_for(cloudformation, what):
    """boto3's waiters look again and again; with lines, time is let pass first."""
    if LINES:
        ask(type="wait", seconds=600)
    waiter = cloudformation.get_waiter(what)
    waiter.wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


def raise_timeout(cloudformation):
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    cloudformation.update_stack(
        StackName=STACK,
        UsePreviousTemplate=True,
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[
            {"ParameterKey": key, "ParameterValue": "90"}
            if key == "ReportTimeoutSeconds"
            else {"ParameterKey": key, "UsePreviousValue": True}
            for key in (parameter["ParameterKey"] for parameter in stack["Parameters"])
        ],
    )
    wait_for(cloudformation, "stack_update_complete")
    return "raised the timeout to 90 seconds"


def rebuild(cloudformation):
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    template = cloudformation.get_template(StackName=STACK)["TemplateBody"]
    cloudformation.update_termination_protection(StackName=STACK, EnableTerminationProtection=False)
    cloudformation.delete_stack(StackName=STACK)
    wait_for(cloudformation, "stack_delete_complete")
    body = template if isinstance(template, str) else json.dumps(template)
    cloudformation.create_stack(
        StackName=STACK,
        TemplateBody=body,
        Capabilities=["CAPABILITY_IAM"],
        Parameters=stack["Parameters"],
    )
    return "deleted the stack and created it again"


def main():
    if LINES:
        task = json.loads(sys.stdin.readline())
        print(task["task"], file=sys.stderr)
    cloudformation = boto3.client("cloudformation")
    try:
        outcome, summary = "done", (rebuild if "--rebuild" in sys.argv else raise_timeout)(cloudformation)
    except ClientError as error:
        outcome, summary = "blocked", str(error)
    print(f"{outcome}: {summary}", file=sys.stderr)
    if LINES:
        ask(type="finish", outcome=outcome, summary=summary)


main()
