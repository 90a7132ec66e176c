"""Finds resources in an expanded template."""

import sys


def of_type(template, kind):
    """Logical id and properties of every resource of this type. Without any resource the check would be void."""
    found = {id: it["Properties"] for id, it in template["Resources"].items() if it["Type"] == kind}
    return found or sys.exit(f"The expanded template has no {kind}.")


def listed(value):
    """The value as a list. IAM also accepts a single item without one."""
    return value if isinstance(value, list) else [value]
