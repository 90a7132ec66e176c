//! Goes to the issuer, and comes back.

use client::Command;
use common::Token;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{PageTransitionEvent, UrlSearchParams};

use super::attempt::{Answer, Attempt};
use super::base64;
use super::issuer::{self, SignInError};
use super::offer::{Issuer, Offer};
use crate::chat::Chat;
use crate::device::{self, events};

/// The key of the attempt in the tab's session storage.
const ATTEMPT: &str = "confab.sign_in";

/// How far signing in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Idle,
    Busy,
    Failed,
}

/// Signing in: a context.
#[derive(Clone, Copy)]
pub(crate) struct SignIn {
    offer: StoredValue<Offer>,
    pub stage: RwSignal<Stage>,
}

impl SignIn {
    /// Reads the page's `<meta>` tags. If the issuer has just sent the page back, its answer is returned, and taken out of
    /// the address first, before anything else reads that.
    pub fn load() -> (Self, Option<(Attempt, Answer)>) {
        let meta = |name| device::meta(name).unwrap_or_default();
        let offer =
            Offer::new(&meta("confab-oidc-issuer"), &meta("confab-oidc-client"), &meta("confab-guests"));
        let answered = offer.issuer.as_ref().and_then(|_| take_answer());
        let stage = RwSignal::new(if answered.is_some() { Stage::Busy } else { Stage::Idle });
        // The browser may have kept the page while it was at the issuer, and the person came back without an answer.
        events::listen(&window(), "pageshow", move |event| {
            if event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted) {
                stage.set(Stage::Idle);
            }
        });
        (Self { offer: StoredValue::new(offer), stage }, answered)
    }

    pub fn offer(self) -> Offer {
        self.offer.get_value()
    }

    /// Goes to the issuer.
    pub fn start(self) {
        let Some(issuer) = self.offer().issuer else { return };
        self.stage.set(Stage::Busy);
        spawn_local(async move {
            self.report(go_to(&issuer).await);
        });
    }

    /// Enters with the answer with which the issuer sent the page back.
    pub fn finish(self, (attempt, answer): (Attempt, Answer), chat: Chat) {
        let Some(issuer) = self.offer().issuer else { return };
        spawn_local(async move {
            if let Some(token) = self.report(redeem(&issuer, &attempt, answer).await) {
                self.stage.set(Stage::Idle);
                chat.command(Command::SignIn(token));
            }
        });
    }

    fn report<T>(self, result: Result<T, SignInError>) -> Option<T> {
        let failed = |SignInError(reason): &SignInError| {
            leptos::logging::warn!("Signing in failed: {reason}");
            self.stage.set(Stage::Failed);
        };
        result.inspect_err(failed).ok()
    }
}

/// This page's own address without query and hash: the issuer sends its answer there.
fn page() -> Result<String, JsValue> {
    let location = window().location();
    Ok(location.origin()? + &location.pathname()?)
}

async fn go_to(issuer: &Issuer) -> Result<(), SignInError> {
    let metadata = issuer::metadata(&issuer.url).await?;
    if metadata.issuer.trim_end_matches('/') != issuer.url {
        return Err(SignInError(format!("{} names itself {}", issuer.url, metadata.issuer)));
    }
    let [state, nonce, verifier] = [secret()?, secret()?, secret()?];
    let hash = window().location().hash()?;
    let attempt = Attempt { state, nonce, verifier, token_endpoint: metadata.token_endpoint, hash };
    let challenge = challenge(&attempt.verifier).await?;
    let query = String::from(issuer::form(&attempt.authorization(issuer, &page()?, &challenge))?.to_string());
    let json = serde_json::to_string(&attempt).map_err(|error| SignInError(error.to_string()))?;
    session_storage()?.set_item(ATTEMPT, &json)?;
    let endpoint = metadata.authorization_endpoint;
    let separator = if endpoint.contains('?') { '&' } else { '?' };
    window().location().assign(&format!("{endpoint}{separator}{query}"))?;
    Ok(())
}

async fn redeem(issuer: &Issuer, attempt: &Attempt, answer: Answer) -> Result<Token, SignInError> {
    let code = attempt.code(issuer, answer).ok_or("the issuer did not answer this attempt")?;
    let page = page()?;
    let tokens = issuer::redeem(&attempt.token_endpoint, &attempt.redemption(issuer, &page, &code)).await?;
    let claims = tokens.id_token.reveal().split('.').nth(1).and_then(base64::decode);
    if !claims.is_some_and(|claims| attempt.is_answered_by(&claims)) {
        return Err("the ID token was made for another attempt".into());
    }
    Ok(tokens.id_token)
}

/// The attempt and its answer, if the address holds an answer. Afterwards the address is that of the route before.
fn take_answer() -> Option<(Attempt, Answer)> {
    let location = window().location();
    let query = UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    let answer = Answer { state: query.get("state"), code: query.get("code"), issuer: query.get("iss") };
    answer.state.as_ref()?;
    let storage = session_storage().ok()?;
    let json = storage.get_item(ATTEMPT).ok().flatten();
    // Removing a key fails only where there is no storage.
    let _ = storage.remove_item(ATTEMPT);
    let attempt: Option<Attempt> = json.and_then(|json| common::from_json(&json).ok());
    let hash = match &attempt {
        Some(attempt) => attempt.hash.clone(),
        None => location.hash().ok()?,
    };
    let address = page().ok()? + &hash;
    window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok()?;
    Some((attempt?, answer))
}

fn session_storage() -> Result<web_sys::Storage, SignInError> {
    window().session_storage()?.ok_or_else(|| "this tab has no storage".into())
}

/// 256 random bits.
fn secret() -> Result<String, SignInError> {
    let mut bytes = [0; 32];
    window().crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    base64::encode(&bytes).ok_or_else(|| "there are no random numbers".into())
}

/// The verifier's SHA-256, by which the issuer recognises the verifier.
async fn challenge(verifier: &str) -> Result<String, SignInError> {
    let subtle = window().crypto()?.subtle();
    let digest = subtle.digest_with_str_and_u8_array("SHA-256", verifier.as_bytes())?;
    let hash = js_sys::Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    base64::encode(&hash).ok_or_else(|| "there is no SHA-256".into())
}
