//! The entries of a room's log.

use serde::{Deserialize, Serialize, Serializer};
use strum::VariantNames;

use crate::json::{Object, from_object};
use crate::{Change, Message, Millis, Name, Seq, Title, UserId};

/// An entry of a room's log.
///
/// ```
/// use common::{Change, Event, Kind};
/// let json = r#"{"seq":3,"at":1700000000000,"by":"u-1","name":"Ada","kind":"edit","target":2,"text":"Hi"}"#;
/// let event: Event = serde_json::from_str(json).unwrap();
/// assert!(matches!(&event.kind, Kind::Change(Change::Edit(edit)) if edit.target == 2));
/// assert_eq!(serde_json::to_string(&event).unwrap(), json);
///
/// // A later edit or deletion has cleared the text of an edit, which is then an event without effect.
/// let cleared = r#"{"seq":3,"at":0,"by":"u-1","name":"Ada","messages":1,"kind":"edit","target":2}"#;
/// let event: Event = serde_json::from_str(cleared).unwrap();
/// assert_eq!(event.kind, Kind::ClearedEdit { target: 2 });
/// assert_eq!(serde_json::to_string(&event).unwrap(), cleared);
///
/// // An event of an unknown kind, and a known one with fields of other types, keep their place in the log.
/// for kind in [r#""poll","options":["tea"]"#, r#""edit","target":"second""#, r#""post","text":"hi""#] {
///     let json = format!(r#"{{"seq":4,"at":0,"by":"u-1","name":"Ada","kind":{kind}}}"#);
///     assert_eq!(serde_json::from_str::<Event>(&json).unwrap().kind, Kind::Unknown);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Object")]
pub struct Event {
    /// Its number in the room.
    pub seq: Seq,
    /// When it was committed, by the server's clock.
    pub at: Millis,
    /// The person who did it.
    pub by: UserId,
    /// The person's name at that time.
    pub name: Name,
    /// How many messages the log holds up to this event, deleted ones too; none in an event from before the server counted
    /// them. In a log that begins before, the count begins later too, so that only the difference of two counts is exact.
    pub messages: Option<u64>,
    /// What happened.
    pub kind: Kind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, VariantNames)]
#[serde(untagged)]
#[strum(serialize_all = "camelCase")]
pub enum Kind {
    /// A message was posted.
    Message(Message),
    /// A message was changed. Never [`Change::Post`]: in the log a post is a [`Message`](Self::Message).
    Change(Change),
    /// A message was edited, and its text has changed again since: this event no longer holds the text.
    #[strum(serialize = "edit")]
    ClearedEdit {
        /// The message's `seq`.
        target: Seq,
    },
    /// Somebody became a member.
    Join,
    /// Somebody is no longer a member.
    Leave,
    /// The room has a new title.
    Title {
        /// The title from now on.
        title: Title,
    },
    /// A kind that is newer than this program. It is skipped, but it has its number.
    Unknown,
}

impl Kind {
    /// The kind's name in JSON.
    fn name(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::Change(change) => change.name(),
            Self::ClearedEdit { .. } => "edit",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Title { .. } => "title",
            Self::Unknown => "unknown",
        }
    }

    fn from_object(name: &str, fields: Object) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct NewTitle {
            title: Title,
        }
        #[derive(Deserialize)]
        struct Target {
            target: Seq,
        }
        match name {
            "edit" if !fields.contains_key("text") => {
                from_object(fields).map(|Target { target }| Self::ClearedEdit { target })
            }
            "message" => from_object(fields).map(Self::Message),
            "join" => Ok(Self::Join),
            "leave" => Ok(Self::Leave),
            "title" => from_object(fields).map(|NewTitle { title }| Self::Title { title }),
            name => {
                Change::from_object(name, fields).map_or(Ok(Self::Unknown), |change| change.map(Self::Change))
            }
        }
    }

    /// The change to another event's message, if it is one.
    pub fn change(&self) -> Option<&Change> {
        if let Self::Change(change) = self { Some(change) } else { None }
    }

    /// The message, if it is one.
    pub fn message(&self) -> Option<&Message> {
        if let Self::Message(message) = self { Some(message) } else { None }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'a> {
            seq: Seq,
            at: Millis,
            by: &'a UserId,
            name: &'a Name,
            #[serde(skip_serializing_if = "Option::is_none")]
            messages: Option<u64>,
            kind: &'static str,
            #[serde(flatten)]
            fields: &'a Kind,
        }
        let Self { seq, at, by, name, messages, kind: fields } = self;
        let (seq, at, messages, kind) = (*seq, *at, *messages, fields.name());
        Fields { seq, at, by, name, messages, kind, fields }.serialize(serializer)
    }
}

/// Derived tagged and flattened enums are a large part of the page's size, so the `match` on the tag is written here.
impl TryFrom<Object> for Event {
    type Error = serde_json::Error;

    fn try_from(json: Object) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Fields {
            seq: Seq,
            at: Millis,
            by: UserId,
            name: Name,
            messages: Option<u64>,
            kind: String,
        }
        let Fields { seq, at, by, name, messages, kind } = Fields::deserialize(&json)?;
        let kind = Kind::from_object(&kind, json).unwrap_or(Kind::Unknown);
        Ok(Self { seq, at, by, name, messages, kind })
    }
}
