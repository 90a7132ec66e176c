//! Base64 as links and tokens have it, by the browser's own means.

use leptos::prelude::window;

/// URL-safe, without padding.
pub(super) fn encode(bytes: &[u8]) -> Option<String> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    let text = window().btoa(&text).ok()?;
    Some(text.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// The bytes as characters: enough for JSON of which only ASCII is looked at.
pub(super) fn decode(text: &str) -> Option<String> {
    window().atob(&text.replace('-', "+").replace('_', "/")).ok()
}
