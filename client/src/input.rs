//! What happens, and what the person wants.

use common::{Change, ClientId, Name, RoomId, Seq, Title, Token};

use crate::{Identity, Pending};

/// Names a socket that the client wanted opened. No id is used twice.
pub type SocketId = u32;

/// Something has happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The program has started. The client connects if it knows who this person is.
    Start,
    /// The socket is open.
    Opened(SocketId),
    /// A text frame arrived.
    Frame(SocketId, String),
    /// The socket is closed, or never opened.
    Closed(SocketId),
    /// The time that [`Client::deadline`](crate::Client::deadline) named has come.
    Tick,
    /// The device reports that it has a network again.
    Online,
    /// The page became visible, or is hidden now.
    Visible(bool),
    /// Another page of this device has stored who the person is, or has removed it.
    IdentityStored(Option<Identity>),
    /// The device stores this change, and no other page is going to send it.
    PendingFound(Pending),
    /// Another page of this device has removed this change.
    PendingRemoved(ClientId),
    /// The person wants something.
    Command(Command),
}

/// What a person can want. Every command is accepted without a connection, and carried out when there is one.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Takes this name. The first name starts the connection.
    Rename(Name),
    /// Becomes the person whom an issuer's ID token names; it is good for one `hello`, after which the server's own
    /// token takes its place. Starts the connection, under the name that the server knows.
    SignIn(Token),
    /// Forgets on this device who this person is. What is not sent yet waits until they sign in again.
    SignOut,
    /// Ends the sessions of this person on all other devices.
    SignOutOthers,
    /// Shows this room: joins it if need be, and loads its newest page.
    Open(RoomId),
    /// Shows this room no more.
    Close(RoomId),
    /// Makes a room, or becomes a member of the one that has the id already.
    Create {
        /// The room's id.
        room: RoomId,
        /// The title. Without it, the room is called by the words of its id.
        title: Option<Title>,
    },
    /// Stops being a member. Deletions are sent before; what else is not sent there yet is discarded.
    Leave(RoomId),
    /// Posts, edits, deletes or reacts. A deletion is not sent at once, so that the person can [`Undo`](Self::Undo) it.
    Change {
        /// The room's id.
        room: RoomId,
        /// The change.
        change: Change,
    },
    /// Sends a change again that the server refused, or one about which the person had to decide: that becomes a new
    /// change of this person.
    Retry(ClientId),
    /// Discards a change that the server refused, or one about which the person had to decide.
    Discard(ClientId),
    /// Loads a page of a room's earlier events, unless another one is on its way there.
    Load {
        /// The room's id.
        room: RoomId,
        /// Which events.
        part: Part,
    },
    /// Takes back a deletion that was not sent yet: within [`timing::UNDO`](crate::timing::UNDO) milliseconds, and as long
    /// as the page is visible. Later it does nothing.
    Undo(ClientId),
    /// Marks a room as read.
    MarkRead {
        /// The room's id.
        room: RoomId,
        /// The last event that was read.
        seq: Seq,
    },
    /// Marks a message and all after it as unread, and those before it as read. The room does not count as read again before the person opens it anew,
    /// marks it as read, or posts there.
    MarkUnread {
        /// The room's id.
        room: RoomId,
        /// The message.
        seq: Seq,
    },
    /// Tells the room's members that this person is typing.
    Typing(RoomId),
    /// Loads the list of public rooms.
    LoadDirectory,
}

/// Earlier events that a screen needs. The client keeps those at the end of the log, and those around one other place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The page before this event, which is the first of those without a hole between.
    Before(Seq),
    /// The page after this event, which is the last of those around the other place.
    After(Seq),
    /// This event with those around it. If the page is too full to reach it, the next command goes on from there.
    Around(Seq),
}
