"""Makes the built page ready for any static host. `python3 deploy/static_page.py ENDPOINT TO [FROM] [ORIGIN ...]`

Copies the page from the folder FROM (dist) into the folder TO, and writes two things into its index.html: the address of
the WebSocket, and the Content-Security-Policy that CloudFront sends as a header, because a static host sends none. Each
ORIGIN is one more that the page may connect to: that of the issuer's token endpoint, if it is another than the issuer's.
"""

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
ONLY_AS_HEADER = {"frame-ancestors", "report-uri", "sandbox"}  # browsers ignore these in a meta tag


def template_policy():
    """The directives of the template's policy, by name. `${Issuer}` stands for what a stack with sign-in adds."""
    block = re.search(r"ContentSecurityPolicy: !Sub\s+- >-\n(.*?)\n\s*#", TEMPLATE.read_text("utf-8"), re.DOTALL)
    directives = (" ".join(block[1].split()) if block else sys.exit(f"{TEMPLATE} has no policy")).split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def policy(origins):
    """The template's policy for a page that connects to these origins too."""
    directives = {name: sources for name, sources in template_policy().items() if name not in ONLY_AS_HEADER}
    directives["connect-src"] = " ".join([directives["connect-src"].replace("${Issuer}", ""), *origins])
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def meta(name):
    """Finds the tag, whose attributes have lost their quotes if Trunk has minified the page."""
    return re.compile(rf'<meta[^>]*\bname="?{name}"?(?:\s[^>]*)?>')


def content(page, name):
    tag = meta(name).search(page)
    found = tag and re.search(r'content=(?:"([^"]*)"|([^\s>]*))', tag[0])
    return (found[1] or found[2] or "") if found else ""


def origin(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def ready(page, endpoint, origins=()):
    """The page with its endpoint and its policy. The policy comes first: it holds for what follows it."""
    issuer = content(page, "confab-oidc-issuer")
    allowed = [endpoint, *([origin(issuer)] if issuer else []), *origins]
    page, found = meta("confab-endpoint").subn(f'<meta name="confab-endpoint" content="{endpoint}">', page)
    assert found == 1, "index.html has no confab-endpoint meta tag"
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(allowed)}">'
    page, found = re.subn(r"<meta charset[^>]*>", lambda charset: charset[0] + tag, page, count=1)
    assert found == 1, "index.html does not say its charset"
    return page


def copy(endpoint, to, built, origins=()):
    if not re.fullmatch(r"wss?://[^\s;,'\"<>?#]+", endpoint):
        sys.exit(f"{endpoint} is no address of a WebSocket, such as wss://chat.example.org/ws.")
    if not (built / "index.html").is_file():
        sys.exit(f"{built} holds no page; build it: trunk build --release")
    page = ready((built / "index.html").read_text("utf-8"), endpoint, origins)
    shutil.copytree(built, to, dirs_exist_ok=True)
    (to / "index.html").write_text(page, "utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    endpoint, to, built = [*sys.argv[1:4], "dist"][:3]
    copy(endpoint, Path(to), Path(built), sys.argv[4:])
    print(f"{to} holds the page for any static host. It connects to {endpoint}.")
