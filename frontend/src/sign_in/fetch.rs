//! Asks an issuer.

use common::Fields;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response, UrlSearchParams};

use crate::device::json;

/// Fields as a form or a query has them.
pub(super) fn form(fields: &[(&str, &str)]) -> Result<UrlSearchParams, JsValue> {
    let form = UrlSearchParams::new()?;
    fields.iter().for_each(|(name, value)| form.append(name, value));
    Ok(form)
}

/// Gets a JSON object.
pub(super) async fn get(url: &str) -> Result<Fields, JsValue> {
    ask(url, &RequestInit::new()).await
}

/// Posts a form and gets a JSON object.
pub(super) async fn post(url: &str, fields: &[(&str, &str)]) -> Result<Fields, JsValue> {
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&form(fields)?.into());
    ask(url, &request).await
}

async fn ask(url: &str, request: &RequestInit) -> Result<Fields, JsValue> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, request)).await?;
    let answer: Response = answer.dyn_into()?;
    if !answer.ok() {
        return Err(format!("{url} answered {}", answer.status()).into());
    }
    let text = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
    json::read(&text).fields().map_err(|_| format!("{url} is not what an issuer says").into())
}
