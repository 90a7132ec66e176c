//! Reads JSON with the browser's own parser: one less in the page.

use common::Json;
use js_sys::{Array, JSON, Object};
use wasm_bindgen::{JsCast, JsValue};

/// Deeper than this, nothing of ours is nested.
const DEPTH: u32 = 32;
/// Above this, JavaScript's numbers are not exact.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// A text as JSON; nothing if it is none.
pub fn read(text: &str) -> Json {
    JSON::parse(text).map_or(Json::Nothing, |value| tree(&value, DEPTH))
}

fn tree(value: &JsValue, depth: u32) -> Json {
    if let Some(text) = value.as_string() {
        return Json::Text(text);
    }
    if let Some(number) = value.as_f64() {
        let whole = number.trunc() == number && (0.0..=EXACT).contains(&number);
        return if whole { Json::Number(number as u64) } else { Json::Other };
    }
    if let Some(value) = value.as_bool() {
        return Json::Bool(value);
    }
    let Some(depth) = depth.checked_sub(1).filter(|_| value.is_object()) else { return Json::Nothing };
    if Array::is_array(value) {
        return Json::List(value.unchecked_ref::<Array>().iter().map(|item| tree(&item, depth)).collect());
    }
    let entries = Object::entries(value.unchecked_ref());
    let field = |entry: JsValue| {
        let entry: &Array = entry.unchecked_ref();
        (entry.get(0).as_string().unwrap_or_default(), tree(&entry.get(1), depth))
    };
    Json::Object(entries.iter().map(field).collect())
}
