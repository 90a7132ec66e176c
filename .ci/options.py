"""What is optional is there if it was asked for, and only then. `python options.py STACK asked|unasked`"""

import json
import sys

from deployed import client, physical

ASKED = sys.argv[2] == "asked"
STACK = sys.argv[1]
OPTIONAL = {
    "AWS::Budgets::Budget": 1,
    "AWS::CloudWatch::Alarm": 10,
    "AWS::CloudWatch::Dashboard": 1,
    "AWS::Logs::MetricFilter": 1,
    "AWS::SNS::Topic": 1,
}


def parts():
    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK)
    kinds = [part["ResourceType"] for page in pages for part in page["StackResourceSummaries"]]
    for kind, count in OPTIONAL.items():
        assert kinds.count(kind) == (count if ASKED else 0), f"{kinds.count(kind)} of {kind}"


def table():
    found = client("dynamodb").describe_table(TableName=physical("Table"))["Table"]
    assert str(found["DeletionProtectionEnabled"]).lower() == str(ASKED).lower()


def logs():
    [group] = client("logs").describe_log_groups(logGroupNamePrefix=physical("Logs"))["logGroups"]
    assert group["retentionInDays"] == (7 if ASKED else 30), group


def site():
    found = client("cloudfront").get_distribution_config(Id=physical("Distribution"))["DistributionConfig"]
    assert found["HttpVersion"].lower() == "http2and3"
    assert found.get("Aliases", {}).get("Items", []) == (["chat.example.org"] if ASKED else [])
    assert found["ViewerCertificate"].get("CloudFrontDefaultCertificate", False) != ASKED


def api():
    gateway, id = client("apigatewayv2"), physical("Api")
    for route in gateway.get_routes(ApiId=id)["Items"]:
        answers = gateway.get_route_responses(ApiId=id, RouteId=route["RouteId"])["Items"]
        assert bool(answers) != (route["RouteKey"] in ("$connect", "$disconnect")), route


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
    assert float(budget["BudgetLimit"]["Amount"]) == 5


for check in [parts, table, logs, site, api] + ([alarms] if ASKED else []):
    check()
print(f"  what is optional is {'there, as asked' if ASKED else 'not there, since nobody asked'}")
