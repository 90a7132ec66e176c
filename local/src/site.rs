//! The built site, as the bucket behind CloudFront serves it.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves the files of `folder`, `index.html` at `/`; without a folder there is nothing but 404.
pub(crate) fn router(folder: Option<&Path>) -> Router {
    match folder {
        Some(folder) => {
            Router::new().fallback_service(ServeDir::new(folder)).layer(from_fn(with_cache_headers))
        }
        None => Router::new().fallback(|| async { StatusCode::NOT_FOUND }),
    }
}

async fn with_cache_headers(request: Request, next: Next) -> Response {
    let policy = cache_policy(request.uri().path());
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    response
}

/// A file that carries a hash of its content in its name never changes; all else is asked for again.
fn cache_policy(path: &str) -> &'static str {
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.split(['-', '_', '.']).any(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::cache_policy;

    #[test]
    fn only_hashed_names_are_kept() {
        assert!(cache_policy("/frontend-0123456789abcdef_bg.wasm").contains("immutable"));
        assert_eq!(cache_policy("/"), "no-cache");
        assert_eq!(cache_policy("/favicon.svg"), "no-cache");
    }
}
