//! The frames that clients send besides messages. Each costs less than a message, but there are more of them.

use std::collections::BTreeMap;

use anyhow::Result;
use local::Stack;
use local::template::Function;
use serde_json::json;

use crate::room::{NAME, Room};
use crate::usage::Usage;

/// The usage of each such frame.
pub struct OtherFrames {
    pub ping: Usage,
    pub read: Usage,
}

impl OtherFrames {
    pub async fn measure(
        room: &mut Room,
        stack: &Stack,
        functions: &BTreeMap<String, Function>,
    ) -> Result<Self> {
        let ping = |number| json!({"action": "ping", "id": number});
        // The person who joined last has read all events so far, so the marks begin after those.
        let joined = room.connections();
        let read = |number| json!({"action": "read", "room": NAME, "seq": joined + number + 1});
        Ok(Self {
            ping: room.measure_frame(stack, functions, 1, ping).await?,
            read: room.measure_frame(stack, functions, 0, read).await?,
        })
    }
}
