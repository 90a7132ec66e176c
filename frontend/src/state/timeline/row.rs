//! What one row of the timeline shows.

use common::{ClientId, Code, Emoji, Message, Millis, Name, Seq, Title, UserId};

use super::day::RelativeDay;

/// A row. The page knows it again by its [`key`](Self::key): a message keeps its key from pending to sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Unique among the rows.
    pub key: String,
    /// The log's event that it stands for, if it stands for one.
    pub seq: Option<Seq>,
    /// What it shows.
    pub content: Content,
}

impl Row {
    /// The message, if the row shows one.
    pub fn message(&self) -> Option<&MessageRow> {
        if let Content::Message(message) = &self.content { Some(message) } else { None }
    }
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// A new day begins.
    Day(RelativeDay, Millis),
    /// The messages below are unread.
    Unread,
    /// Something happened to the room.
    System(System),
    /// A message.
    Message(Box<MessageRow>),
}

/// Something that happened to the room. Joins that follow each other share one row, and so do leaves.
#[derive(Debug, Clone, PartialEq)]
pub enum System {
    /// These people became members.
    Joined(Vec<Name>),
    /// These people are no longer members.
    Left(Vec<Name>),
    /// Somebody gave the room this title.
    Titled(Name, Title),
}

/// A message as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageRow {
    /// The author; unknown for a message that is written before the first connection.
    pub by: Option<UserId>,
    /// The author's name.
    pub name: Name,
    /// Whether this person is its author.
    pub mine: bool,
    /// When it was posted.
    pub at: Millis,
    /// It is the first message of its group, and shows the author and the time.
    pub starts_group: bool,
    /// The message, with this person's pending changes.
    pub message: Message,
    /// The message to which it is a reply.
    pub quote: Option<Quote>,
    /// The reactions to it.
    pub reactions: Vec<Reaction>,
    /// Whether the server has it, with all changes to it.
    pub delivery: Delivery,
}

/// The message to which another one is a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its number in the log.
    pub seq: Seq,
    /// Its author's name, if it is loaded.
    pub name: Option<Name>,
    /// The beginning of its text; none if it is deleted or not loaded.
    pub excerpt: Option<String>,
}

/// The reactions to a message with one emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji.
    pub emoji: Emoji,
    /// The number of people who used it.
    pub count: usize,
    /// Whether this person is one of them.
    pub mine: bool,
    /// The others, as far as their names are known, in the order in which they reacted.
    pub names: Vec<Name>,
}

impl Delivery {
    /// The deletion that can be undone, if there is one.
    pub fn undoable(&self) -> Option<&ClientId> {
        if let Self::Undoable(deletion) = self { Some(deletion) } else { None }
    }
}

/// Whether the server has a message, or a change to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Delivery {
    /// It is in the log.
    #[default]
    Sent,
    /// It is pending.
    Pending,
    /// It is deleted; the person can still undo that, and nobody else knows of it.
    Undoable(ClientId),
    /// The server refused it. Its author decides whether to retry.
    Failed(ClientId, Code),
}
