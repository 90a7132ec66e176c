"""Checks the pages for people, without the network: each relative link names a file, each anchor a heading of it, each path
in code a file; the README stays a short way in, and the Chinese one has the same code and links.
`python .ci/check_links.py`
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/*.md")])
IGNORED = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
LONGEST_README = 150  # lines
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def prose(page):
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page):
    """The anchors that GitHub gives to the headings: in lower case, without punctuation, with - for spaces."""
    titles = (re.sub(r"\[(.+?)\]\(.+?\)", r"\1", title).lower() for title in HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in titles}


def broken_links(page):
    for link in LINK.findall(CODE.sub("", prose(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists():
            yield f"the link {link} names no file"
        elif anchor and anchor not in anchors(target):
            yield f"the link {link} names no heading"


def broken_paths(page):
    """A path begins with a folder of the repository. What git ignores (target/, dist/) may be missing."""
    for code in CODE.findall(prose(page)):
        folder = code.split("/")[0]
        is_path = re.fullmatch(r"[\w.-]+/[\w./-]*", code) and folder not in IGNORED and (ROOT / folder).is_dir()
        if is_path and not (ROOT / code).exists():
            yield f"the path {code} names no file"


def differences_of_readmes():
    """What the one README names and the other does not. Each links the other."""
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    in_english, in_chinese = (
        {*CODE.findall(prose(page)), *LINK.findall(prose(page))} - {english.name, chinese.name}
        for page in (english, chinese)
    )
    yield from (f"{chinese.name} does not name {name}" for name in sorted(in_english - in_chinese))
    yield from (f"{english.name} does not name {name}" for name in sorted(in_chinese - in_english))


def main():
    found = [
        f"{page.relative_to(ROOT)}: {error}" for page in PAGES for error in [*broken_links(page), *broken_paths(page)]
    ]
    found += differences_of_readmes()
    lines = len((ROOT / "README.md").read_text("utf-8").splitlines())
    if lines > LONGEST_README:
        found.append(f"README.md has {lines} lines, more than {LONGEST_README}: move details into docs/.")
    if found:
        sys.exit("\n".join(found))
    print(f"The links and paths of {len(PAGES)} pages are right; README.md has {lines} lines.")


main()
