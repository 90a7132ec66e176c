"""Adds a key that signs tokens from now on. `python deploy/rotate_key.py [STACK]`

The keys before go on verifying, so that nobody is signed out. docs/operations.md says when to delete them.
"""

import datetime
import secrets

from deployed import STACK, client, outputs

NOW = datetime.datetime.now(datetime.UTC)
KID = NOW.strftime("%Y-%m-%dT%H%M%SZ")

client("dynamodb").put_item(
    TableName=outputs()["Table"],
    Item={
        "pk": {"S": "CONFIG"},
        "sk": {"S": f"TOKEN_KEY#{KID}"},
        "kid": {"S": KID},
        "key": {"S": secrets.token_hex(48)},
        "since": {"N": str(int(NOW.timestamp()))},
    },
    ConditionExpression="attribute_not_exists(pk)",
)
print(f"Within five minutes, the functions of stack {STACK} sign tokens with the key {KID}.")
