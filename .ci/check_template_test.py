"""Breaks the template in many ways. The checks must find each. `python .ci/check_template_test.py EXPANDED`"""

import copy
import sys

import yaml
from check_template import CHECKS, TABLE, violations

with open(sys.argv[1], encoding="utf-8") as file:
    TEMPLATE = yaml.safe_load(file)
SCAN = {"Effect": "Allow", "Action": "dynamodb:Scan", "Resource": TABLE}
POST = {"Effect": "Allow", "Action": ["execute-api:ManageConnections"], "Resource": "*"}


def rights(role):
    return lambda resources: resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def of(id, *path):
    def find(resources):
        found = resources[id]["Properties"]
        for step in path:
            found = found[step]
        return found

    return find


# A function that finds a part of the resources, a change that breaks it, and words from the message that must follow.
BREAKS = [
    (rights("MessageRole"), lambda it: it.append(SCAN), "Scan"),
    (rights("MessageRole"), lambda it: it[1].update(Action="dynamodb:*"), "dynamodb:*"),
    (rights("MessageRole"), lambda it: it[1].update(Resource="*"), "is allowed on *"),
    (rights("MessageRole"), lambda it: it.pop(0), "cannot write its logs"),
    (rights("ConnectRole"), lambda it: it.append(POST), "ManageConnections is allowed on *"),
    (of("ConnectRole"), lambda it: it.update(ManagedPolicyArns=["arn:x"]), "without managed policies"),
    (of("ConnectFunction"), lambda it: it.update(Role={"Fn::GetAtt": ["MessageRole", "Arn"]}), "has the role"),
    (of("ConnectFunction"), lambda it: it.update(Architectures=[{"Ref": "Architecture"}]), "Architectures: [arm64]"),
    (of("MessagePermission"), lambda it: it.pop("SourceArn"), "may invoke"),
    (of("MessagePermission"), lambda it: it.update(Principal="*"), "may invoke"),
    (lambda resources: resources, lambda it: it.pop("MessagePermission"), "permits the route typing"),
    (lambda resources: resources, lambda it: it.pop("SendRouteResponse"), "Route send"),
    (of("SendRoute"), lambda it: it.pop("RouteResponseSelectionExpression"), "Route send"),
    (of("DefaultRoute"), lambda it: it.update(RouteKey="dance"), "$default"),
    (lambda resources: resources["Stage"], lambda it: it["DependsOn"].remove("SendRouteResponse"), "SendRouteResponse"),
    (of("Stage"), lambda it: it.update(AutoDeploy=False), "AutoDeploy"),
    (of("Stage", "RouteSettings"), lambda it: it.pop("typing"), "ThrottlingRateLimit"),
    (of("Stage", "RouteSettings"), lambda it: it.pop("$connect"), "ThrottlingRateLimit"),
    (of("Distribution", "DistributionConfig", "Origins", 1), lambda it: it.pop("OriginCustomHeaders"), "x-origin-secret"),
    (of("ConnectFunction", "Environment", "Variables"), lambda it: it.update(ORIGIN_SECRET="x"), "x-origin-secret"),
    (of("Site"), lambda it: it.update(Note="arn:aws:s3:::x"), "AWS::Partition"),
    (lambda resources: resources["Distribution"], lambda it: it.pop("Condition"), "expected Distributed"),
    (of("Table"), lambda it: it.pop("PointInTimeRecoverySpecification"), "point-in-time"),
    (lambda resources: resources["Table"], lambda it: it.pop("DeletionPolicy"), "deleted with the stack"),
    (of("MessageFunction", "Environment", "Variables"), lambda it: it.update(TABLE={"Ref": "Table"}), "ExistingTable"),
    (
        of("SiteHeaders", "ResponseHeadersPolicyConfig", "SecurityHeadersConfig", "ContentSecurityPolicy"),
        lambda it: it.update(ContentSecurityPolicy="default-src 'none'; script-src 'unsafe-inline'"),
        "not strict",
    ),
    (of("Site", "PublicAccessBlockConfiguration"), lambda it: it.update(BlockPublicPolicy=False), "public"),
    (of("ApiExecutionErrors"), lambda it: it["Dimensions"].pop(), "ExecutionError"),
    (lambda resources: resources, lambda it: it.pop("ApiIntegrationErrors"), "IntegrationError"),
    (of("Budget", "Budget"), lambda it: it.pop("CostTypes"), "IncludeCredit"),
    (
        of("Stage", "AccessLogSettings"),
        lambda it: it["Fn::If"][1].update(Format="$context.identity.sourceIp"),
        "identity.sourceIp",
    ),
    (lambda resources: resources["AccessLog"], lambda it: it.pop("Condition"), "expected AccessLogged"),
    (of("SitePolicy", "PolicyDocument"), lambda it: it["Statement"].pop(), "s3:ListBucket"),
    (of("SitePolicy", "PolicyDocument", "Statement", 1, "Condition"), lambda it: it.update(StringEquals={}), "own one"),
    (
        of("Distribution", "DistributionConfig", "CacheBehaviors", 0),
        lambda it: it["AllowedMethods"].append("POST"),
        "GET and HEAD",
    ),
    (of("Distribution", "DistributionConfig"), lambda it: it.update(HttpVersion="http2"), "HTTP/3"),
    (lambda resources: resources["MessageSlow"], lambda it: it.pop("Condition"), "its condition is None"),
]

assert not violations(TEMPLATE), violations(TEMPLATE)
for find, spoil, words in BREAKS:
    broken = copy.deepcopy(TEMPLATE)
    spoil(find(broken["Resources"]))
    found = violations(broken)
    assert any(words in violation for violation in found), f"nothing is said about {words!r}: {found}"
broken = copy.deepcopy(TEMPLATE)
broken["Parameters"]["AlarmEmail"]["Default"] = "somebody@example.org"
assert any("Alarmed is true" in violation for violation in violations(broken))
broken = copy.deepcopy(TEMPLATE)
broken["Rules"].pop("CloudFrontFitsTheRegion")
assert any("China and GovCloud" in violation for violation in violations(broken))
print(f"{len(CHECKS)} checks find {len(BREAKS) + 2} ways to break the template.")
