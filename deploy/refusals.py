"""Says what to do about AWS's most likely refusals. `… | python deploy/refusals.py` reads why resources failed.

The texts are AWS's; a text that is not known here stands in the events that SAM prints.
"""

import re
import sys

REFUSALS = {
    r"account must be verified before you can add new CloudFront": """\
AWS lets this account have no CloudFront yet. Ask AWS Support to verify the account for CloudFront, which takes a day or
two; or deploy without it, and put the page on another host: deploy/up CloudFront=false""",
    r"UnreservedConcurrentExecution|ReservedConcurrentExecutions": """\
The account's limit of concurrent executions is too low for ReservedConcurrency: deploy with ReservedConcurrency=0, or ask
for a higher quota "Concurrent executions" of AWS Lambda first.""",
    r"ResponseHeadersPolic(y|ies).*already exists|OriginAccessControl.*already exists": """\
CloudFront's names are one space for the whole account, and another stack has these: choose another name with --stack.""",
    r"CNAMEAlreadyExists|incorrectly configured DNS record|CNAMEs? you provided": """\
Another distribution has this DomainName, or its DNS points at one: take it from there first.""",
    r"specified SSL certificate doesn't exist|isn't in us-east-1|InvalidViewerCertificate": """\
CloudFront finds the CertificateArn only in us-east-1, issued, and valid for the DomainName.""",
}


def sentences(reasons):
    """What to do, for each refusal that the reasons name."""
    return [sentence for pattern, sentence in REFUSALS.items() if re.search(pattern, reasons)]


if __name__ == "__main__":
    for sentence in sentences(sys.stdin.read()):
        print(f"\n{sentence}", file=sys.stderr)
