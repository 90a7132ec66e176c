"""Says what no linter knows: the promises that Confab's expanded template makes beyond being valid.

What code and template must agree on is read from the code. `python .ci/promises.py EXPANDED`
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
    """What the code asks of DynamoDB: the client's calls, and what its transactions are made of."""
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
# What Lambda itself sets, and what only developers do.
GIVEN = r"AWS_ENDPOINT_URL|AWS_REGION|AWS_LAMBDA_\w+|RUST_LOG"
OPTIONAL = {
    "AWS::Budgets::Budget": "Budgeted",
    "AWS::CloudWatch::Alarm": "Alarmed",
    "AWS::CloudWatch::Dashboard": "Charted",
    "AWS::Logs::MetricFilter": "Alarmed",
    "AWS::SNS::Topic": "Alarmed",
}


def of_type(template, kind):
    """Logical id and properties of every resource of that type; there must be one, or a check checks nothing."""
    found = {id: it["Properties"] for id, it in template["Resources"].items() if it["Type"] == kind}
    return found or sys.exit(f"The expanded template has no {kind}.")


def listed(value):
    """IAM takes one of a thing bare, without a list."""
    return value if isinstance(value, list) else [value]


def statements(template):
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        for policy in properties["Policies"]:
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield role, statement


def each_function_may_do_what_it_does(template):
    may = {role: {} for role in of_type(template, "AWS::IAM::Role")}
    for role, statement in statements(template):
        for action in listed(statement["Action"]):
            may[role][action] = statement.get("Resource")
            keys = [keys for condition in statement.get("Condition", {}).values() for keys in condition.values()]
            if keys != ([KEYS[role, action]] if (role, action) in KEYS else []):
                yield f"{role}: {action} is limited to the keys {keys}."
    for role, properties in of_type(template, "AWS::IAM::Role").items():
        if role not in RIGHTS or properties.get("ManagedPolicyArns"):
            yield f"{role}: roles are written out here, one for each function, without managed policies."
        for action in may[role].keys() ^ RIGHTS.get(role, {}).keys():
            yield f"{role}: {action} is {'not needed' if action in may[role] else 'missing'}, says the code."
        for action, resource in may[role].items():
            if "*" in action or action.lower().endswith(":scan"):
                yield f"{role} may {action}: name the few actions that it needs; a Scan grows with all of Confab."
            if RIGHTS.get(role, {}).get(action, resource) != resource:
                yield f"{role}: {action} is allowed on {resource}."
    for id, function in of_type(template, "AWS::Lambda::Function").items():
        if function["Role"] != {"Fn::GetAtt": [id.replace("Function", "Role"), "Arn"]}:
            yield f"{id} has the role {function['Role']}."


def only_the_routes_invoke(template):
    permitted = {}
    for id, it in of_type(template, "AWS::Lambda::Permission").items():
        route = str(it.get("SourceArn", {}).get("Fn::Sub", "")).rpartition("/")
        if it["Principal"] != "apigateway.amazonaws.com" or not route[0].endswith(":${Api.ApiId}/ws"):
            yield f"{id}: {it['Principal']} may invoke {it['FunctionName']} from {it.get('SourceArn')}."
        permitted[route[2]] = it["FunctionName"]
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        if route["RouteKey"] not in permitted:
            yield f"{id}: nothing permits the route {route['RouteKey']} to invoke its function."


def routes_answer(template):
    answered = {it["RouteId"]["Ref"] for it in of_type(template, "AWS::ApiGatewayV2::RouteResponse").values()}
    for id, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        speaks = route["RouteKey"] not in ("$connect", "$disconnect")
        if speaks != (id in answered) or speaks != ("RouteResponseSelectionExpression" in route):
            yield (
                f"Route {route['RouteKey']}: routes that carry frames, and only those, need "
                f"RouteResponseSelectionExpression and an AWS::ApiGatewayV2::RouteResponse of {id}."
            )


def actions_have_routes(template):
    """An action has a route of its own, or $default takes it; a route that no action names is never taken."""
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
            yield f"Route {route} has no ThrottlingRateLimit: a flood would cost what it likes."


def the_environment_is_set(template):
    functions = of_type(template, "AWS::Lambda::Function").values()
    given = {name for it in functions for name in it["Environment"]["Variables"]}
    code = "\n".join(CODE.values())
    mentioned = set(re.findall(r'"([A-Z][A-Z_]+)"', code))
    read = set(re.findall(r'env::var\("(\w+)"\)', code))
    for names in re.findall(r"\[([^\]]*)\]\s*\.map\(\|name\| env::var\(name\)", code):
        read |= set(re.findall(r'"(\w+)"', names))
    for name in sorted(read - given):
        if not re.fullmatch(GIVEN, name):
            yield f"The code reads {name}, and no function has it in its environment."
    for name in sorted(given - mentioned):
        if not name.startswith("AWS_ENDPOINT_URL_"):
            yield f"{name} is in a function's environment, and the code does not read it."


