"""Prints the CloudFormation template that SAM makes of template.yaml, without asking AWS anything."""

import sys

from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samcli.yamlhelper import yaml_parse


class NoManagedPolicies:
    """Stands in for the list of AWS's managed policies, which takes an account to fetch: ours are written out."""

    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())
validator = SamTemplateValidator(template, NoManagedPolicies(), region="us-east-1")
print(validator.get_translated_template_if_valid())
