//! The built site at `/`: its files, their headers, and the port.

use axum::body::Body;
use axum::http::Request;
use local::Options;

use crate::fixture::{Response, http, options, stack, start};

async fn get(url: String) -> Response {
    http(Request::get(url).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn files_have_their_types_and_cache_policies_and_other_paths_are_404() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("index.html", "<p>"), ("a-0123456789abcdef.js", "1"), ("a-0123456789abcdef_bg.wasm", "2")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let stack = start(Options { site: Some(folder.path().to_owned()), ..options() }).await;
    let expected = [
        ("/", "text/html", "no-cache"),
        ("/index.html", "text/html", "no-cache"),
        ("/a-0123456789abcdef.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("/a-0123456789abcdef_bg.wasm", "application/wasm", "public, max-age=31536000, immutable"),
    ];
    for (path, kind, policy) in expected {
        let response = get(format!("{}{path}", stack.url())).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.headers["content-type"], kind, "{path}");
        assert_eq!(response.headers["cache-control"], policy, "{path}");
        assert_eq!(response.headers["content-security-policy"], "default-src 'self'", "{path}");
        assert_eq!(response.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(response.headers["permissions-policy"], "camera=()", "{path}");
        assert!(!response.headers.contains_key("strict-transport-security"));
    }
    let gone = "/a-fedcba9876543210.js";
    for path in [gone, "/other", "/ws/", "/ws/@connections/x", "/../Cargo.toml", "/%2e%2e/Cargo.toml"] {
        let response = get(format!("{}{path}", stack.url())).await;
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.headers["cache-control"], "no-store", "{path}");
    }
    stack.stop().await;
}

#[tokio::test]
async fn without_a_site_there_is_no_page() {
    let stack = stack().await;
    assert_eq!(get(stack.url()).await.status, 404);
    stack.stop().await;
}

#[tokio::test]
async fn the_error_of_a_taken_port_says_what_to_do() {
    let first = stack().await;
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = local::Stack::start(Options { port, ..options() }).await.unwrap_err();
    assert!(
        format!("{error:#}")
            .starts_with(&format!("port {port} is taken, stop what uses it or choose another"))
    );
    first.stop().await;
    // A stopped stack has released its port.
    start(Options { port, ..options() }).await.stop().await;
}
