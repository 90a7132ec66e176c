//! What goes in.

use common::{ClientId, Emoji, Json, Name, RoomId, Seq, Text, Title, Token};

/// Names a socket that the client asked for. Never used twice.
pub type SocketId = u32;

/// Something has happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The program runs: connect, if it is known who is here.
    Start,
    /// The socket is open.
    Opened(SocketId),
    /// A text frame arrived, and was read as JSON; what is not JSON is [`Json::Nothing`].
    Frame(SocketId, Json),
    /// The socket is closed, or never opened.
    Closed(SocketId),
    /// The time that [`Client::deadline`](crate::Client::deadline) named has come.
    Tick,
    /// The device says that it has a network again.
    Online,
    /// The page is seen, or no longer.
    Visible(bool),
    /// The person wants something.
    Command(Command),
}

/// What a person can want. Everything works without a connection, and is done when there is one.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Be called this. The first name starts the connection.
    Rename(Name),
    /// Be whom this token is about: an issuer's ID token, good for one greeting. The server's own takes its
    /// place. Starts the connection, under the name that the server knows.
    SignIn(Token),
    /// Be nobody on this device any more. What was not sent yet is dropped.
    SignOut,
    /// Look at this room: become a member if need be, load its newest page.
    Open(RoomId),
    /// Become a member; `title` is for a room that does not exist yet.
    Join {
        /// Which room.
        room: RoomId,
        /// What it shall be called.
        title: Option<Title>,
    },
    /// Stop being a member. What was not sent there yet is dropped.
    Leave(RoomId),
    /// Say something.
    Post {
        /// Where.
        room: RoomId,
        /// What.
        text: Text,
        /// The message that it answers.
        reply_to: Option<Seq>,
    },
    /// Change one's own message.
    Edit {
        /// Where.
        room: RoomId,
        /// The message's `seq`.
        target: Seq,
        /// Its text from now on.
        text: Text,
    },
    /// Take a message back.
    Delete {
        /// Where.
        room: RoomId,
        /// The message's `seq`.
        target: Seq,
    },
    /// Set or clear a reaction.
    React {
        /// Where.
        room: RoomId,
        /// The message's `seq`.
        target: Seq,
        /// With what.
        emoji: Emoji,
        /// Set or clear.
        on: bool,
    },
    /// Send again what has failed.
    Retry(ClientId),
    /// Forget what has failed.
    Discard(ClientId),
    /// Load the page before what is loaded.
    Older(RoomId),
    /// I have read up to here.
    Read {
        /// Where.
        room: RoomId,
        /// The last event that was seen.
        seq: Seq,
    },
    /// I am typing.
    Typing(RoomId),
    /// Which public rooms are there?
    Directory,
}
