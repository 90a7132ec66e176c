//! An OpenID Connect issuer on this machine: discovery, published keys, a consent page, and a token endpoint that
//! requires PKCE.

mod key;
mod pages;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use jsonwebtoken::Algorithm;
pub use key::Key;

/// The chat's client id at the issuer.
pub const AUDIENCE: &str = "confab-test";

/// A running issuer. Dropping it stops it.
pub struct Issuer {
    state: Arc<IssuerState>,
    server: JoinHandle<()>,
}

/// The state that the issuer's endpoints share.
struct IssuerState {
    url: String,
    /// The first key signs.
    keys: Mutex<Vec<Key>>,
    key_requests: AtomicUsize,
    grants: Mutex<Vec<pages::Grant>>,
}

impl Issuer {
    /// An issuer with one key.
    pub async fn start() -> Self {
        Self::with_keys(vec![Key::new("first", Algorithm::ES256)]).await
    }

    /// An issuer with these keys, of which the first signs.
    pub async fn with_keys(keys: Vec<Key>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (key_requests, grants) = (AtomicUsize::new(0), Mutex::default());
        let state = Arc::new(IssuerState { url, keys: Mutex::new(keys), key_requests, grants });
        Self { server: serve(listener, state.clone()), state }
    }

    /// Its URL, which is the `iss` of its tokens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.state.url
    }

    /// Publishes these keys in place of the earlier ones.
    pub fn publish(&self, keys: Vec<Key>) {
        *self.state.keys.lock().unwrap() = keys;
    }

    /// The key that signs.
    #[must_use]
    pub fn key(&self) -> Key {
        self.state.keys.lock().unwrap()[0].clone()
    }

    /// All published keys.
    #[must_use]
    pub fn keys(&self) -> Vec<Key> {
        self.state.keys.lock().unwrap().clone()
    }

    /// The number of requests for the published keys.
    #[must_use]
    pub fn key_requests(&self) -> usize {
        self.state.key_requests.load(Ordering::Relaxed)
    }

    /// Claims that are valid for five minutes.
    #[must_use]
    pub fn claims(&self, subject: &str) -> Value {
        self.state.claims(subject)
    }

    /// A valid ID token.
    #[must_use]
    pub fn id_token(&self, subject: &str) -> String {
        self.key().sign(&self.claims(subject))
    }

    /// Stops answering.
    pub fn stop(&self) {
        self.server.abort();
    }

    /// Answers again, at the same address.
    pub async fn restart(&mut self) {
        let address = self.url().trim_start_matches("http://");
        self.server = serve(TcpListener::bind(address).await.unwrap(), self.state.clone());
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.stop();
    }
}

impl IssuerState {
    fn claims(&self, subject: &str) -> Value {
        let now = now();
        json!({"iss": self.url, "aud": AUDIENCE, "sub": subject, "name": subject, "iat": now, "exp": now + 300})
    }

    fn published(&self) -> Value {
        self.key_requests.fetch_add(1, Ordering::Relaxed);
        let mut keys = vec![json!({"kty": "a kind from the future"})];
        keys.extend(self.keys.lock().unwrap().iter().map(Key::public));
        json!({"keys": keys})
    }

    fn discovery(&self) -> Value {
        let at = |path: &str| format!("{}/{path}", self.url);
        json!({
            "issuer": self.url,
            "jwks_uri": at("keys"),
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
        })
    }
}

/// Seconds since the epoch.
#[must_use]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn serve(listener: TcpListener, state: Arc<IssuerState>) -> JoinHandle<()> {
    let (discovery, keys) = (state.clone(), state.clone());
    let router = Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(move || async move { pages::json(&discovery.discovery()) }),
        )
        .route("/keys", get(move || async move { pages::json(&keys.published()) }))
        .route("/authorize", get(pages::authorize))
        .route("/consent", post(pages::consent))
        .route("/token", post(pages::token))
        .with_state(state);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() })
}
