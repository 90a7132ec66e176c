"""Prints the sizes of the functions that `sam build` built. Lambda fetches a function's zip before its first start."""

import io
import sys
import zipfile
from pathlib import Path

BUDGET = 2_600_000  # bytes of a zip

print("| function | bootstrap, bytes | zip, bytes |\n| --- | ---: | ---: |")
large = []
for bootstrap in sorted(Path(".aws-sam/build").glob("*/bootstrap")):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bootstrap, "bootstrap")
    name, size = bootstrap.parent.name, packed.tell()
    print(f"| {name} | {bootstrap.stat().st_size:,} | {size:,} |")
    large += [name] if size > BUDGET else []
if large:
    sys.exit(f"{', '.join(large)}: more than {BUDGET:,} bytes, find what the latest change added.")
