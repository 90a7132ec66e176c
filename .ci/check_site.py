"""The checks of .ci/check_template.py that are about CloudFront and the site."""

import json

from resources import of_type

OF_THE_SITE = {
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::OriginAccessControl",
    "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
}


def only_cloudfront_knows_the_secret(template):
    [connect] = [it for id, it in of_type(template, "AWS::Lambda::Function").items() if id == "ConnectFunction"]
    [found] = of_type(template, "AWS::CloudFront::Distribution").values()
    [api] = [origin for origin in found["DistributionConfig"]["Origins"] if origin["Id"] == "api"]
    sent = {it["HeaderName"]: it["HeaderValue"] for it in api.get("OriginCustomHeaders", [])}
    expected = {"Fn::If": ["Distributed", sent.get("x-origin-secret"), ""]}
    if connect["Environment"]["Variables"].get("ORIGIN_SECRET") != expected:
        yield (
            "CloudFront sends another x-origin-secret than connect expects, so that every viewer would have CloudFront's "
            "address; or connect expects one without CloudFront."
        )
    if not template["Parameters"]["OriginSecret"].get("NoEcho"):
        yield "OriginSecret can be read in the console: give it NoEcho."


def page_has_strict_headers(template):
    [headers] = of_type(template, "AWS::CloudFront::ResponseHeadersPolicy").values()
    security = headers["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = json.dumps(security["ContentSecurityPolicy"])
    if "unsafe-inline" in policy or "'unsafe-eval'" in policy or "default-src 'none'" not in policy:
        yield "The Content-Security-Policy is not strict: it needs default-src 'none', and nothing unsafe except for Wasm."
    for header in ("ContentTypeOptions", "FrameOptions", "ReferrerPolicy", "StrictTransportSecurity"):
        if header not in security:
            yield f"The response headers of the page lack {header}."


def only_the_distribution_reads_the_bucket(template):
    [(id, site)] = of_type(template, "AWS::S3::Bucket").items()
    if set(site["PublicAccessBlockConfiguration"].values()) != {True}:
        yield f"{id} can be made public."
    [policy] = of_type(template, "AWS::S3::BucketPolicy").values()
    statements = policy["PolicyDocument"]["Statement"]
    may = {it["Action"]: it["Resource"] for it in statements}
    if may != {"s3:GetObject": {"Fn::Sub": "${Site.Arn}/*"}, "s3:ListBucket": {"Fn::GetAtt": ["Site", "Arn"]}}:
        yield "CloudFront needs s3:GetObject, s3:ListBucket (or a missing file is a 403), and nothing else."
    if not all("aws:SourceArn" in it["Condition"]["StringEquals"] for it in statements):
        yield f"{id} can be read by every distribution: name the own one in aws:SourceArn."


def distribution_is_fast_and_narrow(template):
    [distribution] = of_type(template, "AWS::CloudFront::Distribution").values()
    config = distribution["DistributionConfig"]
    [socket] = config["CacheBehaviors"]
    if sorted(socket["AllowedMethods"]) != ["GET", "HEAD"]:
        yield "CloudFront passes on more than GET and HEAD to /ws."
    if config["HttpVersion"] != "http2and3":
        yield "The distribution does not offer HTTP/3."
    if not config["DefaultCacheBehavior"]["Compress"]:
        yield "The distribution does not compress."


CHECKS = [
    only_cloudfront_knows_the_secret,
    page_has_strict_headers,
    only_the_distribution_reads_the_bucket,
    distribution_is_fast_and_narrow,
]
