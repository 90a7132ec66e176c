//! What one row of the timeline shows.

use common::{ClientId, Code, Emoji, Millis, Name, Seq, Text, Title, UserId};

use super::day::Nearness;

/// A row. Its [`key`](Self::key) is its identity on the screen: a message keeps it from pending to sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Unique among the rows.
    pub key: String,
    /// The log's event that it stands for, if it stands for one.
    pub seq: Option<Seq>,
    /// What it shows.
    pub body: Body,
}

impl Row {
    /// When the message was said, if the row shows one.
    pub fn at(&self) -> Option<Millis> {
        match &self.body {
            Body::Message(said) => Some(said.at),
            _ => None,
        }
    }
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A new day begins; how near it is to today.
    Day(Nearness, Millis),
    /// From here on it is unread.
    Unread,
    /// Something happened to the room.
    System(System),
    /// Somebody said something.
    Message(Box<Said>),
}

/// Something that happened to the room. Neighbours of one kind share a row.
#[derive(Debug, Clone, PartialEq)]
pub enum System {
    /// They became members.
    Joined(Vec<Name>),
    /// They are no longer members.
    Left(Vec<Name>),
    /// The room is called differently now.
    Titled(Name, Title),
}

/// A message as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Who said it; unknown for what is said before the first connection.
    pub by: Option<UserId>,
    /// What they were called.
    pub name: Name,
    /// Whether it is mine.
    pub mine: bool,
    /// When.
    pub at: Millis,
    /// The first of its group: it shows its author and the time.
    pub leads: bool,
    /// What it says; none if it was deleted.
    pub text: Option<Text>,
    /// Whether its text was changed.
    pub edited: bool,
    /// What it answers.
    pub quote: Option<Quote>,
    /// Who reacted with what.
    pub chips: Vec<Chip>,
    /// What has not arrived yet.
    pub state: State,
}

/// What a message answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The answered message.
    pub seq: Seq,
    /// Who said it, if it is loaded.
    pub name: Option<Name>,
    /// How it begins; none if it is deleted or not loaded.
    pub excerpt: Option<String>,
}

/// A reaction, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// With what.
    pub emoji: Emoji,
    /// By how many.
    pub count: usize,
    /// Whether I am among them.
    pub mine: bool,
}

/// How far a message, or a change to it, has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// In the log.
    #[default]
    Sent,
    /// On its way.
    Pending,
    /// Refused: its author decides.
    Failed(ClientId, Code),
}
