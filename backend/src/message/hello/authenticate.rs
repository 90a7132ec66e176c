//! Checks a token: the server's own, or an issuer's ID token.

use common::{Name, Token, UserId};
use jsonwebtoken::decode_header;

use crate::context::Context;
use crate::failure::Failure;
use crate::oidc::Subject;
use crate::token::{self, Checked, invalid};

/// A person whose token is valid.
pub struct Authenticated {
    pub user: UserId,
    /// The token for the next `hello`.
    pub token: Token,
    /// When the server has issued the token that was checked; none for an issuer's token.
    pub issued: Option<u64>,
    /// The issuer at which this person has signed in.
    pub issuer: Option<String>,
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
        let Checked { user, issued, is_old, issuer } =
            token::check(cx, &token, header.kid.as_deref()).await?;
        let token = if is_old { token::issue(cx, &user, None).await? } else { token };
        return Ok(Authenticated { user, token, issued: Some(issued), issuer, issuer_name: None });
    }
    let issuer = cx.issuer.as_ref().ok_or_else(invalid)?;
    let Subject { user, name } = issuer.verify(&header, &token).await?;
    let token = token::issue(cx, &user, Some(issuer.url())).await?;
    let issuer = Some(issuer.url().to_owned());
    Ok(Authenticated { user, token, issued: None, issuer, issuer_name: Some(name) })
}
