//! localStorage, where there is one: in a private window it may be missing, full or forbidden. The app
//! works without it, it only forgets.

use common::FromJson;
use leptos::prelude::window;
use serde::Serialize;

use super::json;

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// What is kept under a key.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key.
pub fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // Refused when full: nothing to be done about it.
        let _ = storage.set_item(key, text);
    }
}

/// Forgets what is kept under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// A value that was kept as JSON; what does not fit any more is as if never kept.
pub fn get_json<T: FromJson>(key: &str) -> Option<T> {
    T::from_json(json::read(&get(key)?)).ok()
}

/// Keeps a value as JSON.
pub fn set_json(key: &str, value: &impl Serialize) {
    if let Ok(json) = serde_json::to_string(value) {
        set(key, &json);
    }
}

/// The keys that begin with `prefix`.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let length = storage.length().unwrap_or(0);
    let all = (0..length).filter_map(|place| storage.key(place).ok().flatten());
    all.filter(|key| key.starts_with(prefix)).collect()
}
