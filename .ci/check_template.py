"""Checks what Confab needs from its expanded template and no linter checks. `python .ci/check_template.py EXPANDED`

Whether the code and the template agree, `cargo test` finds out: it runs the code with what the template says.
"""

import json
import re
import sys

import yaml

LOGS = {"Fn::GetAtt": ["Logs", "Arn"]}
EXISTING = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ExistingTable}"
TABLE = {"Fn::If": ["OwnTable", {"Fn::GetAtt": ["Table", "Arn"]}, {"Fn::Sub": EXISTING}]}
CONNECTIONS = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/ws/%s/@connections/*"
POSTS, DELETES = ({"Fn::Sub": CONNECTIONS % verb} for verb in ("POST", "DELETE"))
WRITE_LOGS = {"logs:CreateLogStream": [LOGS], "logs:PutLogEvents": [LOGS]}
# What an action may be allowed on, by its service.
RESOURCES = {"logs": [LOGS], "dynamodb": [TABLE], "execute-api": [POSTS, DELETES]}
OFF_BY_DEFAULT = {
    "AWS::Budgets::Budget": "Budgeted",
    "AWS::CloudWatch::Alarm": "Alarmed",
    "AWS::CloudWatch::Dashboard": "Charted",
    "AWS::Logs::MetricFilter": "Alarmed",
    "AWS::SNS::Topic": "Alarmed",
}
OF_THE_SITE = {
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
}
CONDITIONS = OFF_BY_DEFAULT | dict.fromkeys(OF_THE_SITE, "Distributed") | {"AWS::DynamoDB::Table": "OwnTable"}


def of_type(template, kind):
    """Logical id and properties of every resource of this type. Without any resource the check would be void."""
    found = {id: it["Properties"] for id, it in template["Resources"].items() if it["Type"] == kind}
    return found or sys.exit(f"The expanded template has no {kind}.")


def listed(value):
    """The value as a list. IAM also accepts a single item without one."""
    return value if isinstance(value, list) else [value]


def statements(template):
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        for policy in properties["Policies"]:
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield role, statement


def roles_are_narrow(template):
    """Tests compare each role with what its function does. Here is what would be wrong for every function."""
    may = {role: {} for role in of_type(template, "AWS::IAM::Role")}
    for role, statement in statements(template):
        for action in listed(statement["Action"]):
            may[role].setdefault(action, []).append(statement.get("Resource"))
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        if properties.get("ManagedPolicyArns"):
            yield f"{role}: write its rights out, without managed policies."
        if {action: on for action, on in may[role].items() if action.startswith("logs:")} != WRITE_LOGS:
            yield f"{role}: its function cannot write its logs, or may do more with them."
        for action, resources in may[role].items():
            if "*" in action or action.lower().endswith(":scan"):
                yield f"{role} may {action}: name the actions that it needs. The cost of a Scan grows with the table."
            for resource in resources:
                if resource not in RESOURCES.get(action.split(":")[0], []):
                    yield f"{role}: {action} is allowed on {resource}."
    for id, function in of_type(template, "AWS::Lambda::Function").items():
        if function["Role"] != {"Fn::GetAtt": [id.replace("Function", "Role"), "Arn"]}:
            yield f"{id} has the role {function['Role']}: write one role for each function."


def the_processor_is_one_literal(template):
    for id, function in of_type(template, "AWS::Lambda::Function").items():
        if function.get("Architectures") != ["arm64"]:
            yield f"{id}: `sam build` must know its processor, write Architectures: [arm64], without a parameter."


def only_routes_may_invoke_functions(template):
    permitted = set()
    for id, it in of_type(template, "AWS::Lambda::Permission").items():
        source = str(it.get("SourceArn", {}).get("Fn::Sub", ""))
        if it["Principal"] != "apigateway.amazonaws.com" or not source.endswith(":${Api}/ws/*"):
            yield f"{id}: {it['Principal']} may invoke {it['FunctionName']} from {it.get('SourceArn')}."
        permitted.add(it["FunctionName"]["Ref"])
    integrations = of_type(template, "AWS::ApiGatewayV2::Integration")
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        integration = integrations[inside(route["Target"]).split(".")[0]]
        if inside(integration["IntegrationUri"], last=True).split(".")[0] not in permitted:
            yield f"{id}: nothing permits the route {route['RouteKey']} to invoke its function."


def inside(sub, last=False):
    """The first or the last name that a Fn::Sub replaces."""
    names = re.findall(r"\$\{([^}]+)\}", sub["Fn::Sub"])
    return names[-1 if last else 0]


def the_stage_comes_last(template):
    [(id, stage)] = of_type(template, "AWS::ApiGatewayV2::Stage").items()
    kinds = "AWS::ApiGatewayV2::Route", "AWS::ApiGatewayV2::RouteResponse"
    missing = {id for kind in kinds for id in of_type(template, kind)} - set(template["Resources"][id].get("DependsOn", []))
    if missing or not stage.get("AutoDeploy"):
        yield f"{id}: its first deployment lacks {sorted(missing)}: name them in DependsOn, and set AutoDeploy."


def two_way_routes_have_responses(template):
    answered = {it["RouteId"]["Ref"] for it in of_type(template, "AWS::ApiGatewayV2::RouteResponse").values()}
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        carries_frames = route["RouteKey"] not in ("$connect", "$disconnect")
        if carries_frames != (id in answered) or carries_frames != ("RouteResponseSelectionExpression" in route):
            yield (
                f"Route {route['RouteKey']}: routes that carry frames, and only those, need "
                f"RouteResponseSelectionExpression and an AWS::ApiGatewayV2::RouteResponse of {id}."
            )


def routes_are_limited(template):
    routes = {route["RouteKey"] for route in of_type(template, "AWS::ApiGatewayV2::Route").values()}
    if "$default" not in routes:
        yield "The actions without a route of their own need the route $default."
    [stage] = of_type(template, "AWS::ApiGatewayV2::Stage").values()
    limited = {"$default": stage.get("DefaultRouteSettings", {})} | stage.get("RouteSettings", {})
    for route in ("$default", "$connect", "hello", "ping", "send", "typing"):
        if not limited.get(route, {}).get("ThrottlingRateLimit"):
            yield f"Route {route} has no ThrottlingRateLimit: set one, because it limits the cost of a flood."


def only_cloudfront_knows_the_secret(template):
    [connect] = [it for id, it in of_type(template, "AWS::Lambda::Function").items() if id == "ConnectFunction"]
    [found] = of_type(template, "AWS::CloudFront::Distribution").values()
    [api] = [origin for origin in found["DistributionConfig"]["Origins"] if origin["Id"] == "api"]
    sent = {it["HeaderName"]: it["HeaderValue"] for it in api.get("OriginCustomHeaders", [])}
    expected = {"Fn::If": ["Distributed", sent.get("x-origin-secret"), ""]}
    if connect["Environment"]["Variables"].get("ORIGIN_SECRET") != expected:
        yield (
            "CloudFront sends another x-origin-secret than connect expects, so that every viewer would have CloudFront's "
            "address; or connect expects one without CloudFront."
        )
    if not template["Parameters"]["OriginSecret"].get("NoEcho"):
        yield "OriginSecret can be read in the console: give it NoEcho."


def what_aws_refuses_is_refused_first(template):
    rules = template["Rules"].values()
    far = {name for rule in rules for name in rule["RuleCondition"].get("Fn::Contains", [[]])[0]}
    if far != {"cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"}:
        yield "No rule asks for CloudFront=false in the regions of China and GovCloud."
    if 'amazonaws.com"' in json.dumps(template["Outputs"]) or "arn:aws:" in json.dumps(template):
        yield "China and GovCloud have other names: write AWS::URLSuffix and AWS::Partition."


def table_is_safe(template):
    [(id, table)] = of_type(template, "AWS::DynamoDB::Table").items()
    if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
        yield f"{id}: point-in-time recovery is off."
    if template["Resources"][id].get("DeletionPolicy") != "RetainExceptOnCreate":
        yield f"{id}: it is deleted with the stack, set DeletionPolicy to RetainExceptOnCreate."
    name = {"Fn::If": ["OwnTable", {"Ref": id}, {"Ref": "ExistingTable"}]}
    users = json.dumps([template["Resources"], template["Outputs"]]).replace(json.dumps(name), "")
    users = users.replace(json.dumps(TABLE), "")
    if '{"Ref": "Table"}' in users or "Table.Arn" in users or '["Table", "Arn"]' in users or "${Table}" in users:
        yield f"{id}: with an ExistingTable there is none, write !If [OwnTable, !Ref {id}, !Ref ExistingTable]."


def site_is_secure(template):
    [headers] = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy").values()
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = json.dumps(security["ContentSecurityPolicy"])
    if "unsafe-inline" in policy or "'unsafe-eval'" in policy or "default-src 'none'" not in policy:
        yield "The Content-Security-Policy is not strict: it needs default-src 'none', and nothing unsafe except for Wasm."
    for header in ("ContentTypeOptions", "FrameOptions", "ReferrerPolicy", "StrictTransportSecurity"):
        if header not in security:
            yield f"The response headers of the page lack {header}."
    [(id, site)] = of_type(template, "AWS::S3::Bucket").items()
    if set(site["PublicAccessBlockConfiguration"].values()) != {True}:
        yield f"{id} can be made public."
    [found] = of_type(template, "AWS::CloudFront::Distribution").values()
    if found["DistributionConfig"]["HttpVersion"] != "http2and3":
        yield "The distribution does not offer HTTP/3."
    if not found["DistributionConfig"]["DefaultCacheBehavior"]["Compress"]:
        yield "The distribution does not compress."


def optional_resources_are_off_by_default(template):
    defaults = {name: str(it.get("Default", "")) for name, it in template["Parameters"].items()}
    for id, it in template["Resources"].items():
        if it.get("Condition") != CONDITIONS.get(it["Type"]):
            yield f"{id}: its condition is {it.get('Condition')}, expected {CONDITIONS.get(it['Type'])}."
    for name in set(OFF_BY_DEFAULT.values()):
        unset = template["Conditions"][name]
        parameter, value = (unset.get("Fn::Not") or [unset])[0]["Fn::Equals"]
        if (defaults[parameter["Ref"]] == value) == ("Fn::Equals" in unset):
            yield f"Condition {name} is true with the default parameters."


CHECKS = [
    roles_are_narrow,
    the_processor_is_one_literal,
    only_routes_may_invoke_functions,
    the_stage_comes_last,
    two_way_routes_have_responses,
    routes_are_limited,
    only_cloudfront_knows_the_secret,
    what_aws_refuses_is_refused_first,
    table_is_safe,
    site_is_secure,
    optional_resources_are_off_by_default,
]


def violations(template):
    return [violation for check in CHECKS for violation in check(template)]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = violations(yaml.safe_load(file))
    if found:
        sys.exit("\n".join(found))
    print(f"The template passes {len(CHECKS)} checks.")
