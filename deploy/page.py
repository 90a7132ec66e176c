"""Checks the published page as CloudFront serves it: types, caching, headers. `python deploy/page.py STACK FOLDER`"""

import re
import sys
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from deployed import ENDPOINT, outputs

HOST = outputs()["DistributionDomain"]
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
}
# Files that Trunk has named after their content.
HASHED = re.compile(r"-[0-9a-f]{12,16}(_bg)?\.[a-z0-9]+$")


def get(path, expected=200):
    """Reads from CloudFront, or from the stand-in, which selects the distribution by the Host header and expects the
    header of a TLS proxy."""
    connection = HTTPConnection(urlsplit(ENDPOINT).netloc) if ENDPOINT else HTTPSConnection(HOST)
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    assert answer.status == expected, f"{path}: {answer.status}"
    return answer.headers, answer.read()


class Inline(HTMLParser):
    """Finds inline styles, scripts and handlers, which the Content-Security-Policy refuses."""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        assert tag != "style" and "style" not in given, f"<{tag}>: an inline style"
        assert tag != "script" or "src" in given, "an inline script"
        assert not any(name.startswith("on") for name in given), f"<{tag}>: an inline handler"


folder = Path(sys.argv[2])
for file in sorted(file for file in folder.rglob("*") if file.is_file()):
    path = "/" + file.relative_to(folder).as_posix()
    headers, body = get(path)
    assert body == file.read_bytes(), f"{path} is not what was published"
    assert headers["Content-Type"].startswith(TYPES[file.suffix]), f"{path}: {headers['Content-Type']}"
    caching = "public, max-age=31536000, immutable" if HASHED.search(file.name) else "no-cache"
    assert headers["Cache-Control"] == caching, f"{path}: {headers['Cache-Control']}"

headers, body = get("/")
Inline().feed(body.decode())
policy = headers["Content-Security-Policy"]
assert "unsafe-inline" not in policy and "default-src 'none'" in policy and "connect-src 'self'" in policy, policy
assert int(headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31536000
assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
get("/missing.html", 404)
print("  the page has the right types, caching and headers, and nothing that the policy refuses")
