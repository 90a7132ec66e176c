"""The rows of a stack's table, into a file and back. `python deploy/rows.py STACK backup|restore FILE`

A line is a row in DynamoDB's JSON. What ends with its connection stays out: another stack has no use for it. Confab's
functions may not scan the table; an operator's credentials may.
"""

import gzip
import hashlib
import itertools
import json
import os
import sys
import time

from deployed import STACK, client, outputs, physical

DYNAMODB = client("dynamodb")
TABLE = outputs()["Table"]
PASSING = ("ADDR#", "CONN#", "DEVICES#", "LISTEN#")  # partitions of connections and of addresses' limits
BATCH = 25  # rows; BatchWriteItem's limit
LONGEST_WAIT = 20  # seconds between two tries


def rows():
    pages = DYNAMODB.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True)
    for row in itertools.chain.from_iterable(page["Items"] for page in pages):
        if not row["pk"]["S"].startswith(PASSING):
            yield row


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def key(row):
    return row["pk"]["S"], row["sk"]["S"]


def is_token_key(row):
    return row["pk"]["S"] == "CONFIG"


def digest(row):
    return hashlib.blake2b(json.dumps(row, sort_keys=True).encode(), digest_size=16).digest()


def backup(path):
    """Renames the file when it is complete. Only its owner may read it."""
    unfinished = f"{path}.part"
    count = 0
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with gzip.open(raw, "wt", encoding="utf-8") as file:
            for count, row in enumerate(rows(), 1):
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    os.replace(unfinished, path)
    print(f"{path} holds {count:,} rows of the table {TABLE}.")


def differing(path):
    """The keys of the file's rows that the table has with another content, and whether a key for tokens is among them.

    The functions have made a first key in the new table. The file's replaces it, or nobody's token would be worth anything.
    """
    expected = {key(row): digest(row) for row in lines(path)}
    others = [row for row in rows() if expected.get(key(row), digest(row)) != digest(row)]
    return [key(row) for row in others if not is_token_key(row)], any(map(is_token_key, others))


def write(batch):
    requests = {TABLE: [{"PutRequest": {"Item": row}} for row in batch]}
    for attempt in itertools.count():
        requests = DYNAMODB.batch_write_item(RequestItems=requests).get("UnprocessedItems")
        if not requests:
            return
        time.sleep(min(0.1 * 2**attempt, LONGEST_WAIT))


def restore(path):
    others, replaces_key = differing(path)
    if others:
        sys.exit(
            f"The table {TABLE} has other content than {path} in {len(others):,} rows, such as {' / '.join(others[0])}.\n"
            "Nothing was changed. Restore into a stack that nobody uses yet."
        )
    count = 0
    for batch in iter(lambda remaining=lines(path): list(itertools.islice(remaining, BATCH)), []):
        write(batch)
        count += len(batch)
    if replaces_key:
        forget_keys()
    print(f"The table {TABLE} has the {count:,} rows of {path}.")


def forget_keys():
    """Processes keep the keys that sign tokens for five minutes. A function whose environment has changed gets new ones."""
    function, functions = physical("MessageFunction"), client("lambda")
    variables = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    variables["RESTORED"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    functions.update_function_configuration(FunctionName=function, Environment={"Variables": variables})
    functions.get_waiter("function_updated_v2").wait(FunctionName=function)


{"backup": backup, "restore": restore}[sys.argv[2]](sys.argv[3])
