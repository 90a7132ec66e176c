//! Signing in at an OpenID Connect issuer: the authorization-code flow with PKCE.
//!
//! The page leaves for the issuer and comes back with a code, which it redeems for an ID token. The server
//! takes that once, in `hello`, and answers with a token of its own. Nothing of it stays in the address.

pub mod attempt;
#[cfg(target_arch = "wasm32")]
mod base64;
#[cfg(target_arch = "wasm32")]
mod fetch;
#[cfg(target_arch = "wasm32")]
pub(crate) mod flow;
pub mod offer;
#[cfg(target_arch = "wasm32")]
pub(crate) mod view;
