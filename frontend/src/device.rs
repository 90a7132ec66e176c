//! What the app needs of the browser, in the words of the app.

pub mod json;
pub mod keyboard;
pub mod storage;
pub mod time;

use leptos::prelude::{document, window};
use wasm_bindgen_futures::JsFuture;

/// A random number, for ids and suggestions.
pub fn random() -> u64 {
    let mut bytes = [0; 8];
    match window().crypto() {
        Ok(crypto) if crypto.get_random_values_with_u8_array(&mut bytes).is_ok() => u64::from_le_bytes(bytes),
        // Good enough where there is no better: it only has to differ from other pages.
        _ => js_sys::Math::random().to_bits() ^ time::now(),
    }
}

/// What a `<meta>` tag of the page says.
pub fn meta(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content"))
}

/// Whether somebody is looking: the page is seen and has the focus.
pub fn is_attentive() -> bool {
    is_visible() && document().has_focus().unwrap_or(true)
}

/// Whether the page is seen.
pub fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Whether a media query matches now.
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// The reader's languages, best first.
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// A text in lower case.
pub fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Puts a text on the clipboard; tells whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Pages that came over plain HTTP have none.
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Shows a text to be copied by hand.
pub fn show(title: &str, text: &str) {
    // Refused only where dialogs are, and then nothing is lost.
    let _ = window().prompt_with_message_and_default(title, text);
}
