"""A deployed stack: what its parts are called, and a way in. Where it is, AWS_ENDPOINT_URL says; else on AWS."""

import os
import socket
import sys
import time
from urllib.parse import urlsplit

from botocore.session import get_session
from websockets.sync.client import connect

STACK = sys.argv[1] if len(sys.argv) > 1 else "confab"
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL")
PATIENCE = 20  # seconds for anything; the first answer may have to wait for a process to start


def client(service, **options):
    return get_session().create_client(service, **options)


def physical(id):
    """What AWS calls the part that the template calls `id`."""
    found = client("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=id)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def outputs():
    stack = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {it["OutputKey"]: it["OutputValue"] for it in stack["Outputs"]}


def socket_url():
    """A stand-in has no distribution in front of the API's socket, and every name under localhost is this machine."""
    if not ENDPOINT:
        return outputs()["WebSocketUrl"]
    return f"ws://{physical('Api')}.execute-api.localhost:{urlsplit(ENDPOINT).port}/ws"


def open_socket(origin):
    tcp = None
    if ENDPOINT:
        address = urlsplit(ENDPOINT)
        tcp = socket.create_connection((address.hostname, address.port))
    return connect(socket_url(), sock=tcp, origin=origin, open_timeout=PATIENCE, proxy=None)


def until(what, condition):
    """Waits until something holds; what a deployment does behind our back takes its time."""
    limit = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < limit, f"{what}: not within {PATIENCE} seconds"
        time.sleep(0.1)
    return found
