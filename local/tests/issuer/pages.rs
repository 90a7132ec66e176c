//! What a browser sees of the issuer: the authorization-code flow.

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

use super::{AUDIENCE, Desk};

type Fields = BTreeMap<String, String>;

/// Somebody who agreed, until the code is redeemed.
pub struct Grant {
    code: String,
    who: String,
    asked: Fields,
}

/// JSON that any page may read.
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

/// Asks who it is; what was asked for travels on in the form.
pub async fn authorize(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let asked = fields(&query);
    for (name, expected) in [
        ("response_type", "code"),
        ("client_id", AUDIENCE),
        ("code_challenge_method", "S256"),
        ("scope", "openid profile"),
    ] {
        assert_eq!(asked.get(name).map(String::as_str), Some(expected), "{name}");
    }
    let query = query.replace('&', "&amp;");
    let page = format!(
        "<!doctype html><title>Issuer</title><form method=post action=/consent>
         <label>Account <input name=who></label><input type=hidden name=asked value=\"{query}\">
         <button>Continue</button></form>"
    );
    answer(StatusCode::OK, "text/html", page)
}

/// Sends the browser back with a code.
pub async fn consent(State(desk): State<Arc<Desk>>, form: String) -> Response {
    let mut form = fields(&form);
    let (who, asked) = (form.remove("who").unwrap(), fields(&form["asked"]));
    let mut grants = desk.grants.lock().unwrap();
    let code = format!("code-{}", grants.len());
    let mut back = Serializer::new(String::new());
    back.append_pair("code", &code).append_pair("state", &asked["state"]).append_pair("iss", &desk.url);
    let back = format!("{}?{}", asked["redirect_uri"], back.finish());
    grants.push(Grant { code, who, asked });
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, back)
        .body(Body::empty())
        .unwrap()
}

/// Redeems a code, once, for the one who asked for it.
pub async fn token(State(desk): State<Arc<Desk>>, form: String) -> Response {
    let form = fields(&form);
    let mut grants = desk.grants.lock().unwrap();
    let found = grants.iter().position(|grant| Some(&grant.code) == form.get("code"));
    let Some(grant) = found.map(|place| grants.remove(place)) else { return refusal() };
    let verifier = form.get("code_verifier").map(|verifier| digest(&SHA256, verifier.as_bytes()));
    let challenge = verifier.map(|hash| URL_SAFE_NO_PAD.encode(hash));
    let is_theirs = challenge.as_ref() == grant.asked.get("code_challenge")
        && form.get("redirect_uri") == grant.asked.get("redirect_uri")
        && form.get("client_id") == grant.asked.get("client_id")
        && form.get("grant_type").is_some_and(|kind| kind == "authorization_code");
    if !is_theirs {
        return refusal();
    }
    let mut claims = desk.claims(&grant.who);
    claims["nonce"] = json!(grant.asked.get("nonce"));
    let id_token = desk.keys.lock().unwrap()[0].sign(&claims);
    json(&json!({"token_type": "Bearer", "access_token": "not for us", "id_token": id_token}))
}

fn refusal() -> Response {
    answer(StatusCode::BAD_REQUEST, "application/json", json!({"error": "invalid_grant"}).to_string())
}
