"""Opens the built page from a folder of a plain file server, in a browser.

`python deploy/static_host.py STACK FOLDER PORT`. The meta tag in index.html names the stack's WebSocket. The stack must
allow the origin http://127.0.0.1:PORT.
"""

import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import urllib.request
from pathlib import Path

from deployed import socket_url, until

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


def copy(to):
    shutil.copytree(BUILT, to)
    page = to / "index.html"
    before = page.read_text("utf-8")
    tag = f'<meta name="confab-endpoint" content="{socket_url()}">'
    after, found = re.subn(r'<meta[^>]*name="?confab-endpoint"?[^>]*>', lambda _: tag, before)
    assert found == 1, "index.html has no confab-endpoint meta tag"
    page.write_text(after, "utf-8")


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


def visit(browser):
    browser.command("/url", url=f"http://127.0.0.1:{PORT}/some/folder/")
    browser.type("input", "Ada\ue007")
    browser.type("textarea", "From anywhere\ue007")
    rows = "[...document.querySelectorAll('[role=feed] article:not([aria-busy=true])')]"
    is_sent = f"{rows}.some(row => row.innerText.includes('From anywhere'))"
    until("the message is sent", lambda: browser.evaluate(is_sent))


with tempfile.TemporaryDirectory() as root:
    copy(Path(root, "some", "folder"))
    serve(root)
    browser = Browser()
    try:
        visit(browser)
    except AssertionError as error:
        sys.exit(f"{error}. The page's text: {browser.evaluate('document.body.innerText')}")
    finally:
        browser.close()
print("  the same build works from a folder of any file server")
