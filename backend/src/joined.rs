//! How many rooms a person is a member of. The count is part of the transactions of `create`, `join` and `leave`, so
//! that several at the same time cannot get past the limit. A person of the first version has no count: theirs begins with the
//! memberships that there are.

use aws_sdk_dynamodb::types::Update;
use common::{UserId, limits};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;

/// Adds a room, if the person may be in one more.
pub fn one_more(cx: &Context, user: &UserId, memberships: usize) -> Result<Update, Failure> {
    let most = Some(limits::ROOMS as u64);
    cx.table.build_step(Key::rooms_joined(user), "rooms", '+', memberships as u64, most)
}

/// Takes a room away.
pub fn one_less(cx: &Context, user: &UserId, memberships: usize) -> Result<Update, Failure> {
    cx.table.build_step(Key::rooms_joined(user), "rooms", '-', memberships as u64, None)
}
