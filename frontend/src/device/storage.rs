//! localStorage. In a private window it may be missing, full or forbidden; then the page works, forgets, and says so.
//!
//! gloo-storage panics where there is no storage, so this uses the browser's own.

use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::{JsFuture, spawn_local};

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// The text that is stored under a key.
pub(crate) fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key. Returns whether the browser took it.
pub(crate) fn set(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Removes what is stored under a key.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// A struct that is stored as JSON. One that cannot be read any more counts as missing.
pub(crate) fn get_json<T: DeserializeOwned>(key: &str) -> Option<T> {
    common::from_json(&get(key)?).ok()
}

/// Stores a value as JSON. Returns whether the browser took it.
pub(crate) fn set_json(key: &str, value: &impl Serialize) -> bool {
    serde_json::to_string(value).is_ok_and(|json| set(key, &json))
}

/// Asks the browser not to remove what is stored when space runs short. It may refuse, or ask the person.
pub(crate) fn ask_to_keep() {
    let manager = window().navigator().storage();
    // A page that came over plain HTTP has no manager.
    if !manager.is_undefined()
        && let Ok(answer) = manager.persist()
    {
        spawn_local(async { _ = JsFuture::from(answer).await });
    }
}

/// The keys that begin with `prefix`.
pub(crate) fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let length = storage.length().unwrap_or(0);
    let all = (0..length).filter_map(|index| storage.key(index).ok().flatten());
    all.filter(|key| key.starts_with(prefix)).collect()
}
