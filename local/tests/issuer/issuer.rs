//! An OpenID Connect issuer on this machine: discovery, published keys, a page that asks for consent, and a
//! token endpoint that insists on PKCE.

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

/// What the issuer calls the chat.
pub const AUDIENCE: &str = "confab-test";

pub struct Issuer {
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

/// What the issuer knows.
struct Desk {
    url: String,
    /// The first one signs.
    keys: Mutex<Vec<Key>>,
    times_asked: AtomicUsize,
    grants: Mutex<Vec<pages::Grant>>,
}

impl Issuer {
    /// With one key.
    pub async fn open() -> Self {
        Self::with_keys(vec![Key::new("first", Algorithm::ES256)]).await
    }

    pub async fn with_keys(keys: Vec<Key>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (times_asked, grants) = (AtomicUsize::new(0), Mutex::default());
        let desk = Arc::new(Desk { url, keys: Mutex::new(keys), times_asked, grants });
        Self { server: serve(listener, desk.clone()), desk }
    }

    pub fn url(&self) -> &str {
        &self.desk.url
    }

    /// Publishes these keys instead of those before.
    pub fn publish(&self, keys: Vec<Key>) {
        *self.desk.keys.lock().unwrap() = keys;
    }

    pub fn key(&self) -> Key {
        self.desk.keys.lock().unwrap()[0].clone()
    }

    pub fn keys(&self) -> Vec<Key> {
        self.desk.keys.lock().unwrap().clone()
    }

    /// How often the keys were read.
    pub fn times_asked(&self) -> usize {
        self.desk.times_asked.load(Ordering::Relaxed)
    }

    /// Good claims, for the next five minutes.
    pub fn claims(&self, subject: &str) -> Value {
        self.desk.claims(subject)
    }

    /// An ID token.
    pub fn vouches(&self, subject: &str) -> String {
        self.key().sign(&self.claims(subject))
    }

    /// Stops answering.
    pub fn close(&self) {
        self.server.abort();
    }

    /// Answers again, where it did before.
    pub async fn reopen(&mut self) {
        let address = self.url().trim_start_matches("http://");
        self.server = serve(TcpListener::bind(address).await.unwrap(), self.desk.clone());
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.close();
    }
}

impl Desk {
    fn claims(&self, subject: &str) -> Value {
        let now = now();
        json!({"iss": self.url, "aud": AUDIENCE, "sub": subject, "name": subject, "iat": now, "exp": now + 300})
    }

    fn published(&self) -> Value {
        self.times_asked.fetch_add(1, Ordering::Relaxed);
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
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn serve(listener: TcpListener, desk: Arc<Desk>) -> JoinHandle<()> {
    let (discovery, keys) = (desk.clone(), desk.clone());
    let router = Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(move || async move { pages::json(&discovery.discovery()) }),
        )
        .route("/keys", get(move || async move { pages::json(&keys.published()) }))
        .route("/authorize", get(pages::authorize))
        .route("/consent", post(pages::consent))
        .route("/token", post(pages::token))
        .with_state(desk);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() })
}
