//! Requests to an issuer.

use common::Token;
use gloo_net::http::{Request, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

/// Why signing in failed. The text is for the person who sets up the page.
#[derive(Debug)]
pub(super) struct SignInError(pub String);

impl From<gloo_net::Error> for SignInError {
    fn from(error: gloo_net::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<JsValue> for SignInError {
    fn from(error: JsValue) -> Self {
        Self(format!("{error:?}"))
    }
}

impl From<&str> for SignInError {
    fn from(error: &str) -> Self {
        Self(error.to_owned())
    }
}

/// The part of an issuer's metadata that the page needs.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
}

/// The answer of the token endpoint.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub id_token: Token,
}

/// Fields, encoded as in a form or a query.
pub(super) fn form(fields: &[(&str, &str)]) -> Result<UrlSearchParams, SignInError> {
    let form = UrlSearchParams::new()?;
    fields.iter().for_each(|(name, value)| form.append(name, value));
    Ok(form)
}

/// Gets the issuer's metadata.
pub(super) async fn metadata(issuer: &str) -> Result<Metadata, SignInError> {
    let url = format!("{issuer}/.well-known/openid-configuration");
    json(Request::get(&url).send().await?).await
}

/// Redeems a code at the token endpoint.
pub(super) async fn redeem(endpoint: &str, fields: &[(&str, &str)]) -> Result<Tokens, SignInError> {
    json(Request::post(endpoint).body(form(fields)?)?.send().await?).await
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, SignInError> {
    if !response.ok() {
        return Err(SignInError(format!("{} answered {}", response.url(), response.status())));
    }
    common::from_json(&response.text().await?).map_err(|error| SignInError(error.to_string()))
}
