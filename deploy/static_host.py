"""Opens the built page from a folder of a plain file server, in a browser.

`python deploy/static_host.py STACK FOLDER PORT`. deploy/static_page.py makes the page ready. The stack must allow the
origin http://127.0.0.1:PORT.
"""

import functools
import http.server
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from deployed import client, physical, socket_url, until
from static_page import ONLY_AS_HEADER, copy, policy

BUILT, PORT = Path(sys.argv[2]), int(sys.argv[3])
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference to an element
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]


class QuietServer(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def serve(folder):
    handler = functools.partial(QuietServer, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


class Browser:
    """The WebDriver commands that one visit needs."""

    def __init__(self):
        self.process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        line = next(line for line in self.process.stdout if "successfully on port" in line)
        self.url = f"http://127.0.0.1:{line.split()[-1].rstrip('.')}/session"
        options = {"goog:chromeOptions": {"args": ARGUMENTS, "binary": shutil.which("chromium")}}
        self.url += "/" + self.command("", capabilities={"alwaysMatch": options})["sessionId"]

    def command(self, path, **body):
        request = urllib.request.Request(self.url + path, json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def evaluate(self, script):
        return self.command("/execute/sync", script=f"return {script}", args=[])

    def type(self, css, keys):
        until(f"the page shows {css}", lambda: self.evaluate(f"!!document.querySelector({css!r})"))
        element = self.command("/element", using="css selector", value=css)[ELEMENT]
        self.command(f"/element/{element}/value", text=keys)

    def close(self):
        request = urllib.request.Request(self.url, method="DELETE")
        urllib.request.urlopen(request, timeout=60).close()
        self.process.terminate()
        self.process.wait()


def directives(text):
    return {name: set(sources) for name, *sources in (part.split() for part in text.split(";"))}


def the_policy_is_cloudfronts():
    """The page's own policy is the header of the stack's CloudFront, with the WebSocket of another host."""
    found = client("cloudfront").get_response_headers_policy(Id=physical("SiteHeaders"))["ResponseHeadersPolicy"]
    security = found["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    header = directives(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    header = {name: sources for name, sources in header.items() if name not in ONLY_AS_HEADER}
    header["connect-src"].add(socket_url())
    assert directives(policy([socket_url()])) == header, header


INLINE = """(() => {
    document.addEventListener("securitypolicyviolation", event => window.refused = event.effectiveDirective);
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
})()"""


def inline_scripts_are_refused(browser):
    browser.evaluate(INLINE)
    until("the policy refuses an inline script", lambda: browser.evaluate("window.refused"))
    assert browser.evaluate("[window.refused, !!window.ran]") == ["script-src-elem", False]


def visit(browser):
    browser.command("/url", url=f"http://127.0.0.1:{PORT}/some/folder/")
    browser.type("input", "Ada\ue007")
    browser.type("textarea", "From anywhere\ue007")
    rows = "[...document.querySelectorAll('[role=feed] article:not([aria-busy=true])')]"
    is_sent = f"{rows}.some(row => row.innerText.includes('From anywhere'))"
    until("the message is sent", lambda: browser.evaluate(is_sent))


with tempfile.TemporaryDirectory() as root:
    the_policy_is_cloudfronts()
    copy(socket_url(), Path(root, "some", "folder"), BUILT)
    serve(root)
    browser = Browser()
    try:
        visit(browser)
        inline_scripts_are_refused(browser)
    except AssertionError as error:
        sys.exit(f"{error}. The page's text: {browser.evaluate('document.body.innerText')}")
    finally:
        browser.close()
print("  the same build works from a folder of any file server, which sends no policy: the page has its own")
