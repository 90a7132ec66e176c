"""Checks that each function that `sam build` built runs on the processor that the built template names.

`python deploy/architecture.py [FOLDER]`; the folder is .aws-sam/build. On AWS, a wrong one fails every invocation.
"""

import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse

MACHINES = {62: "x86_64", 183: "arm64"}  # e_machine in the ELF header
MACHINE_AT = slice(18, 20)


def architecture(bootstrap):
    header = bootstrap.read_bytes()[:20]
    assert header[:4] == b"\x7fELF", f"{bootstrap} is no ELF file"
    number = int.from_bytes(header[MACHINE_AT], "little")
    return MACHINES.get(number, f"the machine {number}")


folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".aws-sam/build")
template = yaml_parse((folder / "template.yaml").read_text("utf-8"))
of_all = template.get("Globals", {}).get("Function", {})
functions = {id: it for id, it in template["Resources"].items() if it["Type"] == "AWS::Serverless::Function"}
assert functions, f"{folder}/template.yaml has no function"
for id, function in functions.items():
    [named] = function["Properties"].get("Architectures") or of_all.get("Architectures") or ["x86_64"]
    built = architecture(folder / id / "bootstrap")
    if built != named:
        sys.exit(f"{id} is built for {built}, and the template says {named}: run `sam build` again.")
print(f"{len(functions)} functions are built for {named}, as the template says.")
