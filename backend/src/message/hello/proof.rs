//! Who a token says somebody is: a token of ours, or an issuer's.

use common::{Name, Token, UserId};
use jsonwebtoken::decode_header;

use crate::context::Context;
use crate::failure::Failure;
use crate::oidc::Vouched;
use crate::token::{self, worthless};

/// Somebody who has shown who they are.
pub struct Proven {
    pub user: UserId,
    /// What they prove it with the next time.
    pub token: Token,
    /// What they are called elsewhere, for the first time that they are here.
    pub called: Option<Name>,
}

/// Checks a token. Its header only says whose rules it must stand up to: ours are all under one symmetric
/// algorithm and our own key, an issuer's are under none that is symmetric.
pub async fn prove(cx: &Context, token: Token) -> Result<Proven, Failure> {
    let header = decode_header(token.reveal()).map_err(|_| worthless())?;
    if header.alg == token::ALGORITHM {
        let user = token::check(cx, &token).await?;
        return Ok(Proven { user, token, called: None });
    }
    let issuer = cx.issuer.as_ref().ok_or_else(worthless)?;
    let Vouched { user, name } = issuer.verify(&header, &token).await?;
    let token = token::issue(cx, &user, Some(issuer.url())).await?;
    Ok(Proven { user, token, called: Some(name) })
}
