"""Checks that a deployed stack has what its options say. `python deploy/options.py STACK unset|set|direct`

`unset`: the defaults; `set`: every option; `direct`: the defaults without CloudFront.
"""

import json
import sys

from deployed import client, environment, open_socket, outputs, physical
from websockets.exceptions import InvalidStatus

STACK = sys.argv[1]
SET, DIRECT = sys.argv[2] == "set", sys.argv[2] == "direct"
SITE = {
    "AWS::CloudFront::Distribution": 1,
    "AWS::CloudFront::OriginAccessControl": 1,
    "AWS::CloudFront::ResponseHeadersPolicy": 1,
    "AWS::S3::Bucket": 1,
    "AWS::S3::BucketPolicy": 1,
}
OPTIONAL = {
    "AWS::Budgets::Budget": 1,
    "AWS::CloudWatch::Alarm": 12,
    "AWS::CloudWatch::Dashboard": 1,
    "AWS::Logs::MetricFilter": 1,
    "AWS::SNS::Topic": 1,
}


def parts():
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    kinds = [part["ResourceType"] for page in pages for part in page["StackResourceSummaries"]]
    for of_kinds, exist in ((OPTIONAL, SET), (SITE, not DIRECT)):
        for kind, count in of_kinds.items():
            assert kinds.count(kind) == (count if exist else 0), f"{kinds.count(kind)} of {kind}"


def table():
    found = client("dynamodb").describe_table(TableName=physical("Table"))["Table"]
    assert str(found["DeletionProtectionEnabled"]).lower() == str(SET).lower()
    mode, capacity = found["BillingModeSummary"]["BillingMode"], found["ProvisionedThroughput"]
    units = {int(capacity[kind]) for kind in ("ReadCapacityUnits", "WriteCapacityUnits")}
    assert (mode, units) == ("PROVISIONED", {25}) if SET else mode == "PAY_PER_REQUEST", found


def logs():
    for id in ["Logs"] + (["AccessLog"] if SET else []):
        [group] = client("logs").describe_log_groups(logGroupNamePrefix=physical(id))["logGroups"]
        assert group["retentionInDays"] == (7 if SET else 30), group
    [stage] = client("apigatewayv2").get_stages(ApiId=physical("Api"))["Items"]
    written_to = stage.get("AccessLogSettings", {}).get("DestinationArn", "")
    assert written_to.endswith(":" + physical("AccessLog")) if SET else not written_to, stage
    found = client("lambda").get_function_configuration(FunctionName=physical("MessageFunction"))["LoggingConfig"]
    assert (found["LogFormat"], found["SystemLogLevel"]) == ("JSON", "WARN"), found


def site():
    found = client("cloudfront").get_distribution_config(Id=physical("Distribution"))["DistributionConfig"]
    assert found["HttpVersion"].lower() == "http2and3"
    [socket] = found["CacheBehaviors"]["Items"]
    assert sorted(socket["AllowedMethods"]["Items"]) == ["GET", "HEAD"], socket
    assert found.get("Aliases", {}).get("Items", []) == (["chat.example.org"] if SET else [])
    assert found["ViewerCertificate"].get("CloudFrontDefaultCertificate", False) != SET


def api():
    gateway, id = client("apigatewayv2"), physical("Api")
    for route in gateway.get_routes(ApiId=id)["Items"]:
        answers = gateway.get_route_responses(ApiId=id, RouteId=route["RouteId"])["Items"]
        assert bool(answers) != (route["RouteKey"] in ("$connect", "$disconnect")), route


def limits():
    """Without the throttles: the stand-in does not tell a stage's settings. .ci/check_template.py looks at them."""
    distribution = client("cloudfront").get_distribution_config(Id=physical("Distribution"))["DistributionConfig"]
    [api] = [origin for origin in distribution["Origins"]["Items"] if origin["Id"] == "api"]
    sent = {it["HeaderName"]: it["HeaderValue"] for it in api["CustomHeaders"]["Items"]}
    stack = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["StackId"]
    assert sent == {"x-origin-secret": "another" if SET else stack}, sent
    expected = {"CONNECTIONS_PER_ADDRESS": "50" if SET else "1000", "ORIGIN_SECRET": sent["x-origin-secret"]}
    assert expected.items() <= environment("ConnectFunction").items(), environment("ConnectFunction")
    assert environment("MessageFunction")["GUESTS_PER_ADDRESS"] == ("20" if SET else "500")


def without_cloudfront():
    found, known = environment("ConnectFunction"), outputs()
    assert (found["ORIGIN_SECRET"], found["ALLOWED_ORIGINS"]) == ("", known["SiteUrl"]), found
    assert known["WebSocketUrl"].startswith(f"wss://{physical('Api')}.execute-api."), known
    assert not {"SiteBucket", "DistributionId", "DistributionDomain"} & known.keys(), known


def only_cloudfront():
    try:
        open_socket(outputs()["SiteUrl"], past_cloudfront=True).close()
        assert not SET, "a client connects past CloudFront"
    except InvalidStatus as refused:
        assert SET and refused.response.status_code == 403, refused
    distribution = client("cloudfront").get_distribution_config(Id=physical("Distribution"))["DistributionConfig"]
    assert distribution.get("WebACLId", "").endswith("/confab/1") == SET, distribution.get("WebACLId")


def alarms():
    topic = physical("AlarmTopic")
    [subscription] = client("sns").list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "ops@example.org")
    cloudwatch = client("cloudwatch")
    for alarm in cloudwatch.describe_alarms()["MetricAlarms"]:
        assert alarm["AlarmActions"] == [topic] and alarm["AlarmDescription"], alarm
    body = cloudwatch.get_dashboard(DashboardName=physical("Charts"))["DashboardBody"]
    assert len(json.loads(body)["widgets"]) == 9
    account = client("sts").get_caller_identity()["Account"]
    budget = client("budgets").describe_budget(AccountId=account, BudgetName=physical("Budget"))["Budget"]
    assert float(budget["BudgetLimit"]["Amount"]) == 5 and not budget["CostTypes"]["IncludeCredit"], budget


checks = [parts, table, logs, api]
checks += [without_cloudfront] if DIRECT else [site, limits, only_cloudfront]
checks += [alarms] if SET else []
for check in checks:
    check()
print("  the resources are those that the options ask for")
