//! `hello`: who am I, and where have I been? Must be first; said again it changes the name.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::ReturnValue;
use common::{Code, Frame, Hello, Limits, Name, RoomId, Token, UserId, Welcome, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use super::leave::stop_hearing;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::{Listener, Membership, Profile};
use crate::table::{set, text, try_replace, try_update};
use crate::{clock, room, token};
use proof::Proven;

mod proof;
mod state;

/// Members renamed at once.
const CONCURRENT: usize = 20;

/// Makes somebody of a connection. Its rows in the rooms come first and the heads are read after, so that
/// whatever is committed in between is either pushed or seen in a head.
pub async fn hello(cx: &Context, connection: &str, hello: Hello) -> Result<Frame, Failure> {
    if hello.version != limits::VERSION {
        let message = format!("This server speaks version {}; reload the page.", limits::VERSION);
        return Err(refused(Code::Unsupported, message));
    }
    let person = match hello.token {
        Some(token) => Person::known(cx, token, hello.name).await?,
        None => Person::guest(cx, hello.name).await?,
    };
    let again = person.claim(cx, connection).await?;
    person.listen(cx, connection, again).await?;
    let (rooms, left) =
        try_join!(state::states(cx, &person.rooms, &hello.cursors), person.rooms_left(cx, connection),)?;
    let rooms = rooms.into_iter().filter(|state| !left.contains(&state.room)).collect();
    let Person { user, name, token, .. } = person;
    let (id, now, limits) = (hello.id, clock::now(), Limits::default());
    let welcome = state::trim(Welcome { id, user, name, token, now, limits, rooms });
    Ok(Frame::Welcome(Box::new(welcome)))
}

/// Somebody who says hello.
struct Person {
    user: UserId,
    name: Name,
    token: Token,
    rooms: Vec<Membership>,
    /// The name differs from what the table says.
    renamed: bool,
}

impl Person {
    /// A new person. Nothing is written yet.
    async fn guest(cx: &Context, name: Option<Name>) -> Result<Self, Failure> {
        if !cx.guests {
            return Err(refused(Code::Unauthorized, "Guests are not welcome here; sign in."));
        }
        let name = name.ok_or_else(nameless)?;
        let user = token::new_guest()?;
        let token = token::issue(cx, &user, None).await?;
        Ok(Self { user, name, token, rooms: vec![], renamed: true })
    }

    /// The same person again, on any device that has a token of theirs.
    async fn known(cx: &Context, token: Token, name: Option<Name>) -> Result<Self, Failure> {
        let Proven { user, token, called } = proof::prove(cx, token).await?;
        let profile = cx.table.get::<Profile>(Key::profile(&user));
        let (profile, rooms) = try_join!(profile, room::memberships(cx, &user))?;
        let before = profile.map(|profile| profile.name);
        let name = name.or_else(|| before.clone()).or(called).ok_or_else(nameless)?;
        let renamed = before.as_ref() != Some(&name);
        Ok(Self { user, name, token, rooms, renamed })
    }

    /// Writes who it is into the connection's row, for good: a connection never changes hands. True if it
    /// was theirs before.
    async fn claim(&self, cx: &Context, connection: &str) -> Result<bool, Failure> {
        let rooms = if self.rooms.is_empty() { "" } else { " ADD rooms :rooms" };
        let mut update = cx
            .table
            .update(Key::connection(connection))
            .return_values(ReturnValue::AllOld)
            .update_expression(format!("SET #user = :user, #name = :name{rooms}"))
            .condition_expression("attribute_exists(pk) AND (attribute_not_exists(#user) OR #user = :user)")
            .expression_attribute_names("#user", "user")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":user", text(self.user.as_str()))
            .expression_attribute_values(":name", text(self.name.as_str()));
        if !self.rooms.is_empty() {
            let rooms = set(self.rooms.iter().map(|membership| &membership.room));
            update = update.expression_attribute_values(":rooms", rooms);
        }
        let taken = || refused(Code::Forbidden, "This connection is somebody else's; open another one.");
        let before = try_replace(update).await?.ok_or_else(taken)?;
        Ok(before.contains_key("user"))
    }

    /// From now on this connection hears all its person's rooms, under the name that was just given.
    async fn listen(&self, cx: &Context, connection: &str, again: bool) -> Result<(), Failure> {
        if again && !self.renamed && self.is_heard(cx, connection).await? {
            return Ok(());
        }
        let expires = clock::connection_expires();
        let listener = |room: &Membership| {
            let (connection, user, name) = (connection.to_owned(), self.user.clone(), self.name.clone());
            let listener = Listener { connection, user, name, role: room.role, expires };
            (Key::listener(&room.room, &listener.connection), listener)
        };
        let listeners: Vec<(Key, Listener)> = self.rooms.iter().map(listener).collect();
        try_join!(cx.table.put_all(&listeners), self.rename(cx))?;
        Ok(())
    }

    /// Whether this connection hears all of it under this name. A hello that is repeated need not write
    /// what reading shows; what an earlier one wrote before it broke off shows too.
    async fn is_heard(&self, cx: &Context, connection: &str) -> Result<bool, Failure> {
        let keys = self.rooms.iter().map(|mine| Key::listener(&mine.room, connection)).collect();
        let there: Vec<Listener> = cx.table.get_all(keys).await?;
        let named = there.iter().all(|row| row.user == self.user && row.name == self.name);
        Ok(named && there.len() == self.rooms.len())
    }

    /// The rooms that were left, on another device, while this one began to hear them: it must not.
    async fn rooms_left(&self, cx: &Context, connection: &str) -> Result<BTreeSet<RoomId>, Failure> {
        if self.rooms.is_empty() {
            return Ok(BTreeSet::new());
        }
        let still = room::memberships(cx, &self.user).await?;
        let still: BTreeSet<RoomId> = still.into_iter().map(|mine| mine.room).collect();
        let left: BTreeSet<RoomId> =
            self.rooms.iter().map(|mine| &mine.room).filter(|room| !still.contains(room)).cloned().collect();
        let deaf = left.iter().map(|room| stop_hearing(cx, room, connection));
        stream::iter(deaf).buffer_unordered(CONCURRENT).try_collect::<()>().await?;
        Ok(left)
    }

    /// Writes the name, here and in the rooms, if it is a new one.
    async fn rename(&self, cx: &Context) -> Result<(), Failure> {
        if !self.renamed {
            return Ok(());
        }
        let profile = Profile { name: self.name.clone() };
        cx.table.put(Key::profile(&self.user), &profile).await?;
        let members = self.rooms.iter().map(|room| self.rename_in(cx, room));
        stream::iter(members).buffer_unordered(CONCURRENT).try_collect::<()>().await
    }

    /// Unless the room was left meanwhile.
    async fn rename_in(&self, cx: &Context, room: &Membership) -> Result<(), Failure> {
        let update = cx
            .table
            .update(Key::member(&room.room, &self.user))
            .update_expression("SET #name = :name")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":name", text(self.name.as_str()));
        try_update(update).await.map(|_| ())
    }
}

fn nameless() -> Failure {
    refused(Code::BadRequest, "What are you called? Say hello with a name.")
}
