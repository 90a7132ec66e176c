"""Says what no linter knows: the promises that Confab's expanded template makes beyond being valid."""

import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    RESOURCES = yaml.safe_load(file)["Resources"]


def of_type(kind):
    """Logical id and properties of every resource of that type; there must be one, or a check checks nothing."""
    found = {id: it["Properties"] for id, it in RESOURCES.items() if it["Type"] == kind}
    return found or sys.exit(f"The expanded template has no {kind}.")


def listed(value):
    """IAM takes one of a thing bare, without a list."""
    return value if isinstance(value, list) else [value]


def actions_granted():
    for role, properties in of_type("AWS::IAM::Role").items():
        for policy in properties["Policies"]:
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                for action in listed(statement["Action"]):
                    yield role, action


def faults():
    for role, action in actions_granted():
        if "*" in action or action.lower().endswith(":scan"):
            yield f"{role} may {action}: name the few actions that it needs; a Scan grows with all of Confab."

    answered = {it["RouteId"]["Ref"] for it in of_type("AWS::ApiGatewayV2::RouteResponse").values()}
    for id, route in of_type("AWS::ApiGatewayV2::Route").items():
        speaks = route["RouteKey"] not in ("$connect", "$disconnect")
        if speaks != (id in answered) or speaks != ("RouteResponseSelectionExpression" in route):
            yield (
                f"Route {route['RouteKey']}: routes that carry frames, and only those, need "
                f"RouteResponseSelectionExpression and an AWS::ApiGatewayV2::RouteResponse of {id}."
            )


found = list(faults())
if found:
    sys.exit("\n".join(found))
print("Rights are narrow, and every route that carries frames answers.")
