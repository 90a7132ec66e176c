//! What the device stores across reloads.

use common::{Change, ClientId, Code, Millis, Name, Object, RoomId, Token, UserId, from_object};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// All that the device has stored.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// The name that was chosen, and that the server has not confirmed yet.
    pub name: Option<Name>,
    /// Who this person is.
    pub identity: Option<Identity>,
    /// The changes that are not acknowledged, in any order.
    pub outbox: Vec<Pending>,
}

/// Who a person is, with the token that proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The person's id.
    pub user: UserId,
    /// The person's name.
    pub name: Name,
    /// The token for the next `hello`.
    pub token: Token,
}

/// A change that is not acknowledged yet.
///
/// ```
/// let json = r#"{"clientId":"c-1","room":"lobby","deed":{"deed":"edit","target":2,"text":"Hi"}}"#;
/// let pending: client::Pending = serde_json::from_str(json).unwrap();
/// assert_eq!(pending.change.target(), Some(2));
/// assert_eq!(serde_json::to_string(&pending).unwrap(), json);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// Makes a repetition harmless. UUIDv7, so that ids sort by time.
    pub client_id: ClientId,
    /// The room's id.
    pub room: RoomId,
    /// Who made it; none if the server had not told yet who this person is, or if version 1 stored it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// When it was first sent, by the server's clock; 0 if never; none if version 1 stored it, which did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transmitted: Option<Millis>,
    /// The change. Devices have stored it as `deed` since the first version.
    #[serde(rename = "deed", serialize_with = "write_deed", deserialize_with = "read_deed")]
    pub change: Change,
    /// Why the server refused it for good; then the person decides whether to retry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Code>,
    /// Until when it waits for [`Command::Undo`](crate::Command::Undo), by the client's own time. It is not stored: what a
    /// page has left behind cannot be undone any more, and is sent.
    #[serde(skip)]
    pub undo_until: Option<Millis>,
}

impl Pending {
    /// A change that was never sent.
    pub fn new(client_id: ClientId, room: RoomId, author: Option<UserId>, change: Change) -> Self {
        Self { client_id, room, author, transmitted: Some(0), change, failed: None, undo_until: None }
    }

    /// Whether it waits, so that the person can still undo it.
    pub fn can_undo(&self) -> bool {
        self.undo_until.is_some()
    }

    /// Whether the server may have committed it.
    pub fn may_have_arrived(&self) -> bool {
        self.transmitted != Some(0)
    }

    /// When it was first sent: what version 1 stored may have been sent when it was made.
    pub(crate) fn first_sent_at(&self) -> Option<Millis> {
        self.transmitted.or(self.client_id.made_at()).filter(|at| *at > 0)
    }
}

fn write_deed<S: Serializer>(change: &Change, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Deed<'a> {
        deed: &'static str,
        #[serde(flatten)]
        fields: &'a Change,
    }
    Deed { deed: change.name(), fields: change }.serialize(serializer)
}

fn read_deed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Change, D::Error> {
    let fields = Object::deserialize(deserializer)?;
    let name = fields.get("deed").and_then(Value::as_str).unwrap_or_default().to_owned();
    let change = match name.as_str() {
        "post" => from_object(fields).map(Change::Post),
        name => Change::from_object(name, fields).ok_or_else(|| D::Error::custom("unknown change"))?,
    };
    change.map_err(D::Error::custom)
}
