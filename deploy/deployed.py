"""A deployed stack, on AWS or where AWS_ENDPOINT_URL says: its outputs, its physical ids, and a WebSocket to it."""

import os
import socket
import sys
import time
from urllib.parse import urlsplit

from botocore.session import get_session
from websockets.sync.client import connect

STACK = sys.argv[1] if len(sys.argv) > 1 else "confab"
ENDPOINT = os.environ.get("AWS_ENDPOINT_URL")
TIMEOUT = 20  # seconds; the first answer may have to wait until a process has started


def client(service, **options):
    return get_session().create_client(service, **options)


def physical(id):
    """The physical id of the resource with the logical id `id`."""
    found = client("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=id)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def outputs():
    stack = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {it["OutputKey"]: it["OutputValue"] for it in stack["Outputs"]}


def socket_url():
    """The stand-in has no distribution before the WebSocket. Every name under localhost resolves to this machine."""
    if not ENDPOINT:
        return outputs()["WebSocketUrl"]
    return f"ws://{physical('Api')}.execute-api.localhost:{urlsplit(ENDPOINT).port}/ws"


def environment(function):
    """The environment variables of the function with the logical id `function`."""
    found = client("lambda").get_function_configuration(FunctionName=physical(function))
    return found["Environment"]["Variables"]


def open_socket(origin, past_cloudfront=False):
    """Where the stand-in has no distribution, the connection sends what a distribution would add."""
    tcp, headers = None, {}
    if ENDPOINT:
        address = urlsplit(ENDPOINT)
        tcp = socket.create_connection((address.hostname, address.port))
        secret = environment("ConnectFunction")["ORIGIN_SECRET"]
        headers = {"x-origin-secret": secret} if secret and not past_cloudfront else {}
    settings = {"origin": origin, "additional_headers": headers, "open_timeout": TIMEOUT, "proxy": None}
    return connect(socket_url(), sock=tcp, **settings)


def until(what, condition):
    """Waits until the condition is true, because a deployment does some work in the background."""
    limit = time.monotonic() + TIMEOUT
    while not (found := condition()):
        assert time.monotonic() < limit, f"{what}: not within {TIMEOUT} seconds"
        time.sleep(0.1)
    return found
