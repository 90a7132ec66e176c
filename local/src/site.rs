//! Serves the built site as CloudFront serves the bucket.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

use crate::template::Header;

/// Serves the files of `folder` with these headers, and `index.html` at `/`. Without a folder every path is 404.
pub(crate) fn router(folder: Option<&Path>, headers: &[Header]) -> Router {
    let Some(folder) = folder else {
        return Router::new().fallback(|| async { StatusCode::NOT_FOUND });
    };
    let header = |(name, value): &Header| {
        Some((HeaderName::try_from(name.as_str()).ok()?, HeaderValue::try_from(value.as_str()).ok()?))
    };
    let headers: HeaderMap = headers.iter().filter_map(header).collect();
    let files = Router::new().fallback_service(ServeDir::new(folder));
    files.layer(from_fn_with_state(headers, with_headers))
}

async fn with_headers(State(headers): State<HeaderMap>, request: Request, next: Next) -> Response {
    let policy = cache_policy(request.uri().path());
    let mut response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    // A file that is missing now may exist after the next deployment.
    let policy = if failed { "no-store" } else { policy };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(policy));
    response.headers_mut().extend(headers);
    response
}

/// A file with a hash of its content in its name never changes. Browsers revalidate all other files.
fn cache_policy(path: &str) -> &'static str {
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.split(['-', '_', '.']).any(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::cache_policy;

    #[test]
    fn only_files_with_a_hash_in_their_name_are_immutable() {
        assert!(cache_policy("/frontend-0123456789abcdef_bg.wasm").contains("immutable"));
        assert_eq!(cache_policy("/"), "no-cache");
        assert_eq!(cache_policy("/favicon.svg"), "no-cache");
    }
}
