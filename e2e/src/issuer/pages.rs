//! The issuer's pages and token endpoint: the authorization-code flow.

use std::collections::BTreeMap;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use form_urlencoded::{Serializer, parse};
use serde_json::{Value, json};

use super::{AUDIENCE, IssuerState};

type Fields = BTreeMap<String, String>;

/// A user's consent. It ends when its code is redeemed.
pub struct Grant {
    code: String,
    account: String,
    /// The parameters of the authorization request.
    request: Fields,
}

/// A JSON response that pages of any origin may read.
pub fn json(value: &Value) -> Response {
    answer(StatusCode::OK, "application/json", value.to_string())
}

fn answer(status: StatusCode, kind: &str, body: String) -> Response {
    let answer = Response::builder().status(status).header(header::CONTENT_TYPE, kind);
    answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*").body(Body::from(body)).unwrap()
}

fn fields(text: &str) -> Fields {
    parse(text.as_bytes()).into_owned().collect()
}

/// Asks for the account. The form carries the authorization request to `consent`.
pub async fn authorize(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let request = fields(&query);
    for (name, expected) in [
        ("response_type", "code"),
        ("client_id", AUDIENCE),
        ("code_challenge_method", "S256"),
        ("scope", "openid profile"),
    ] {
        assert_eq!(request.get(name).map(String::as_str), Some(expected), "{name}");
    }
    let query = query.replace('&', "&amp;");
    let page = format!(
        "<!doctype html><title>Issuer</title><form method=post action=/consent>
         <label>Account <input name=account></label><input type=hidden name=request value=\"{query}\">
         <button>Continue</button></form>"
    );
    answer(StatusCode::OK, "text/html", page)
}

/// Redirects the browser back with a code.
pub async fn consent(State(state): State<Arc<IssuerState>>, form: String) -> Response {
    let mut form = fields(&form);
    let (account, request) = (form.remove("account").unwrap(), fields(&form["request"]));
    let mut grants = state.grants.lock().unwrap();
    let code = format!("code-{}", grants.len());
    let mut redirect = Serializer::new(String::new());
    redirect
        .append_pair("code", &code)
        .append_pair("state", &request["state"])
        .append_pair("iss", &state.url);
    let redirect = format!("{}?{}", request["redirect_uri"], redirect.finish());
    grants.push(Grant { code, account, request });
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, redirect)
        .body(Body::empty())
        .unwrap()
}

/// Redeems a code once, for the client that requested it.
pub async fn token(State(state): State<Arc<IssuerState>>, form: String) -> Response {
    let form = fields(&form);
    let mut grants = state.grants.lock().unwrap();
    let found = grants.iter().position(|grant| Some(&grant.code) == form.get("code"));
    let Some(grant) = found.map(|index| grants.remove(index)) else { return invalid_grant() };
    let verifier = form.get("code_verifier").map(|verifier| digest(&SHA256, verifier.as_bytes()));
    let challenge = verifier.map(|hash| URL_SAFE_NO_PAD.encode(hash));
    let is_valid = challenge.as_ref() == grant.request.get("code_challenge")
        && form.get("redirect_uri") == grant.request.get("redirect_uri")
        && form.get("client_id") == grant.request.get("client_id")
        && form.get("grant_type").is_some_and(|kind| kind == "authorization_code");
    if !is_valid {
        return invalid_grant();
    }
    let mut claims = state.claims(&grant.account);
    claims["nonce"] = json!(grant.request.get("nonce"));
    let id_token = state.keys.lock().unwrap()[0].sign(&claims);
    json(&json!({"token_type": "Bearer", "access_token": "not for us", "id_token": id_token}))
}

fn invalid_grant() -> Response {
    answer(StatusCode::BAD_REQUEST, "application/json", json!({"error": "invalid_grant"}).to_string())
}
