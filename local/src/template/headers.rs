//! The security headers that CloudFront adds to the site's responses. The stack adds them too, so that a violation of
//! the Content-Security-Policy shows on this machine before it is deployed.

use anyhow::Result;
use serde_json::Value;

use super::Scope;

/// A response header: name and value.
pub type Header = (String, String);

/// The headers of an `AWS::CloudFront::ResponseHeadersPolicy`, except Strict-Transport-Security, because the stack
/// has no TLS.
pub(super) fn read(resource: &Value, scope: &Scope) -> Result<Vec<Header>> {
    let policy = scope.evaluate(&resource["Properties"]["ResponseHeadersPolicyConfig"])?;
    let security = &policy["SecurityHeadersConfig"];
    let known = [
        ("content-security-policy", &security["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        ("x-frame-options", &security["FrameOptions"]["FrameOption"]),
        ("referrer-policy", &security["ReferrerPolicy"]["ReferrerPolicy"]),
    ];
    let header = |(name, value): (&str, &Value)| Some((name.to_owned(), value.as_str()?.to_owned()));
    let mut headers: Vec<Header> = known.into_iter().filter_map(header).collect();
    if security["ContentTypeOptions"].is_object() {
        headers.push(("x-content-type-options".to_owned(), "nosniff".to_owned()));
    }
    let custom = policy["CustomHeadersConfig"]["Items"].as_array().into_iter().flatten();
    headers.extend(custom.filter_map(|item| header((item["Header"].as_str()?, &item["Value"]))));
    Ok(headers)
}
