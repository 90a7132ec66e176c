"""Checks what Confab needs from its expanded template and no linter checks. `python .ci/check_template.py EXPANDED`

Where code and template must agree, the check reads the code.
"""

import json
import re
import sys
from pathlib import Path

import yaml

CODE = {path: path.read_text("utf-8") for path in sorted(Path("backend/src").rglob("*.rs"))}
LOGS, TABLE = {"Fn::GetAtt": ["Logs", "Arn"]}, {"Fn::GetAtt": ["Table", "Arn"]}
POSTS = {
    "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/ws/POST/@connections/*"
}
WRITE_LOGS = {"logs:CreateLogStream": LOGS, "logs:PutLogEvents": LOGS}


def actions_in_code():
    """The DynamoDB actions that the code needs: the client's calls, and the parts of its transactions."""
    code = "\n".join(CODE.values())
    calls = re.findall(r"client\s*\.(\w+)\(\)", code)
    parts = {"put": "put_item", "update": "update_item", "delete": "delete_item", "condition_check": "condition_check_item"}
    calls += [parts[part] for part in re.findall(r"TransactWriteItem::builder\(\)\s*\.(\w+)\(", code)]
    return {"".join(map(str.title, call.split("_"))) for call in calls} - {"TransactWriteItems"}


RIGHTS = {
    "ConnectRole": WRITE_LOGS | {"dynamodb:GetItem": TABLE, "dynamodb:PutItem": TABLE},
    "DisconnectRole": WRITE_LOGS | {"dynamodb:GetItem": TABLE, "dynamodb:DeleteItem": TABLE},
    "MessageRole": WRITE_LOGS
    | {"execute-api:ManageConnections": POSTS}
    | {f"dynamodb:{action}": TABLE for action in actions_in_code()},
}
KEYS = {
    ("ConnectRole", "dynamodb:GetItem"): ["CONFIG"],
    ("ConnectRole", "dynamodb:PutItem"): ["CONN#*"],
    ("DisconnectRole", "dynamodb:GetItem"): ["CONFIG", "CONN#*"],
    ("DisconnectRole", "dynamodb:DeleteItem"): ["CONN#*", "ROOM#*"],
}
# The variables that Lambda sets, and those that only developers set.
GIVEN = r"AWS_ENDPOINT_URL|AWS_REGION|AWS_LAMBDA_\w+|RUST_LOG"
OPTIONAL = {
    "AWS::Budgets::Budget": "Budgeted",
    "AWS::CloudWatch::Alarm": "Alarmed",
    "AWS::CloudWatch::Dashboard": "Charted",
    "AWS::Logs::MetricFilter": "Alarmed",
    "AWS::SNS::Topic": "Alarmed",
}


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


def roles_have_the_rights_that_the_code_needs(template):
    may = {role: {} for role in of_type(template, "AWS::IAM::Role")}
    for role, statement in statements(template):
        for action in listed(statement["Action"]):
            may[role][action] = statement.get("Resource")
            keys = [keys for condition in statement.get("Condition", {}).values() for keys in condition.values()]
            if keys != ([KEYS[role, action]] if (role, action) in KEYS else []):
                yield f"{role}: {action} is limited to the keys {keys}."
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        if role not in RIGHTS or properties.get("ManagedPolicyArns"):
            yield f"{role}: write one role for each function, without managed policies."
        for action in may[role].keys() ^ RIGHTS.get(role, {}).keys():
            yield f"{role}: {action} is {'not needed' if action in may[role] else 'missing'}, according to the code."
        for action, resource in may[role].items():
            if "*" in action or action.lower().endswith(":scan"):
                yield f"{role} may {action}: name the actions that it needs. The cost of a Scan grows with the table."
            if RIGHTS.get(role, {}).get(action, resource) != resource:
                yield f"{role}: {action} is allowed on {resource}."
    for id, function in of_type(template, "AWS::Lambda::Function").items():
        if function["Role"] != {"Fn::GetAtt": [id.replace("Function", "Role"), "Arn"]}:
            yield f"{id} has the role {function['Role']}."


def only_routes_may_invoke_functions(template):
    permitted = {}
    for id, it in of_type(template, "AWS::Lambda::Permission").items():
        route = str(it.get("SourceArn", {}).get("Fn::Sub", "")).rpartition("/")
        if it["Principal"] != "apigateway.amazonaws.com" or not route[0].endswith(":${Api.ApiId}/ws"):
            yield f"{id}: {it['Principal']} may invoke {it['FunctionName']} from {it.get('SourceArn')}."
        permitted[route[2]] = it["FunctionName"]
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        if route["RouteKey"] not in permitted:
            yield f"{id}: nothing permits the route {route['RouteKey']} to invoke its function."


def two_way_routes_have_responses(template):
    answered = {it["RouteId"]["Ref"] for it in of_type(template, "AWS::ApiGatewayV2::RouteResponse").values()}
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        carries_frames = route["RouteKey"] not in ("$connect", "$disconnect")
        if carries_frames != (id in answered) or carries_frames != ("RouteResponseSelectionExpression" in route):
            yield (
                f"Route {route['RouteKey']}: routes that carry frames, and only those, need "
                f"RouteResponseSelectionExpression and an AWS::ApiGatewayV2::RouteResponse of {id}."
            )


