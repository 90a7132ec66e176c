"""Checks the rights of the functions' roles against a deployed stack that enforces them.

`python deploy/rights.py [STACK]`. It removes a right for a moment, so it refuses to run against AWS itself.
"""

import json
import sys

from botocore.exceptions import ClientError
from deployed import ENDPOINT, STACK, client, open_socket, outputs, physical
from websockets.exceptions import WebSocketException

if not ENDPOINT:
    sys.exit("This check changes a role: set AWS_ENDPOINT_URL to a stand-in for AWS, see deploy/to_stand_in.")

TABLE, API = outputs()["Table"], physical("Api")
KEY = {"pk": {"S": "CONN#rights"}, "sk": {"S": "CONN"}}
ADMIN = client("iam")


def session(role):
    """The credentials of a function with this role."""
    arn = ADMIN.get_role(RoleName=physical(role))["Role"]["Arn"]
    keys = client("sts").assume_role(RoleArn=arn, RoleSessionName="rights")["Credentials"]
    return {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }


def calls(credentials):
    """One call for each right. The calls do no harm where they are allowed."""
    table = client("dynamodb", **credentials)
    here = f"{ENDPOINT}/_aws/execute-api/{API}/ws"
    posts = client("apigatewaymanagementapi", endpoint_url=here, **credentials)
    values = {":v": {"S": "x"}}
    write = [{"Put": {"TableName": TABLE, "Item": KEY}}]
    query = {"KeyConditionExpression": "pk = :v", "ExpressionAttributeValues": values}
    update = {"UpdateExpression": "SET x = :v", "ExpressionAttributeValues": values}
    return {
        "get": lambda: table.get_item(TableName=TABLE, Key=KEY),
        "batch get": lambda: table.batch_get_item(RequestItems={TABLE: {"Keys": [KEY]}}),
        "query": lambda: table.query(TableName=TABLE, **query),
        "put": lambda: table.put_item(TableName=TABLE, Item=KEY),
        "update": lambda: table.update_item(TableName=TABLE, Key=KEY, **update),
        "transaction": lambda: table.transact_write_items(TransactItems=write),
        "batch write": lambda: table.batch_write_item(RequestItems={TABLE: [{"PutRequest": {"Item": KEY}}]}),
        "delete": lambda: table.delete_item(TableName=TABLE, Key=KEY),
        "post": lambda: posts.post_to_connection(ConnectionId="nobody", Data=b""),
        "close": lambda: posts.delete_connection(ConnectionId="nobody"),
        "scan": lambda: table.scan(TableName=TABLE),
        "drop": lambda: table.delete_table(TableName=TABLE),
        "other table": lambda: table.get_item(TableName="other", Key=KEY),
    }


def is_allowed(call):
    try:
        call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in ("AccessDeniedException", "ForbiddenException", "AccessDenied"):
            return False
        if code != "GoneException":
            raise
    return True


def each_role_has_only_its_rights():
    for role, expected in MAY.items():
        may = {name for name, call in calls(session(role)).items() if is_allowed(call)}
        assert may == expected, f"{role} may {sorted(may)}; expected {sorted(expected)}"
        print(f"  {role} may {', '.join(sorted(may))}; nothing else")


def can_connect():
    try:
        open_socket(outputs()["SiteUrl"]).close()
        return True
    except (WebSocketException, OSError):
        return False


def connect_fails_without_its_right():
    inline = {"RoleName": physical("ConnectRole"), "PolicyName": "connect"}
    whole = ADMIN.get_role_policy(**inline)["PolicyDocument"]
    less = [statement for statement in whole["Statement"] if statement["Sid"] != "RecordConnection"]
    assert can_connect()
    ADMIN.put_role_policy(**inline, PolicyDocument=json.dumps(whole | {"Statement": less}))
    try:
        assert not can_connect(), "connect puts its row without the right to"
    finally:
        ADMIN.put_role_policy(**inline, PolicyDocument=json.dumps(whole))
    assert can_connect()
    print("  without the right to put a row, connect accepts no connection")


MAY = {
    "ConnectRole": {"get", "put", "update", "transaction"},
    "DisconnectRole": {"get", "delete"},
    "MessageRole": {
        *("get", "batch get", "query", "put", "update", "transaction", "batch write", "delete", "post", "close")
    },
}
print(f"The roles of stack {STACK}:")
each_role_has_only_its_rights()
connect_fails_without_its_right()
