"""Tests what the commands in deploy/ decide without AWS. `python .ci/commands_test.py`, in SAM's environment"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "deploy"))
import refusals  # noqa: E402
import settings  # noqa: E402
import static_page  # noqa: E402
from samcli.cli.types import CfnParameterOverridesType  # noqa: E402

MINIFIED = (
    """<meta charset=utf-8><meta name=confab-endpoint><meta content=https://id.example/realm name=confab-oidc-issuer>"""
)
PLAIN = """<meta charset="utf-8"><meta name="confab-endpoint" content=""><meta name="confab-oidc-issuer" content="">"""


def options_replace_those_of_the_environment_one_by_one():
    saved = {"prod": {"deploy": {"parameters": {"parameter_overrides": ["DeletionProtection=true", "LogRetention=7"]}}}}
    found = settings.overrides(saved, "prod", ["LogRetention=90", "AllowedOrigins=https://a https://b", "DomainName="])
    assert found == [
        "DeletionProtection=true",
        "LogRetention=90",
        'AllowedOrigins="https://a https://b"',
        'DomainName=""',
    ]
    by_sam = CfnParameterOverridesType().convert(tuple(found), None, None)
    assert by_sam["AllowedOrigins"] == "https://a https://b" and by_sam["DomainName"] == "", by_sam


def the_answers_of_guided_are_read():
    deploy = {"region": "eu-west-1", "parameter_overrides": 'LogRetention="30" AllowedOrigins="https://a https://b"'}
    saved = {"default": {"deploy": {"parameters": deploy}, "global": {"parameters": {"stack_name": "confab"}}}}
    assert settings.setting(saved, "default", "region") == "eu-west-1"
    assert settings.setting(saved, "default", "stack_name") == "confab"
    assert settings.setting(saved, "other", "region") is None
    found = settings.overrides(saved, "default", [])
    assert found == ["LogRetention=30", 'AllowedOrigins="https://a https://b"'], found


def an_account_without_cloudfront_is_told_the_option():
    reason = """Resource handler returned message: "Access denied for operation 'AWS::CloudFront::Distribution: Your account
 must be verified before you can add new CloudFront resources. To verify your account, please contact AWS Support"."""
    [sentence] = refusals.sentences(" ".join(reason.split()))
    assert "CloudFront=false" in sentence
    reason = "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10]."
    [sentence] = refusals.sentences(reason)
    assert "ReservedConcurrency=0" in sentence
    assert refusals.sentences("Resource creation cancelled") == []


def a_page_for_a_static_host_has_the_templates_policy():
    assert static_page.template_policy()["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert static_page.template_policy()["connect-src"] == "'self'${Issuer}"
    page = static_page.ready(MINIFIED, "wss://chat.example/ws", ["https://token.example"])
    policy = page.split('content="')[1].split('"')[0]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    expected = {name: sources for name, sources in static_page.template_policy().items() if name != "frame-ancestors"}
    expected["connect-src"] = "'self' wss://chat.example/ws https://id.example https://token.example"
    assert directives == expected, directives
    page = static_page.ready(PLAIN, "wss://chat.example/ws")
    assert "connect-src 'self' wss://chat.example/ws;" in page
    assert page.index("Content-Security-Policy") < page.index("confab-endpoint"), "the policy holds for what follows it"
    assert static_page.content(page, "confab-endpoint") == "wss://chat.example/ws"


TESTS = [
    options_replace_those_of_the_environment_one_by_one,
    the_answers_of_guided_are_read,
    an_account_without_cloudfront_is_told_the_option,
    a_page_for_a_static_host_has_the_templates_policy,
]
for test in TESTS:
    test()
print(f"{len(TESTS)} tests of the commands passed.")
