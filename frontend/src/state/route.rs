//! Routes: the part of the address behind the `#`.

use common::{Invalid, RoomId, Seq};

/// A route of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The start of the app: it leads to the room that was open last.
    Home,
    /// A room.
    Room(RoomId),
    /// A message of a room, by its number. It may be that there is no such message.
    Message(RoomId, Seq),
    /// The list of public rooms.
    Directory,
    /// What this page is, and its design.
    About,
    /// A link to a room whose name cannot be one.
    Invalid {
        /// The name is longer than a room's name may be.
        too_long: bool,
    },
}

impl Route {
    /// Reads `location.hash`. A room's title in place of its id, as people type it, leads to the room too. `lowercase` is
    /// the platform's own function.
    ///
    /// ```
    /// use frontend::state::route::Route;
    /// let parse = |hash| Route::parse(hash, str::to_lowercase);
    /// assert_eq!(parse("#/room/lobby"), Route::Room("lobby".parse().unwrap()));
    /// assert_eq!(parse("#/room/%E8%8C%B6%E9%A6%86"), Route::Room("茶馆".parse().unwrap()));
    /// assert_eq!(parse("#/room/Tea%20House"), Route::Room("tea-house".parse().unwrap()));
    /// assert_eq!(parse("#/room/lobby/42"), Route::Message("lobby".parse().unwrap(), 42));
    /// assert_eq!(parse("#/rooms"), Route::Directory);
    /// assert_eq!(parse("#/about"), Route::About);
    /// assert_eq!(parse("#/room/"), Route::Home);
    /// assert_eq!(parse("#/room/!"), Route::Invalid { too_long: false });
    /// assert_eq!(parse(&"#/room/x".repeat(20)), Route::Invalid { too_long: true });
    /// ```
    pub fn parse(hash: &str, lowercase: impl Fn(&str) -> String) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split_once('/') {
            Some(("room", name)) => {
                let (name, seq) = split_seq(name);
                match (room(&decode(name), lowercase), seq) {
                    (Ok(id), None) => Self::Room(id),
                    (Ok(id), Some(seq)) => Self::Message(id, seq),
                    (Err(error), _) => Self::Invalid { too_long: matches!(error, Invalid::TooLong { .. }) },
                }
            }
            None if path == "rooms" => Self::Directory,
            None if path == "about" => Self::About,
            _ => Self::Home,
        }
    }

    /// The link to it, relative to the page. Everything but ASCII is percent-encoded, so that other
    /// programs recognise the whole of it as a link.
    ///
    /// ```
    /// use frontend::state::route::Route;
    /// assert_eq!(Route::Room("茶".parse().unwrap()).href(), "#/room/%E8%8C%B6");
    /// assert_eq!(Route::Message("lobby".parse().unwrap(), 42).href(), "#/room/lobby/42");
    /// ```
    pub fn href(&self) -> String {
        match self {
            Self::Home | Self::Invalid { .. } => "#/".to_owned(),
            Self::Directory => "#/rooms".to_owned(),
            Self::About => "#/about".to_owned(),
            Self::Room(id) => format!("#/room/{}", encode(id.as_str())),
            Self::Message(id, seq) => format!("#/room/{}/{seq}", encode(id.as_str())),
        }
    }

    /// The room that the route is in, if it is in one.
    pub fn room(&self) -> Option<&RoomId> {
        match self {
            Self::Room(id) | Self::Message(id, _) => Some(id),
            Self::Home | Self::Directory | Self::About | Self::Invalid { .. } => None,
        }
    }

    /// The route of what the screen shows: all messages of a room are on one screen.
    #[must_use]
    pub fn screen(self) -> Self {
        match self {
            Self::Message(id, _) => Self::Room(id),
            other => other,
        }
    }
}

/// Splits the number of a message off the name of its room. A number that is too large is that of no message.
fn split_seq(name: &str) -> (&str, Option<Seq>) {
    match name.rsplit_once('/') {
        Some((room, seq)) if seq.bytes().all(|byte| byte.is_ascii_digit()) => {
            (room, Some(seq.parse().unwrap_or(Seq::MAX)))
        }
        _ => (name, None),
    }
}

fn room(name: &str, lowercase: impl Fn(&str) -> String) -> Result<RoomId, Invalid> {
    name.parse().or_else(|_| RoomId::from_title(name, lowercase))
}

fn encode(text: &str) -> String {
    let encoded =
        |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

/// Undoes percent-encoding; what is not a code stays as it is.
fn decode(text: &str) -> String {
    let (mut rest, mut bytes) = (text.as_bytes(), Vec::new());
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_without_a_code_stays() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }

    #[test]
    fn the_link_of_a_room_leads_to_the_room() {
        for id in ["lobby", "茶馆", "a_b-c", "ünï"] {
            let route = Route::Room(id.parse().unwrap());
            assert_eq!(Route::parse(&route.href(), str::to_lowercase), route);
            let message = Route::Message(id.parse().unwrap(), 42);
            assert_eq!(Route::parse(&message.href(), str::to_lowercase), message);
            assert_eq!(message.screen(), route);
        }
    }

    #[test]
    fn only_a_number_behind_the_room_names_a_message() {
        let parse = |hash| Route::parse(hash, str::to_lowercase);
        let room = |id: &str| Route::Room(id.parse().unwrap());
        assert_eq!(parse("#/room/lobby/42/"), Route::Message("lobby".parse().unwrap(), 42));
        assert_eq!(
            parse("#/room/lobby/99999999999999999999"),
            Route::Message("lobby".parse().unwrap(), Seq::MAX)
        );
        assert_eq!(parse("#/room/42"), room("42"));
        assert_eq!(parse("#/room/AC/DC"), room("ac-dc"));
        assert_eq!(parse("#/room/lobby/-1"), room("lobby-1"));
    }
}
