//! Ids that look like API Gateway's: eleven bytes in Base64, such as `Qyi07eCbtjMCJKw=`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;

/// A new id for a connection, a request or a message.
pub fn random() -> String {
    URL_SAFE.encode(rand::random::<[u8; 11]>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn ids_look_like_those_of_aws() {
        let id = super::random();
        assert_eq!(id.len(), "Qyi07eCbtjMCJKw=".len());
        assert!(id.ends_with('='));
    }
}
