//! Which requests came through CloudFront, and whether others may connect. API Gateway's own address is public, so that a
//! client can call the API directly.

use std::env;

use anyhow::{bail, ensure};
use sha2::{Digest, Sha256};

/// The header by which CloudFront proves that a request came through it. The template sets it, and CloudFront replaces
/// what a client sends under this name.
const SECRET: &str = "x-origin-secret";

/// What the template says about CloudFront.
pub struct CloudFront {
    /// The secret that CloudFront sends; empty if there is no CloudFront.
    secret: String,
    /// Whether only requests that came through CloudFront may connect.
    is_required: bool,
}

impl CloudFront {
    /// Reads `ORIGIN_SECRET` and `ONLY_CLOUDFRONT`.
    ///
    /// # Errors
    /// `ONLY_CLOUDFRONT` is neither `true` nor `false`, or it is `true` and there is no secret.
    pub fn from_environment() -> anyhow::Result<Self> {
        let secret = env::var("ORIGIN_SECRET").unwrap_or_default();
        let is_required = match env::var("ONLY_CLOUDFRONT").unwrap_or_default().as_str() {
            "" | "false" => false,
            "true" => true,
            other => bail!("ONLY_CLOUDFRONT is {other:?}: set it to true or false"),
        };
        ensure!(
            !is_required || !secret.is_empty(),
            "ONLY_CLOUDFRONT needs ORIGIN_SECRET: nobody could come in"
        );
        Ok(Self { secret, is_required })
    }

    /// Whether a request with these headers came through CloudFront.
    pub fn has_sent<'a>(&self, header: impl Fn(&str) -> Option<&'a str>) -> bool {
        !self.secret.is_empty() && header(SECRET).is_some_and(|sent| is_same(sent, &self.secret))
    }

    /// Whether a request with these headers may connect.
    pub fn lets_in<'a>(&self, header: impl Fn(&str) -> Option<&'a str>) -> bool {
        !self.is_required || self.has_sent(header)
    }
}

/// Compares digests, so that the time tells nothing about the secret.
fn is_same(sent: &str, secret: &str) -> bool {
    Sha256::digest(sent) == Sha256::digest(secret)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// CloudFront with the secret `s3cret`.
    pub fn optional() -> CloudFront {
        CloudFront { secret: "s3cret".into(), is_required: false }
    }

    #[test]
    fn only_the_secret_shows_that_a_request_came_through_cloudfront() {
        let required = CloudFront { is_required: true, ..optional() };
        for (sent, came_through) in
            [(Some("s3cret"), true), (Some("guess"), false), (Some(""), false), (None, false)]
        {
            let header = |name: &str| sent.filter(|_| name == SECRET);
            assert_eq!(required.has_sent(header), came_through, "{sent:?}");
            assert_eq!(required.lets_in(header), came_through, "{sent:?}");
            assert!(optional().lets_in(header), "{sent:?}");
        }
    }

    #[test]
    fn without_a_secret_no_request_came_through_cloudfront() {
        let none = CloudFront { secret: String::new(), is_required: false };
        assert!(!none.has_sent(|_| Some("")));
    }
}
