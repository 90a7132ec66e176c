//! How a browser reads what the server says.

use super::{Ack, Frame, Listing, Outcome, Page, RoomState, Verdict, Welcome};
use crate::{Fields, FromFields, Refusal, Unfit, deserialize_from_json};

deserialize_from_json!(Frame);

impl FromFields for Frame {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(match fields.take::<String>("type")?.as_str() {
            "welcome" => Self::Welcome(Box::new(Welcome::from_fields(fields)?)),
            "ack" => Self::Ack(Ack::from_fields(fields)?),
            "events" => Self::Events { room: fields.take("room")?, events: fields.take("events")? },
            "page" => Self::Page(Page::from_fields(fields)?),
            "rooms" => Self::Rooms {
                id: fields.take("id")?,
                rooms: fields.take("rooms")?,
                cursor: fields.take("cursor")?,
            },
            "typing" => Self::Typing {
                room: fields.take("room")?,
                user: fields.take("user")?,
                name: fields.take("name")?,
            },
            "read" => Self::Read { room: fields.take("room")?, seq: fields.take("seq")? },
            "pong" => {
                Self::Pong { id: fields.take("id")?, now: fields.take("now")?, heads: fields.take("heads")? }
            }
            "error" => Self::Error(Refusal::from_fields(fields)?),
            _ => Self::Unknown,
        })
    }
}

impl FromFields for Welcome {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            id: fields.take("id")?,
            user: fields.take("user")?,
            name: fields.take("name")?,
            token: fields.take("token")?,
            now: fields.take("now")?,
            limits: fields.take::<Option<_>>("limits")?.unwrap_or_default(),
            rooms: fields.take("rooms")?,
        })
    }
}

impl FromFields for RoomState {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            room: fields.take("room")?,
            title: fields.take("title")?,
            head: fields.take("head")?,
            read: fields.take("read")?,
            events: fields.take::<Option<_>>("events")?.unwrap_or_default(),
        })
    }
}

impl FromFields for Ack {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self { id: fields.take("id")?, results: fields.take("results")?, room: fields.take("room")? })
    }
}

impl FromFields for Outcome {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self { client_id: fields.take("clientId")?, verdict: Verdict::from_fields(fields)? })
    }
}

impl FromFields for Verdict {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(match fields.take("seq")? {
            Some(seq) => Self::Committed {
                seq,
                at: fields.take("at")?,
                duplicate: fields.take::<Option<_>>("duplicate")?.unwrap_or_default(),
            },
            None => {
                Self::Refused { error: fields.take("error")?, retry_after_ms: fields.take("retryAfterMs")? }
            }
        })
    }
}

impl FromFields for Page {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            id: fields.take("id")?,
            room: fields.take("room")?,
            events: fields.take("events")?,
            head: fields.take("head")?,
            more: fields.take("more")?,
        })
    }
}

impl FromFields for Listing {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self { room: fields.take("room")?, title: fields.take("title")? })
    }
}
