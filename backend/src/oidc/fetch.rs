//! Reads JSON from an issuer.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::{StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

/// How long a document may take. Two are read, well within the function's 10 s.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The most bytes of a document. Issuers' documents have a few thousand.
const LIMIT: usize = 256 * 1024;

type Http = Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

/// Gets a document. Redirects are not followed.
///
/// # Errors
/// The address is not safe, or the issuer does not answer with JSON of this type.
pub async fn json<T: DeserializeOwned>(url: &str) -> Result<T> {
    let answer = tokio::time::timeout(TIMEOUT, get(url)).await;
    let body = answer.with_context(|| format!("{url} did not answer in time"))??;
    serde_json::from_slice(&body).with_context(|| format!("{url} is not the JSON that was expected"))
}

async fn get(url: &str) -> Result<Bytes> {
    ensure!(is_safe(url), "{url} is not https");
    let url: Uri = url.parse().with_context(|| format!("{url} is not an address"))?;
    let answer = client()?.get(url.clone()).await.with_context(|| format!("{url} does not answer"))?;
    ensure!(answer.status() == StatusCode::OK, "{url} answered {}", answer.status());
    let body = Limited::new(answer.into_body(), LIMIT).collect().await;
    Ok(body.map_err(anyhow::Error::from_boxed).with_context(|| format!("{url} broke off"))?.to_bytes())
}

/// Builds the client when it is needed, about once an hour: it reads the system's certificates, which would make every
/// cold start slower.
fn client() -> Result<Http> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let roots = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider);
    let connector = roots.context("this machine has no certificates to trust")?.https_or_http();
    Ok(Client::builder(TokioExecutor::new()).build(connector.enable_http1().build()))
}

/// Whether an address is https, or on this machine: clear text from elsewhere could come from anybody.
pub fn is_safe(url: &str) -> bool {
    let Ok(url) = url.parse::<Uri>() else { return false };
    match url.scheme_str() {
        Some("https") => url.host().is_some(),
        Some("http") => matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn clear_text_is_accepted_from_this_machine_only() {
        for url in ["https://a.example", "https://a.example/x/", "http://localhost:1/x", "http://[::1]:1"] {
            assert!(is_safe(url), "{url}");
        }
        for url in
            ["", "a", "/x", "ftp://a", "http://a.example", "http://127.0.0.1.evil", "http://localhost@evil"]
        {
            assert!(!is_safe(url), "{url}");
        }
    }
}
