//! Checks a token: the server's own, or an issuer's ID token.

use common::{Name, Token, UserId};
use jsonwebtoken::decode_header;

use crate::context::Context;
use crate::failure::Failure;
use crate::oidc::Subject;
use crate::token::{self, invalid};

/// A person whose token is valid.
pub struct Authenticated {
    pub user: UserId,
    /// The token for the next `hello`.
    pub token: Token,
    /// The name that the issuer gives. It counts until the person has one here.
    pub issuer_name: Option<Name>,
}

/// Checks a token. Its header only selects the rules: the server's own tokens all use one symmetric algorithm and the
/// server's key; an issuer's tokens never use a symmetric algorithm.
///
/// # Errors
/// `unauthorized` if the token is not valid.
pub async fn authenticate(cx: &Context, token: Token) -> Result<Authenticated, Failure> {
    let header = decode_header(token.reveal()).map_err(|_| invalid())?;
    if header.alg == token::ALGORITHM {
        let user = token::check(cx, &token).await?;
        return Ok(Authenticated { user, token, issuer_name: None });
    }
    let issuer = cx.issuer.as_ref().ok_or_else(invalid)?;
    let Subject { user, name } = issuer.verify(&header, &token).await?;
    let token = token::issue(cx, &user, Some(issuer.url())).await?;
    Ok(Authenticated { user, token, issuer_name: Some(name) })
}
