"""Prints the CloudFormation template that SAM generates from template.yaml, without a call to AWS."""

import sys

from samcli.lib.translate.sam_template_validator import SamTemplateValidator
from samcli.yamlhelper import yaml_parse


class NoManagedPolicies:
    """Replaces the list of AWS's managed policies, which needs an account. The template does not use any of them."""

    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())
validator = SamTemplateValidator(template, NoManagedPolicies(), region="us-east-1")
print(validator.get_translated_template_if_valid())
