"""Prints the sizes of the functions that `sam build` built. Lambda fetches a function's zip before its first start.

`python deploy/sizes.py [FOLDER]`; the folder is .aws-sam/build.
"""

import io
import sys
import zipfile
from pathlib import Path

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else ".aws-sam/build")
BUDGET = 2_600_000  # bytes of a zip

print("| function | bootstrap, bytes | zip, bytes |\n| --- | ---: | ---: |")
large = []
for bootstrap in sorted(FOLDER.glob("*/bootstrap")):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bootstrap, "bootstrap")
    name, size = bootstrap.parent.name, packed.tell()
    print(f"| {name} | {bootstrap.stat().st_size:,} | {size:,} |")
    large += [name] if size > BUDGET else []
if large:
    sys.exit(f"{', '.join(large)}: more than {BUDGET:,} bytes, find what the latest change added.")
