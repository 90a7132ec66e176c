//! Which function uses which right. IAM's rules are not applied here; a test compares what was used with what the
//! template grants.

use axum::http::{HeaderMap, header};

/// What an IAM policy has to allow for a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Access {
    /// The logical id of the function that calls.
    pub function: String,
    /// The action in IAM's words, such as `dynamodb:PutItem`. A transaction needs the actions of its parts.
    pub action: String,
    /// The ARN of the table or of the index, or that of the connections with `*` in place of the connection's id.
    pub resource: String,
    /// The partition key, in the form of the condition `dynamodb:LeadingKeys`. What follows a `#` is replaced by `*`,
    /// so that `USER#ada` becomes `USER#*`. `None` if the call names no partition, as a Scan.
    pub leading_key: Option<String>,
}

/// The pattern of a partition key, as [`Access::leading_key`] has it.
pub(crate) fn key_pattern(key: &str) -> String {
    key.split_once('#').map_or_else(|| key.to_owned(), |(prefix, _)| format!("{prefix}#*"))
}

/// The function that signed a request. Every function has its logical id as its access key, and the signature names
/// the access key.
pub(crate) fn caller(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = authorization.split_once("Credential=")?;
    credential.split_once('/').map(|(access_key, _)| access_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_is_read_from_the_signature() {
        let signed = "AWS4-HMAC-SHA256 Credential=Bid/20260101/us-east-1/dynamodb/aws4_request, Signature=0";
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, signed.parse().unwrap())]);
        assert_eq!(caller(&headers), Some("Bid"));
        assert_eq!(caller(&HeaderMap::new()), None);
    }

    #[test]
    fn a_pattern_ends_after_the_first_separator() {
        assert_eq!(key_pattern("USER#ada#1"), "USER#*");
        assert_eq!(key_pattern("CONFIG"), "CONFIG");
    }
}
