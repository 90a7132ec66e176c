"""A stand-in for AWS on this machine: ministack on a loopback port, extended by what Confab's template needs.

It checks the signature and the rights of every call, the functions' calls too. It lacks limits and throttles, one-way
routes that send nothing, and conditions on a table's partition keys.
"""

import os
import re
import socketserver
import sys
import tempfile

PORT = sys.argv[1]
ENDPOINT = f"http://127.0.0.1:{PORT}"
os.environ.update(
    AUTH="true",
    AWS_ENDPOINT_URL=ENDPOINT,
    BIND_HOST="127.0.0.1",
    GATEWAY_PORT=PORT,
    IOT_MTLS_ENABLED="0",
    LOG_LEVEL="WARNING",
    SFTP_ENABLED="0",
)

from ministack.app import main
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.services import apigateway, budgets, lambda_svc, s3
from ministack.services.cloudformation import provisioners

# The Runtime API responds in two packets. With Nagle's algorithm, the second waits 40 ms for the first one's receipt.
socketserver.StreamRequestHandler.disable_nagle_algorithm = True


def with_local_endpoint(environment_of):
    """Replaces API Gateway's host name on AWS, which does not resolve here, by the stand-in's address."""

    def environment(*args):
        variables = environment_of(*args)
        name, on_aws = "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", r"https://(\w+)\.execute-api\.[\w.-]+/(\w+)"
        if name in variables:
            variables[name] = re.sub(on_aws, ENDPOINT + r"/_aws/execute-api/\1/\2", variables[name])
        return variables

    return environment


lambda_svc._provided_worker_env = with_local_endpoint(lambda_svc._provided_worker_env)


def may_list(bucket, distribution):
    """Whether the bucket's policy lets the distribution list it."""
    owner = s3._bucket_owner_account(bucket) or s3.get_account_id()
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="s3:ListBucket",
        resource_arn=f"arn:aws:s3:::{bucket}",
        region=s3.get_region(),
        service_context={"aws:sourcearn": distribution},
    )
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    return evaluate_resource_policy(policy, context, service="cloudfront.amazonaws.com").decision == "Allow"


def with_404_for_missing_files(fetch):
    """ministack answers 403 for every file that is not there. S3 answers 404 to those who may list the bucket."""

    def answer(bucket, key, method, headers, source_arn="", oai_id=""):
        if key not in s3._ensure_bucket(bucket)["objects"] and may_list(bucket, source_arn):
            return s3._error("NoSuchKey", "The specified key does not exist.", 404, f"/{bucket}/{key}")
        return fetch(bucket, key, method, headers, source_arn, oai_id)

    return answer


s3.serve_cloudfront_origin_fetch = with_404_for_missing_files(s3.serve_cloudfront_origin_fetch)


def create_route_response(_id, properties, _stack):
    api, route = properties["ApiId"], properties["RouteId"].rsplit("/", 1)[-1]
    data = {"routeResponseKey": properties["RouteResponseKey"]}
    status, _, body = apigateway._create_route_response(api, route, data)
    if status != 201:
        raise ValueError(f"AWS::ApiGatewayV2::RouteResponse: {body!r}")
    return f"{api}/{route}", {}


def create_budget(id, properties, stack):
    budget = {"BudgetName": f"{stack}-{id}"} | properties["Budget"]
    request = {"Budget": budget, "NotificationsWithSubscribers": properties["NotificationsWithSubscribers"]}
    status, _, body = budgets._create_budget(request)
    if status != 200:
        raise ValueError(f"AWS::Budgets::Budget: {body!r}")
    return budget["BudgetName"], {}


def nothing(*_):
    pass


provisioners._RESOURCE_HANDLERS |= {
    "AWS::ApiGatewayV2::RouteResponse": {"create": create_route_response, "delete": nothing},
    "AWS::Budgets::Budget": {"create": create_budget, "delete": nothing},
}

sys.argv = sys.argv[:1]
main()
