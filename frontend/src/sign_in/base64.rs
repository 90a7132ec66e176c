//! URL-safe Base64, with the browser's own functions.

use leptos::prelude::window;

/// Encodes bytes, without padding.
pub(super) fn encode(bytes: &[u8]) -> Option<String> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    let text = window().btoa(&text).ok()?;
    Some(text.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// Decodes to bytes as characters. It suffices for JSON of which only ASCII fields are read.
pub(super) fn decode(text: &str) -> Option<String> {
    window().atob(&text.replace('-', "+").replace('_', "/")).ok()
}
