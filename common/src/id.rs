//! Ids of rooms, people, changes and requests.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Value, from_value};

use crate::parsed::{Invalid, at_most_characters, not_empty, only, parsed};
use crate::{Millis, limits};

/// An event's number in its room: 1, 2, 3 … without holes. 0 means "before the first event".
pub type Seq = u64;

/// A position in the log of each of several rooms: heads, or cursors.
pub type Seqs = BTreeMap<RoomId, Seq>;

parsed! {
    /// A room's id, as a link has it (`/#/room/lobby`): lower-case letters and digits of any script, `-` and `_`; at most
    /// [`limits::ROOM`] characters.
    ///
    /// ```
    /// use common::RoomId;
    /// assert_eq!(RoomId::from_title("  Tea & Biscuits ", str::to_lowercase).unwrap().as_str(), "tea-biscuits");
    /// assert_eq!("茶馆".parse::<RoomId>().unwrap().as_str(), "茶馆");
    /// assert!("Lobby".parse::<RoomId>().is_err());
    /// assert!("a#b".parse::<RoomId>().is_err());
    /// ```
    RoomId, |text| {
        let what = "a room's id";
        not_empty(&text, what)?;
        at_most_characters(&text, what, limits::ROOM)?;
        only(&text, what, |c| c == '-' || c == '_' || (c.is_alphanumeric() && !c.is_uppercase()))?;
        Ok(text)
    }
}

impl RoomId {
    /// Makes an id from a title: in lower case, with one `-` for all characters in a row that an id may not contain.
    /// The caller passes `lowercase`, because a browser has its own tables for all scripts, which would make the page
    /// larger.
    ///
    /// # Errors
    /// The title has no character that an id may contain, or the id would be too long.
    pub fn from_title(title: &str, lowercase: impl Fn(&str) -> String) -> Result<Self, Invalid> {
        let words: String = lowercase(title)
            .chars()
            .map(|c| if c == '_' || (c.is_alphanumeric() && !c.is_uppercase()) { c } else { ' ' })
            .collect();
        words.split_whitespace().collect::<Vec<_>>().join("-").try_into()
    }
}

parsed! {
    /// A person's id. The server makes it: `u-…` for a guest, `o-…` for a person who signs in at an issuer. It consists
    /// of ASCII letters, digits, `-` and `_`, and never changes.
    ///
    /// ```
    /// assert!("u-7f3a".parse::<common::UserId>().unwrap().is_guest());
    /// assert!(!"o-7f3a".parse::<common::UserId>().unwrap().is_guest());
    /// assert!("u#7f3a".parse::<common::UserId>().is_err());
    /// ```
    UserId, |text| ascii_id(text, "a user id")
}

impl UserId {
    /// Whether this person is a guest: only the token identifies them.
    pub fn is_guest(&self) -> bool {
        self.0.starts_with("u-")
    }
}

parsed! {
    /// The id that the author's client gives to a change. A change that is sent again under the same id is committed only
    /// once. Confab's client makes UUIDv7s.
    ///
    /// ```
    /// assert!("0192f3c1-7b5a-7000-8000-000000000001".parse::<common::ClientId>().is_ok());
    /// ```
    ClientId, |text| ascii_id(text, "a clientId")
}

impl ClientId {
    /// When the client made this id, by its own clock; none if the id is no UUIDv7. A UUIDv7 begins with the milliseconds
    /// since the Unix epoch, in 12 hexadecimal digits (RFC 9562, section 5.7).
    ///
    /// ```
    /// let id: common::ClientId = "0192f3c1-7b5a-7000-8000-000000000001".parse().unwrap();
    /// assert_eq!(id.made_at(), Some(1_730_666_396_506));
    /// assert_eq!("c-1".parse::<common::ClientId>().unwrap().made_at(), None);
    /// ```
    pub fn made_at(&self) -> Option<Millis> {
        let (time, version) = (self.0.get(..13)?, self.0.get(13..15)?);
        if version != "-7" {
            return None;
        }
        Millis::from_str_radix(&time.replacen('-', "", 1), 16).ok()
    }
}

impl From<uuid::Uuid> for ClientId {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }
}

/// An id may not contain `#`, because the table's keys are joined with it.
fn ascii_id(text: String, what: &'static str) -> Result<String, Invalid> {
    not_empty(&text, what)?;
    at_most_characters(&text, what, limits::CLIENT_ID)?;
    only(&text, what, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_')?;
    Ok(text)
}

/// A request's id. The client chooses a number or a short string, and the answer carries the same id.
///
/// ```
/// use common::RequestId;
/// assert_eq!(serde_json::from_str::<RequestId>("7").unwrap(), RequestId::Number(7));
/// assert_eq!(serde_json::to_string(&RequestId::Number(7)).unwrap(), "7");
/// assert!(serde_json::from_str::<RequestId>(r#""r-7""#).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub enum RequestId {
    /// A whole number.
    Number(u64),
    /// A short string.
    Text(ShortText),
}

impl TryFrom<Value> for RequestId {
    type Error = serde_json::Error;

    fn try_from(id: Value) -> serde_json::Result<Self> {
        match id {
            Value::Number(_) => from_value(id).map(Self::Number),
            Value::String(_) => from_value(id).map(Self::Text),
            _ => Err(serde_json::Error::custom("an id is a whole number or a short string")),
        }
    }
}

parsed! {
    /// A request id that is not a number: 1 to [`limits::CLIENT_ID`] characters, no control characters.
    ShortText, |text| {
        let what = "a request id";
        not_empty(&text, what)?;
        at_most_characters(&text, what, limits::CLIENT_ID)?;
        only(&text, what, |c| !c.is_control())?;
        Ok(text)
    }
}
