//! `hello`: tells who this connection speaks for. It must come first; a later one changes the name.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::ReturnValue;
use common::{Code, Frame, Hello, Limits, Name, RoomId, Token, UserId, Welcome, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use super::leave::remove_listener;
use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::Key;
use crate::row::{Listener, Membership, Profile};
use crate::table::{set, text, try_update, try_update_returning};
use crate::{clock, room, token};
use authenticate::{Authenticated, authenticate};

mod authenticate;
mod state;

/// Rows written at once.
const CONCURRENT: usize = 20;

/// Binds the connection to a person, adds its listeners, and answers with the person's rooms.
///
/// The listeners are written before the heads are read, so that an event that is committed in between is either pushed
/// or seen in a head.
///
/// # Errors
/// `unsupported` for another version, `unauthorized` for a token that is not valid, `bad_request` without a name,
/// `forbidden` if the connection is bound to somebody else.
pub async fn hello(cx: &Context, connection: &str, hello: Hello) -> Result<Frame, Failure> {
    if hello.version != limits::VERSION {
        let message = format!("This server speaks version {}; reload the page.", limits::VERSION);
        return Err(refused(Code::Unsupported, message));
    }
    let person = match hello.token {
        Some(token) => Person::with_token(cx, token, hello.name).await?,
        None => Person::new_guest(cx, hello.name).await?,
    };
    let is_repeated = person.bind(cx, connection).await?;
    person.add_listeners(cx, connection, is_repeated).await?;
    let (mut rooms, left) = try_join!(
        state::states(cx, &person.user, &person.memberships, &hello.cursors),
        person.remove_left_rooms(cx, connection),
    )?;
    rooms.retain(|state| !left.contains(&state.room));
    let Person { user, name, token, .. } = person;
    let (id, now, limits) = (hello.id, clock::now(), Limits::default());
    let welcome = state::trim(Welcome { id, user, name, token, now, limits, rooms });
    Ok(Frame::Welcome(Box::new(welcome)))
}

/// The person who says hello.
struct Person {
    user: UserId,
    name: Name,
    token: Token,
    memberships: Vec<Membership>,
    /// The name differs from the one in the table.
    renamed: bool,
}

impl Person {
    /// A new guest. Nothing is written yet.
    async fn new_guest(cx: &Context, name: Option<Name>) -> Result<Self, Failure> {
        if !cx.guests {
            return Err(refused(Code::Unauthorized, "Guests are not welcome here; sign in."));
        }
        let name = name.ok_or_else(nameless)?;
        let user = token::new_guest()?;
        let token = token::issue(cx, &user, None).await?;
        Ok(Self { user, name, token, memberships: vec![], renamed: true })
    }

    /// The person whom a token names.
    async fn with_token(cx: &Context, token: Token, name: Option<Name>) -> Result<Self, Failure> {
        let Authenticated { user, token, issuer_name } = authenticate(cx, token).await?;
        let profile = cx.table.get::<Profile>(Key::profile(&user));
        let (profile, memberships) = try_join!(profile, room::memberships(cx, &user))?;
        let old_name = profile.map(|profile| profile.name);
        let name = name.or_else(|| old_name.clone()).or(issuer_name).ok_or_else(nameless)?;
        let renamed = old_name.as_ref() != Some(&name);
        Ok(Self { user, name, token, memberships, renamed })
    }

    /// Writes the person into the connection's row, for good: a connection speaks for one person only. Returns whether
    /// it was bound to this person before.
    async fn bind(&self, cx: &Context, connection: &str) -> Result<bool, Failure> {
        let rooms = if self.memberships.is_empty() { "" } else { " ADD rooms :rooms" };
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
        if !self.memberships.is_empty() {
            let rooms = set(self.memberships.iter().map(|membership| &membership.room));
            update = update.expression_attribute_values(":rooms", rooms);
        }
        let taken = || refused(Code::Forbidden, "This connection is somebody else's; open another one.");
        let before = try_update_returning(update).await?.ok_or_else(taken)?;
        Ok(before.contains_key("user"))
    }

    /// Makes this connection a listener in all its person's rooms, under the present name.
    async fn add_listeners(&self, cx: &Context, connection: &str, is_repeated: bool) -> Result<(), Failure> {
        if is_repeated && !self.renamed && self.is_listening(cx, connection).await? {
            return Ok(());
        }
        let expires = clock::connection_expires();
        let listener = |Membership { room, role, .. }: &Membership| {
            let (connection, user, name) = (connection.to_owned(), self.user.clone(), self.name.clone());
            let listener = Listener { connection, user, name, role: *role, expires };
            (Key::listener(room, &listener.connection), listener)
        };
        let listeners: Vec<(Key, Listener)> = self.memberships.iter().map(listener).collect();
        try_join!(cx.table.put_all(&listeners), self.rename(cx))?;
        Ok(())
    }

    /// Whether this connection listens in all rooms under this name. A repeated `hello` reads this first, because reads
    /// cost less than writes; it also finds what an earlier `hello` did not finish.
    async fn is_listening(&self, cx: &Context, connection: &str) -> Result<bool, Failure> {
        let keys = self.memberships.iter().map(|mine| Key::listener(&mine.room, connection)).collect();
        let rows: Vec<Listener> = cx.table.get_all(keys).await?;
        let are_current = rows.iter().all(|row| row.user == self.user && row.name == self.name);
        Ok(are_current && rows.len() == self.memberships.len())
    }

    /// Removes this connection's listeners in the rooms that another device has left meanwhile, and returns these.
    async fn remove_left_rooms(&self, cx: &Context, connection: &str) -> Result<BTreeSet<RoomId>, Failure> {
        if self.memberships.is_empty() {
            return Ok(BTreeSet::new());
        }
        let remaining = room::memberships(cx, &self.user).await?;
        let remaining: BTreeSet<RoomId> = remaining.into_iter().map(|mine| mine.room).collect();
        let rooms = self.memberships.iter().map(|mine| mine.room.clone());
        let left: BTreeSet<RoomId> = rooms.filter(|room| !remaining.contains(room)).collect();
        let removals = left.iter().map(|room| remove_listener(cx, room, connection));
        stream::iter(removals).buffer_unordered(CONCURRENT).try_collect::<()>().await?;
        Ok(left)
    }

    /// Writes a new name into the profile, and into the members of the rooms.
    async fn rename(&self, cx: &Context) -> Result<(), Failure> {
        if !self.renamed {
            return Ok(());
        }
        let profile = Profile { name: self.name.clone() };
        cx.table.put(Key::profile(&self.user), &profile).await?;
        let renames = self.memberships.iter().map(|mine| self.rename_member(cx, &mine.room));
        stream::iter(renames).buffer_unordered(CONCURRENT).try_collect::<()>().await
    }

    /// Renames the member, unless another device has left the room meanwhile.
    async fn rename_member(&self, cx: &Context, room: &RoomId) -> Result<(), Failure> {
        let update = cx
            .table
            .update(Key::member(room, &self.user))
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
