//! `hello`: tells who this connection speaks for. It must come first; a later one changes the name.

use std::collections::BTreeSet;

use anyhow::anyhow;
use aws_sdk_dynamodb::types::ReturnValue;
use common::{Code, Frame, Hello, Limits, Name, Renamed, RoomId, Token, UserId, Welcome, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::key::{self, Key};
use crate::row::{Device, Listener, Membership, Profile};
use crate::table::{number, set, text, try_update, try_update_returning};
use crate::{address_limits, clock, devices, room, token};
use authenticate::{Authenticated, authenticate};
use naming::{Naming, nameless, naming};

mod authenticate;
mod naming;
mod sign_out;
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
/// `forbidden` if the connection is bound to somebody else, `rate_limited` if too many guests come from its address,
/// `too_large` for a person who changes the name too often.
pub async fn hello(cx: &Context, connection: &str, hello: Hello) -> Result<Frame, Failure> {
    if !(limits::OLDEST_VERSION..=limits::VERSION).contains(&hello.version) {
        let message = format!("This server speaks version {}; reload the page.", limits::VERSION);
        return Err(refused(Code::Unsupported, message));
    }
    let person = match hello.token {
        Some(token) => Person::with_token(cx, token, hello.name, hello.sign_out_others).await?,
        None => Person::new_guest(cx, connection, hello.name).await?,
    };
    let is_repeated = person.bind(cx, connection, hello.version).await?;
    // Whoever has signed the others out needs the new token, even if the name has to wait.
    person.naming.check(is_repeated && !hello.sign_out_others)?;
    let unheard = person.add_listeners(cx, connection, is_repeated).await?;
    if !hello.sign_out_others {
        sign_out::check_again(cx, connection, &person.user, person.issued).await?;
    }
    let (mut rooms, left, others) = try_join!(
        state::states(cx, &person.user, &person.memberships, &hello.cursors),
        person.remove_left_rooms(cx, connection),
        devices::others(cx, &person.user, connection),
    )?;
    if hello.sign_out_others {
        sign_out::disconnect(cx, &others).await?;
    }
    person.rename(cx, &others).await?;
    rooms.retain(|state| !left.contains(&state.room) && !unheard.contains(&key::listeners(&state.room)));
    let more = rooms.len() + left.len() < person.memberships.len();
    if more && hello.version == 1 {
        // A client of version 1 takes a missing room for one that was left.
        return Err(anyhow!("not every room could be read").into());
    }
    let Person { user, naming: Naming { name, .. }, token, .. } = person;
    let (id, now, version) = (hello.id, clock::now(), Some(limits::VERSION));
    let (limits, devices) = (Limits::default(), others.len());
    let welcome = Welcome { id, user, name, token, now, version, limits, rooms, more, devices };
    let welcome = state::trim(welcome, hello.version);
    Ok(Frame::Welcome(Box::new(welcome)))
}

/// The person who says hello.
struct Person {
    user: UserId,
    naming: Naming,
    token: Token,
    /// When the token that was checked was issued; none for a new guest, and for an issuer's token.
    issued: Option<u64>,
    memberships: Vec<Membership>,
}

impl Person {
    /// A new guest. Nothing is written yet.
    async fn new_guest(cx: &Context, connection: &str, name: Option<Name>) -> Result<Self, Failure> {
        if !cx.guests {
            return Err(refused(Code::Unauthorized, "Guests are not welcome here; sign in."));
        }
        let naming = Naming::first(name.ok_or_else(nameless)?);
        address_limits::count_guest(cx, connection).await?;
        let user = token::new_guest()?;
        let token = token::issue(cx, &user, None).await?;
        Ok(Self { user, naming, token, issued: None, memberships: vec![] })
    }

    /// The person whom a token names.
    async fn with_token(
        cx: &Context,
        token: Token,
        name: Option<Name>,
        signs_out_others: bool,
    ) -> Result<Self, Failure> {
        let Authenticated { user, mut token, issued, issuer, issuer_name } = authenticate(cx, token).await?;
        let profile = cx.table.get::<Profile>(Key::profile(&user));
        let (profile, memberships) = try_join!(profile, room::memberships(cx, &user))?;
        let before = profile.as_ref().map(|profile| profile.sign_out).unwrap_or_default();
        sign_out::check(before, issued, signs_out_others)?;
        let naming = naming(profile, name, issuer_name)?;
        if signs_out_others {
            token = sign_out::others(cx, &user, issued, issuer.as_deref()).await?;
        }
        Ok(Self { user, naming, token, issued, memberships })
    }

    /// Writes the person into the connection's row, for good: a connection speaks for one person only. Returns whether
    /// it was bound to this person before.
    async fn bind(&self, cx: &Context, connection: &str, version: u32) -> Result<bool, Failure> {
        let rooms = if self.memberships.is_empty() { "" } else { " ADD rooms :rooms" };
        let mut update = cx
            .table
            .update(Key::connection(connection))
            .return_values(ReturnValue::AllOld)
            .update_expression(format!("SET #user = :user, #name = :name, version = :version{rooms}"))
            .condition_expression("attribute_exists(pk) AND (attribute_not_exists(#user) OR #user = :user)")
            .expression_attribute_names("#user", "user")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":version", number(version.into()))
            .expression_attribute_values(":user", text(self.user.as_str()))
            .expression_attribute_values(":name", text(self.naming.name.as_str()));
        if !self.memberships.is_empty() {
            let rooms = set(self.memberships.iter().map(|membership| &membership.room));
            update = update.expression_attribute_values(":rooms", rooms);
        }
        let taken = || refused(Code::Forbidden, "This connection is somebody else's; open another one.");
        let before = try_update_returning(update).await?.ok_or_else(taken)?;
        Ok(before.contains_key("user"))
    }

    /// Makes this connection a device of its person, and a listener in all the person's rooms. Returns the partitions of
    /// the listeners that could not be written.
    async fn add_listeners(
        &self,
        cx: &Context,
        connection: &str,
        is_repeated: bool,
    ) -> Result<BTreeSet<String>, Failure> {
        if is_repeated && self.is_listening(cx, connection).await? {
            return Ok(BTreeSet::new());
        }
        let expires = clock::connection_expires();
        let listener = |Membership { room, role, .. }: &Membership| {
            let (connection, user) = (connection.to_owned(), self.user.clone());
            let listener = Listener { connection, user, role: *role, expires };
            (Key::listener(room, &listener.connection), listener)
        };
        let listeners: Vec<(Key, Listener)> = self.memberships.iter().map(listener).collect();
        let devices = devices::add(cx, &self.user, connection);
        try_join!(cx.table.put_all(&listeners), devices).map(|(unwritten, ())| unwritten)
    }

    /// Whether this connection listens in all rooms. A repeated `hello` reads this first, because reads
    /// cost less than writes; it also finds what an earlier `hello` did not finish.
    async fn is_listening(&self, cx: &Context, connection: &str) -> Result<bool, Failure> {
        let keys = self.memberships.iter().map(|mine| Key::listener(&mine.room, connection)).collect();
        let rows: Vec<Listener> = cx.table.get_all(keys).await?;
        Ok(rows.len() == self.memberships.len())
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
        let removals = left.iter().map(|room| room::stop_listening(cx, room, &self.user, connection));
        stream::iter(removals).buffer_unordered(CONCURRENT).try_collect::<Vec<bool>>().await?;
        Ok(left)
    }

    /// Writes a new name into the profile, then into the rows of the person's other connections, and tells these. The
    /// rooms' rows have no name, so that the cost does not grow with the rooms.
    async fn rename(&self, cx: &Context, others: &[Device]) -> Result<(), Failure> {
        if !self.naming.renamed {
            return Ok(());
        }
        self.naming.write(cx, &self.user).await?;
        let devices = others.iter().map(|other| self.rename_device(cx, &other.connection));
        stream::iter(devices).buffer_unordered(CONCURRENT).try_collect::<()>().await?;
        let frame = Frame::Renamed(Renamed { name: self.naming.name.clone() });
        devices::post(cx, &self.user, others, &frame).await;
        Ok(())
    }

    /// Renames a connection, unless it has closed meanwhile.
    async fn rename_device(&self, cx: &Context, connection: &str) -> Result<(), Failure> {
        let update = cx
            .table
            .update(Key::connection(connection))
            .update_expression("SET #name = :name")
            .condition_expression("#user = :user")
            .expression_attribute_names("#user", "user")
            .expression_attribute_names("#name", "name")
            .expression_attribute_values(":user", text(self.user.as_str()))
            .expression_attribute_values(":name", text(self.naming.name.as_str()));
        try_update(update).await.map(|_| ())
    }
}
