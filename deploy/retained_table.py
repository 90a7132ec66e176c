"""Checks that a stack's table outlives the stack, and that another stack goes on with it.

    python deploy/retained_table.py STACK end FILE         deletes the stack, and notes a person and the table in the file
    python deploy/retained_table.py STACK continue FILE    expects both in the stack with this ExistingTable

It deletes a stack, so it refuses to run against AWS itself.
"""

import json
import sys
from pathlib import Path

from deployed import ENDPOINT, STACK, TIMEOUT, client, environment, open_socket, outputs

if not ENDPOINT:
    sys.exit("This check deletes a stack: set AWS_ENDPOINT_URL to a stand-in for AWS, see deploy/to_stand_in.")

STEP, FILE = sys.argv[2], Path(sys.argv[3])


def hello(**fields):
    with open_socket(outputs()["SiteUrl"]) as socket:
        socket.send(json.dumps({"action": "hello", "id": 1, "version": 1, "name": "Ada"} | fields))
        welcome = json.loads(socket.recv(TIMEOUT))
    assert welcome["type"] == "welcome", welcome
    return welcome


def end():
    welcome, table = hello(), outputs()["Table"]
    FILE.write_text(json.dumps({"table": table, "user": welcome["user"], "token": welcome["token"]}), "utf-8")
    cloudformation = client("cloudformation")
    cloudformation.delete_stack(StackName=STACK)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1})
    assert client("dynamodb").describe_table(TableName=table)["Table"]["ItemCount"], "the table is empty"
    print("  the stack is deleted, and its table remains")


def go_on():
    before = json.loads(FILE.read_text("utf-8"))
    parts = client("cloudformation").list_stack_resources(StackName=STACK)["StackResourceSummaries"]
    assert not [part for part in parts if part["ResourceType"] == "AWS::DynamoDB::Table"], "the stack made a table"
    for function in ("ConnectFunction", "DisconnectFunction", "MessageFunction"):
        assert environment(function)["TABLE"] == outputs()["Table"] == before["table"], function
    assert hello(token=before["token"])["user"] == before["user"], "the token is not valid any more"
    print("  another stack goes on with the table; the tokens of before are valid")


{"end": end, "continue": go_on}[STEP]()
