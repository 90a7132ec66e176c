//! The WebSocket's address.

/// The WebSocket's address: `configured` (from `<meta name="confab-endpoint">`), else `/ws` on the host that
/// the page came from. No build knows an address; one build goes everywhere.
///
/// ```
/// use frontend::chat::endpoint::endpoint;
/// assert_eq!(endpoint(None, "http:", "localhost:3000"), "ws://localhost:3000/ws");
/// assert_eq!(endpoint(Some(" "), "https:", "chat.example"), "wss://chat.example/ws");
/// assert_eq!(endpoint(Some("wss://api.example/ws"), "https:", "x"), "wss://api.example/ws");
/// ```
pub fn endpoint(configured: Option<&str>, protocol: &str, host: &str) -> String {
    match configured.map(str::trim).filter(|address| !address.is_empty()) {
        Some(address) => address.to_owned(),
        None => format!("{}//{host}/ws", if protocol == "https:" { "wss:" } else { "ws:" }),
    }
}
