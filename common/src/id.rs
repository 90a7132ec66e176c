//! Ids: rooms, users, and what a client chooses to recognise an answer.

use serde::Serialize;

use crate::parsed::{Invalid, at_most_characters, not_empty, only, parsed};
use crate::{FromJson, Json, Unfit, deserialize_from_json, limits};

/// An event's number in its room: 1, 2, 3 … without holes. 0 stands for "before the first".
pub type Seq = u64;

parsed! {
    /// A room's id, as it stands in a link (`/#/room/lobby`): lower-case letters and digits of any
    /// script, `-` and `_`; at most [`limits::ROOM`] characters.
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
    /// The id for a room that somebody names in their own words: lower case, everything that an id does
    /// not take becomes one `-`. `lowercase` is the platform's own: a browser has the tables for all scripts,
    /// and the page need not bring them.
    ///
    /// # Errors
    /// Nothing is left, or what is left is too long.
    pub fn from_title(title: &str, lowercase: impl Fn(&str) -> String) -> Result<Self, Invalid> {
        let words: String = lowercase(title)
            .chars()
            .map(|c| if c == '_' || (c.is_alphanumeric() && !c.is_uppercase()) { c } else { ' ' })
            .collect();
        words.split_whitespace().collect::<Vec<_>>().join("-").try_into()
    }
}

parsed! {
    /// A person, for as long as the log lives. The server makes it: `u-…` for a guest, `o-…` for somebody
    /// whom an issuer vouches for. ASCII letters, digits, `-` and `_`.
    ///
    /// ```
    /// assert!("u-7f3a".parse::<common::UserId>().unwrap().is_guest());
    /// assert!("u-7f3a".parse::<common::UserId>().is_ok());
    /// assert!("u#7f3a".parse::<common::UserId>().is_err());
    /// ```
    UserId, |text| ascii_id(text, "a user id")
}

impl UserId {
    /// Whether nobody vouches for this person: their token is all that they are known by.
    pub fn is_guest(&self) -> bool {
        self.0.starts_with("u-")
    }
}

parsed! {
    /// What the author's client calls an event before it has a number. Sent again, the same id ends in
    /// the same event: this is what makes a message exactly-once. Confab's client takes UUIDv7.
    ///
    /// ```
    /// assert!("0192f3c1-7b5a-7000-8000-000000000001".parse::<common::ClientId>().is_ok());
    /// ```
    ClientId, |text| ascii_id(text, "a clientId")
}

impl From<uuid::Uuid> for ClientId {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid.to_string())
    }
}

/// Keys of the table are joined with `#`, so no id may contain it.
fn ascii_id(text: String, what: &'static str) -> Result<String, Invalid> {
    not_empty(&text, what)?;
    at_most_characters(&text, what, limits::CLIENT_ID)?;
    only(&text, what, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_')?;
    Ok(text)
}

/// Names a request, so that its answer can be told from others. A client takes numbers or short
/// strings; the answer carries the same.
///
/// ```
/// use common::RequestId;
/// assert_eq!(serde_json::from_str::<RequestId>("7").unwrap(), RequestId::Number(7));
/// assert_eq!(serde_json::to_string(&RequestId::Number(7)).unwrap(), "7");
/// assert!(serde_json::from_str::<RequestId>(r#""r-7""#).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum RequestId {
    /// A whole number.
    Number(u64),
    /// A short string.
    Text(ShortText),
}

impl FromJson for RequestId {
    fn from_json(json: Json) -> Result<Self, Unfit> {
        match json {
            Json::Number(number) => Ok(Self::Number(number)),
            text => FromJson::from_json(text).map(Self::Text).map_err(|_| Unfit("id")),
        }
    }
}

deserialize_from_json!(RequestId);

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
