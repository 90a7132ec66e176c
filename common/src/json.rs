//! Reads JSON.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value from JSON text by way of a [`Value`].
///
/// The tagged types need the `Value` in any case. Where everything is read so, the page carries the code that reads each
/// type once and not twice.
///
/// # Errors
/// The text is not JSON, or not of this type.
pub fn from_json<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_value(serde_json::from_str::<Value>(text)?)
}
