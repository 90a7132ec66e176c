//! Signing in at an OpenID Connect issuer: the authorization code flow with PKCE.
//!
//! The page goes to the issuer and comes back with a code, which it redeems for an ID token. The server accepts that
//! once, in `hello`, and answers with a token of its own. Nothing of it stays in the address.

pub mod attempt;
mod base64;
pub(crate) mod flow;
mod issuer;
pub mod offer;
pub(crate) mod view;
