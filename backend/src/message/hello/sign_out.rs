//! Signs a person out everywhere else.

use common::{Token, UserId};
use futures::future::try_join_all;

use crate::context::Context;
use crate::disconnect;
use crate::failure::Failure;
use crate::key::Key;
use crate::row::{Device, Profile, SignOut};
use crate::table::{number, try_update};
use crate::{clock, token};

/// Seconds within which the token that has signed the others out may do so again: its client may have lost the answer.
const REPETITION_SECONDS: u64 = 600;

/// Refuses a token of before the person signed out everywhere else.
///
/// # Errors
/// `unauthorized`
pub fn check(before: SignOut, issued: Option<u64>, signs_out_others: bool) -> Result<(), Failure> {
    let (Some(signed_out), Some(issued)) = (before.signed_out, issued) else { return Ok(()) };
    let is_recent = clock::seconds() < signed_out + REPETITION_SECONDS;
    let is_repeated = signs_out_others && before.signed_out_by == Some(issued) && is_recent;
    if issued > signed_out || is_repeated { Ok(()) } else { Err(token::invalid()) }
}

/// Checks once more, after the connection has its rows. If the person has signed out everywhere else during this `hello`,
/// that may not have found them.
///
/// # Errors
/// `unauthorized`: then the rows are gone.
pub async fn check_again(
    cx: &Context,
    connection: &str,
    user: &UserId,
    issued: Option<u64>,
) -> Result<(), Failure> {
    if issued.is_none() {
        return Ok(());
    }
    let profile = cx.table.get::<Profile>(Key::profile(user)).await?;
    let before = profile.map(|profile| profile.sign_out).unwrap_or_default();
    if let Err(refusal) = check(before, issued, false) {
        disconnect::remove(cx, connection).await?;
        return Err(refusal);
    }
    Ok(())
}

/// Makes all tokens of this person invalid, and issues a new one.
pub async fn others(
    cx: &Context,
    user: &UserId,
    issued: Option<u64>,
    issuer: Option<&str>,
) -> Result<Token, Failure> {
    let now = clock::seconds();
    let update = cx
        .table
        .update(Key::profile(user))
        .update_expression("SET signed_out = :now, signed_out_by = :by")
        // A person whose first hello this is has no other tokens, and no profile yet.
        .condition_expression("attribute_exists(pk)")
        .expression_attribute_values(":by", number(issued.unwrap_or(now)))
        .expression_attribute_values(":now", number(now));
    try_update(update).await?;
    // Times are whole seconds: the new token is the first that is valid.
    token::issue_at(cx, user, issuer, now + 1).await
}

/// Removes the rows of these connections. They hear nothing any more, and their next request is `unauthorized`.
pub async fn disconnect(cx: &Context, others: &[Device]) -> Result<(), Failure> {
    try_join_all(others.iter().map(|other| disconnect::remove(cx, &other.connection))).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_that_did_it_may_do_it_again_and_only_soon() {
        let now = clock::seconds();
        let may = |ago: u64, issued: u64, again: bool| {
            let before = SignOut { signed_out: Some(now - ago), signed_out_by: Some(now - 5_000) };
            check(before, Some(issued), again).is_ok()
        };
        assert!(may(60, now - 59, false), "a token of afterwards");
        assert!(!may(60, now - 60, false) && !may(60, now - 5_000, false));
        assert!(may(60, now - 5_000, true) && !may(60, now - 5_001, true) && !may(600, now - 5_000, true));
        assert!(check(SignOut::default(), Some(0), false).is_ok());
    }
}