def the_table_fits_the_code(template):
    [(id, table)] = of_type(template, "AWS::DynamoDB::Table").items()
    key, row = CODE[Path("backend/src/key.rs")], CODE[Path("backend/src/row.rs")]
    names = re.search(r'\[\("(\w+)", self\.pk\), \("(\w+)", self\.sk\)\]', key).groups()
    schema = [(it["AttributeName"], it["KeyType"]) for it in table["KeySchema"]]
    if schema != [(names[0], "HASH"), (names[1], "RANGE")]:
        yield f"{id}: the keys are {schema}, and backend/src/key.rs has {names}."
    if any(it["AttributeType"] != "S" for it in table["AttributeDefinitions"]):
        yield f"{id}: backend/src/key.rs makes texts of all keys."
    expiry = table.get("TimeToLiveSpecification", {})
    if not expiry.get("Enabled") or f"pub {expiry.get('AttributeName')}: u64" not in row:
        yield f"{id}: no row of backend/src/row.rs expires by {expiry}."
    if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
        yield f"{id}: there is no point-in-time recovery."
    if template["Resources"][id].get("DeletionPolicy") != "RetainExceptOnCreate":
        yield f"{id}: it goes when the stack goes."


def the_page_is_safe(template):
    [headers] = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy").values()
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = json.dumps(security["ContentSecurityPolicy"])
    if "unsafe-inline" in policy or "'unsafe-eval'" in policy or "default-src 'none'" not in policy:
        yield "The Content-Security-Policy is not strict: default-src 'none', nothing unsafe but Wasm."
    for header in ("ContentTypeOptions", "FrameOptions", "ReferrerPolicy", "StrictTransportSecurity"):
        if header not in security:
            yield f"The page comes without {header}."
    [(id, site)] = of_type(template, "AWS::S3::Bucket").items()
    if set(site["PublicAccessBlockConfiguration"].values()) != {True}:
        yield f"{id} may be made public."
    [found] = of_type(template, "AWS::CloudFront::Distribution").values()
    if found["DistributionConfig"]["HttpVersion"] != "http2and3":
        yield "The distribution does not speak HTTP/3."
    if not found["DistributionConfig"]["DefaultCacheBehavior"]["Compress"]:
        yield "The distribution does not compress."


def what_is_optional_costs_nothing(template):
    defaults = {name: str(it.get("Default", "")) for name, it in template["Parameters"].items()}
    for id, it in template["Resources"].items():
        if it.get("Condition") != OPTIONAL.get(it["Type"]):
            yield f"{id}: its condition is {it.get('Condition')}, expected {OPTIONAL.get(it['Type'])}."
    for name in set(OPTIONAL.values()):
        unset = template["Conditions"][name]
        parameter, value = (unset.get("Fn::Not") or [unset])[0]["Fn::Equals"]
        if (defaults[parameter["Ref"]] == value) == ("Fn::Equals" in unset):
            yield f"Condition {name} holds when nothing is asked for."


def charts_show_what_is_counted(template):
    [charts] = of_type(template, "AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(charts["DashboardBody"]["Fn::Sub"])["widgets"]
    shown = {it[1] for widget in widgets for it in widget["properties"]["metrics"] if it[0] == "Confab"}
    counts = re.search(r"pub struct Counts \{(.*?)\n\}", CODE[Path("backend/src/metrics.rs")], re.DOTALL).group(1)
    counted = {"".join(map(str.title, name.split("_"))) for name in re.findall(r"pub (\w+): u64", counts)}
    for name in shown ^ counted:
        yield f"The metric {name} is {'shown and never counted' if name in shown else 'counted and not shown'}."


PROMISES = [
    each_function_may_do_what_it_does,
    only_the_routes_invoke,
    routes_answer,
    actions_have_routes,
    the_environment_is_set,
    the_table_fits_the_code,
    the_page_is_safe,
    what_is_optional_costs_nothing,
    charts_show_what_is_counted,
]


def faults(template):
    return [fault for promise in PROMISES for fault in promise(template)]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = faults(yaml.safe_load(file))
    if found:
        sys.exit("\n".join(found))
    print(f"The template keeps {len(PROMISES)} promises.")