def actions_have_routes(template):
    """An action takes its own route or $default. A route without an action is never taken."""
    code = Path("common/src/request.rs").read_text("utf-8")
    actions = set(re.findall(r'Self::\w+ *(?:\{ \.\. \}|\(_\)) => "(\w+)"', code))
    routes = {route["RouteKey"] for route in of_type(template, "AWS::ApiGatewayV2::Route").values()}
    if len(actions) < 10 or "$default" not in routes:
        yield f"The actions {actions} of common::Request need the route $default."
    for route in routes - {"$connect", "$disconnect", "$default"} - actions:
        yield f"Route {route}: common::Request has no such action."
    [stage] = of_type(template, "AWS::ApiGatewayV2::Stage").values()
    limited = {"$default": stage.get("DefaultRouteSettings", {})} | stage.get("RouteSettings", {})
    for route in ("$default", "send", "typing"):
        if not limited.get(route, {}).get("ThrottlingRateLimit"):
            yield f"Route {route} has no ThrottlingRateLimit: set one, because it limits the cost of a flood."


def environment_matches_code(template):
    functions = of_type(template, "AWS::Lambda::Function").values()
    given = {name for it in functions for name in it["Environment"]["Variables"]}
    code = "\n".join(CODE.values())
    mentioned = set(re.findall(r'"([A-Z][A-Z_]+)"', code))
    read = set(re.findall(r'env::var\("(\w+)"\)', code))
    for names in re.findall(r"\[([^\]]*)\]\s*\.map\(\|name\| env::var\(name\)", code):
        read |= set(re.findall(r'"(\w+)"', names))
    for name in sorted(read - given):
        if not re.fullmatch(GIVEN, name):
            yield f"The code reads {name}, but no function has it in its environment."
    for name in sorted(given - mentioned):
        if not name.startswith("AWS_ENDPOINT_URL_"):
            yield f"{name} is in a function's environment, but the code does not read it."


def table_matches_code(template):
    [(id, table)] = of_type(template, "AWS::DynamoDB::Table").items()
    key, row = CODE[Path("backend/src/key.rs")], CODE[Path("backend/src/row.rs")]
    names = re.search(r'\[\("(\w+)", self\.pk\), \("(\w+)", self\.sk\)\]', key).groups()
    schema = [(it["AttributeName"], it["KeyType"]) for it in table["KeySchema"]]
    if schema != [(names[0], "HASH"), (names[1], "RANGE")]:
        yield f"{id}: the keys are {schema}, but backend/src/key.rs has {names}."
    if any(it["AttributeType"] != "S" for it in table["AttributeDefinitions"]):
        yield f"{id}: all keys must be of type S, because backend/src/key.rs writes strings."
    expiry = table.get("TimeToLiveSpecification", {})
    if not expiry.get("Enabled") or f"pub {expiry.get('AttributeName')}: u64" not in row:
        yield f"{id}: no row of backend/src/row.rs expires by {expiry}."
    if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
        yield f"{id}: point-in-time recovery is off."
    if template["Resources"][id].get("DeletionPolicy") != "RetainExceptOnCreate":
        yield f"{id}: it is deleted with the stack, set DeletionPolicy to RetainExceptOnCreate."


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
        if it.get("Condition") != OPTIONAL.get(it["Type"]):
            yield f"{id}: its condition is {it.get('Condition')}, expected {OPTIONAL.get(it['Type'])}."
    for name in set(OPTIONAL.values()):
        unset = template["Conditions"][name]
        parameter, value = (unset.get("Fn::Not") or [unset])[0]["Fn::Equals"]
        if (defaults[parameter["Ref"]] == value) == ("Fn::Equals" in unset):
            yield f"Condition {name} is true with the default parameters."


def dashboard_shows_every_metric(template):
    [charts] = of_type(template, "AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(charts["DashboardBody"]["Fn::Sub"])["widgets"]
    shown = {it[1] for widget in widgets for it in widget["properties"]["metrics"] if it[0] == "Confab"}
    counts = re.search(r"pub struct Counts \{(.*?)\n\}", CODE[Path("backend/src/metrics.rs")], re.DOTALL).group(1)
    counted = {"".join(map(str.title, name.split("_"))) for name in re.findall(r"pub (\w+): u64", counts)}
    for name in shown ^ counted:
        yield f"The metric {name} is {'shown but never counted' if name in shown else 'counted but not shown'}."


CHECKS = [
    roles_have_the_rights_that_the_code_needs,
    only_routes_may_invoke_functions,
    two_way_routes_have_responses,
    actions_have_routes,
    environment_matches_code,
    table_matches_code,
    site_is_secure,
    optional_resources_are_off_by_default,
    dashboard_shows_every_metric,
]


def violations(template):
    return [violation for check in CHECKS for violation in check(template)]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = violations(yaml.safe_load(file))
    if found:
        sys.exit("\n".join(found))
    print(f"The template passes {len(CHECKS)} checks.")
