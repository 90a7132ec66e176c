//! Leaves for the issuer, and comes back.

use client::Command;
use common::{FromJson, Token};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::UrlSearchParams;

use super::attempt::{Answer, Attempt};
use super::offer::{Issuer, Offer};
use super::{base64, fetch};
use crate::chat::Chat;
use crate::device::{self, json};
use crate::widgets::state::{Kept, Only, Watched};

/// Kept for the tab, while the page is away.
const ATTEMPT: &str = "confab.sign_in";

/// How far signing in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Idle,
    Busy,
    Failed,
}

/// Signing in, for whoever shows it.
#[derive(Clone, Copy)]
pub(crate) struct SignIn;

thread_local! {
    static OFFER: Only<Kept<Offer>> = const { Only::new() };
    static STAGE: Only<Watched<Stage>> = const { Only::new() };
}

impl SignIn {
    /// As the page's `<meta>` tags say. If the issuer has just sent the page back, its answer is taken out of
    /// the address first, before anybody else reads that.
    pub fn load() -> Option<(Attempt, Answer)> {
        let meta = |name| device::meta(name).unwrap_or_default();
        let offer =
            Offer::new(&meta("confab-oidc-issuer"), &meta("confab-oidc-client"), &meta("confab-guests"));
        let returned = offer.issuer.as_ref().and_then(|_| take_answer());
        let stage = Watched::new(if returned.is_some() { Stage::Busy } else { Stage::Idle });
        OFFER.with(|only| only.begin(Kept::new(offer)));
        STAGE.with(|only| only.begin(stage));
        // A page that the browser kept while it was at the issuer is not on its way any more.
        window_event_listener_untyped("pageshow", move |event| {
            if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|kept| kept.is_truthy()) {
                stage.set(Stage::Idle);
            }
        });
        returned
    }

    pub fn offer(self) -> Offer {
        OFFER.with(Only::get).get()
    }

    pub fn stage(self) -> Stage {
        STAGE.with(Only::get).get()
    }

    /// Leaves for the issuer.
    pub fn leave(self) {
        let Some(issuer) = self.offer().issuer else { return };
        STAGE.with(Only::get).set(Stage::Busy);
        spawn_local(async move {
            self.unless_failed(leave(&issuer).await);
        });
    }

    /// Comes in with the answer that the page was sent back with, if it was.
    pub fn come_back(self, returned: Option<(Attempt, Answer)>) {
        let Some((issuer, (attempt, answer))) = self.offer().issuer.zip(returned) else { return };
        spawn_local(async move {
            let token = redeem(&issuer, &attempt, answer).await;
            if let Some(token) = self.unless_failed(token) {
                STAGE.with(Only::get).set(Stage::Idle);
                Chat.command(Command::SignIn(token));
            }
        });
    }

    /// The reason is for whoever sets this up.
    fn unless_failed<T>(self, result: Result<T, JsValue>) -> Option<T> {
        result
            .inspect_err(|reason| {
                leptos::logging::warn!("Signing in failed: {reason:?}");
                STAGE.with(Only::get).set(Stage::Failed);
            })
            .ok()
    }
}

/// This page's own address, without what stands behind `?` and `#`: where the issuer answers.
fn page() -> Result<String, JsValue> {
    let location = window().location();
    Ok(location.origin()? + &location.pathname()?)
}

async fn leave(issuer: &Issuer) -> Result<(), JsValue> {
    let address = format!("{}/.well-known/openid-configuration", issuer.url);
    let mut found = fetch::get(&address).await?;
    let mut told = |name| found.take::<String>(name).map_err(|unfit| format!("{address}: {unfit}"));
    let [name, endpoint, token_endpoint] =
        [told("issuer")?, told("authorization_endpoint")?, told("token_endpoint")?];
    if name.trim_end_matches('/') != issuer.url {
        return Err(format!("{} says that it is {name}", issuer.url).into());
    }
    let [state, nonce, verifier] = [secret()?, secret()?, secret()?];
    let hash = window().location().hash()?;
    let attempt = Attempt { state, nonce, verifier, token_endpoint, hash };
    let challenge = challenge(&attempt.verifier).await?;
    let question = fetch::form(&attempt.question(issuer, &page()?, &challenge))?.to_string();
    let kept = serde_json::to_string(&attempt).map_err(|error| error.to_string())?;
    session()?.set_item(ATTEMPT, &kept)?;
    let between = if endpoint.contains('?') { '&' } else { '?' };
    window().location().assign(&format!("{endpoint}{between}{}", String::from(question)))
}

async fn redeem(issuer: &Issuer, attempt: &Attempt, answer: Answer) -> Result<Token, JsValue> {
    let code = attempt.code(issuer, answer).ok_or("the issuer did not answer what was asked")?;
    let page = page()?;
    let fields = attempt.redemption(issuer, &page, &code);
    let mut tokens = fetch::post(&attempt.token_endpoint, &fields).await?;
    let id_token: Token = tokens.take("id_token").map_err(|unfit| unfit.to_string())?;
    let claims = id_token.reveal().split('.').nth(1).and_then(base64::decode);
    let is_ours = claims.is_some_and(|claims| attempt.is_answered_by(json::read(&claims)));
    is_ours.then_some(id_token).ok_or_else(|| "the ID token was made for somebody else".into())
}

/// The attempt and its answer, if the address holds one. Afterwards it does not, and is where we were.
fn take_answer() -> Option<(Attempt, Answer)> {
    let location = window().location();
    let query = UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    let answer = Answer { state: query.get("state"), code: query.get("code"), issuer: query.get("iss") };
    answer.state.as_ref()?;
    let session = session().ok()?;
    let kept = session.get_item(ATTEMPT).ok().flatten();
    let _ = session.remove_item(ATTEMPT);
    let attempt = kept.and_then(|kept| Attempt::from_json(json::read(&kept)).ok());
    let hash = match &attempt {
        Some(attempt) => attempt.hash.clone(),
        None => location.hash().ok()?,
    };
    let clean = page().ok()? + &hash;
    window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&clean)).ok()?;
    Some((attempt?, answer))
}

fn session() -> Result<web_sys::Storage, JsValue> {
    window().session_storage()?.ok_or_else(|| "this tab can remember nothing".into())
}

/// 256 random bits.
fn secret() -> Result<String, JsValue> {
    let mut bytes = [0; 32];
    window().crypto()?.get_random_values_with_u8_array(&mut bytes)?;
    base64::encode(&bytes).ok_or_else(|| "no random numbers".into())
}

/// The verifier's SHA-256, by which the issuer knows it again.
async fn challenge(verifier: &str) -> Result<String, JsValue> {
    let subtle = window().crypto()?.subtle();
    let digest = subtle.digest_with_str_and_u8_array("SHA-256", verifier.as_bytes())?;
    let hash = js_sys::Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    base64::encode(&hash).ok_or_else(|| "no hash".into())
}
