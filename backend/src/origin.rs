//! Which pages may connect. Browsers let a page of any site open a WebSocket to any server, so the server has to check the
//! origin (cross-site WebSocket hijacking).

/// Whether a page from `origin` may connect: one of the same host, or one on the list. A client without an origin is not
/// a browser, and may connect.
pub fn is_allowed(origin: Option<&str>, host: Option<&str>, list: &[String]) -> bool {
    let Some(origin) = origin else { return true };
    let own = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    let same_host = host.zip(own).is_some_and(|(host, own)| host.eq_ignore_ascii_case(own));
    same_host || list.iter().any(|allowed| allowed.trim_end_matches('/').eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_same_host_and_of_the_list_may_connect() {
        let list = ["https://chat.example".to_owned(), "http://localhost:8080/".to_owned()];
        let host = Some("localhost:3000");
        for (origin, allowed) in [
            (None, true),
            (Some("http://localhost:3000"), true),
            (Some("https://LOCALHOST:3000"), true),
            (Some("https://chat.example"), true),
            (Some("http://localhost:8080"), true),
            (Some("http://chat.example"), false),
            (Some("https://chat.example.evil"), false),
            (Some("http://localhost:3001"), false),
            (Some("http://localhost:3000.evil"), false),
            (Some("null"), false),
            (Some(""), false),
        ] {
            assert_eq!(is_allowed(origin, host, &list), allowed, "{origin:?}");
        }
    }

    #[test]
    fn without_a_host_only_the_list_counts() {
        assert!(!is_allowed(Some("http://localhost:3000"), None, &[]));
        assert!(is_allowed(Some("https://a.example"), None, &["https://a.example".to_owned()]));
    }
}
