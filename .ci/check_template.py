"""Checks what Confab needs from its expanded template and no linter checks. `python .ci/check_template.py EXPANDED`

Whether the code and the template agree, `cargo test` finds out: it runs the code with what the template says.
"""

import json
import re
import sys

import check_site
import yaml
from check_site import OF_THE_SITE
from resources import listed, of_type

LOGS = {"Fn::GetAtt": ["Logs", "Arn"]}
EXISTING = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ExistingTable}"
TABLE = {"Fn::If": ["OwnTable", {"Fn::GetAtt": ["Table", "Arn"]}, {"Fn::Sub": EXISTING}]}
CONNECTIONS = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/ws/%s/@connections/*"
POSTS, DELETES = ({"Fn::Sub": CONNECTIONS % verb} for verb in ("POST", "DELETE"))
WRITE_LOGS = {"logs:CreateLogStream": [LOGS], "logs:PutLogEvents": [LOGS]}
# What an action may be allowed on, by its service.
RESOURCES = {"logs": [LOGS], "dynamodb": [TABLE], "execute-api": [POSTS, DELETES]}
# Conditions by the type of a resource, or by its logical id.
OFF_BY_DEFAULT = {
    "AccessLog": "AccessLogged",
    "AWS::Budgets::Budget": "Budgeted",
    "AWS::CloudWatch::Alarm": "Alarmed",
    "AWS::CloudWatch::Dashboard": "Charted",
    "AWS::Logs::MetricFilter": "Alarmed",
    "AWS::SNS::Topic": "Alarmed",
}
CONDITIONS = OFF_BY_DEFAULT | dict.fromkeys(OF_THE_SITE, "Distributed") | {"AWS::DynamoDB::Table": "OwnTable"}


OF_THE_STAGE = {"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}
IN_ACCESS_LOGS = {
    *("requestTime", "requestId", "connectionId", "eventType", "routeKey", "status"),
    *("error.responseType", "integrationLatency"),
}


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


def failures_are_seen(template):
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    for metric in ("ExecutionError", "IntegrationError"):
        dimensions = [alarm["Dimensions"] for alarm in alarms if alarm["MetricName"] == metric]
        if [{it["Name"]: it["Value"] for it in each} for each in dimensions] != [OF_THE_STAGE]:
            yield f"No alarm watches {metric} of the stage: its dimensions are ApiId and Stage."
    [budget] = of_type(template, "AWS::Budgets::Budget").values()
    if budget["Budget"].get("CostTypes") != {"IncludeCredit": False}:
        yield "The budget counts credits, which hide what the account costs: set IncludeCredit to false."


def access_logs_tell_nothing_about_people(template):
    [stage] = of_type(template, "AWS::ApiGatewayV2::Stage").values()
    settings = stage["AccessLogSettings"]["Fn::If"][1]
    foreign = set(re.findall(r"\$context\.([\w.]+)", settings["Format"])) - IN_ACCESS_LOGS
    if foreign:
        yield f"The access logs have {sorted(foreign)}: addresses and what clients send belong into no log."


def optional_resources_are_off_by_default(template):
    defaults = {name: str(it.get("Default", "")) for name, it in template["Parameters"].items()}
    for id, it in template["Resources"].items():
        expected = CONDITIONS.get(id, CONDITIONS.get(it["Type"]))
        if it.get("Condition") != expected:
            yield f"{id}: its condition is {it.get('Condition')}, expected {expected}."
    for name in {*OFF_BY_DEFAULT.values(), "Provisioned"}:
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
    what_aws_refuses_is_refused_first,
    table_is_safe,
    failures_are_seen,
    access_logs_tell_nothing_about_people,
    optional_resources_are_off_by_default,
    *check_site.CHECKS,
]


def violations(template):
    return [violation for check in CHECKS for violation in check(template)]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = violations(yaml.safe_load(file))
    if found:
        sys.exit("\n".join(found))
    print(f"The template passes {len(CHECKS)} checks.")
