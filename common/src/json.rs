//! Reads JSON.
//!
//! The tagged types are read from an object: the tag decides as what. Everything else is read from one too, so that the
//! page carries the code that reads each type once and not twice. A struct that is read from an object, and not from any
//! value, needs no code for lists, which serde accepts in place of a struct.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A JSON object.
pub type Object = Map<String, Value>;

/// Reads a struct from a JSON object. Fields that it does not have are ignored.
///
/// # Errors
/// A field is missing or has another type.
pub fn from_object<T: DeserializeOwned>(object: Object) -> serde_json::Result<T> {
    T::deserialize(object)
}

/// Reads a struct from JSON text.
///
/// # Errors
/// The text is not a JSON object, or not of this type.
pub fn from_json<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    from_object(serde_json::from_str(text)?)
}
