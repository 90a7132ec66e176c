//! What people's clients do besides talking: cheaper a frame than a message, but there are more of them.

use std::collections::BTreeMap;

use anyhow::Result;
use local::Stack;
use local::template::Function;
use serde_json::json;

use crate::room::{NAME, Room};
use crate::usage::Usage;

/// What each frame takes.
pub struct Habits {
    pub ping: Usage,
    pub read: Usage,
}

impl Habits {
    pub async fn measure(
        room: &mut Room,
        stack: &Stack,
        functions: &BTreeMap<String, Function>,
    ) -> Result<Self> {
        let ping = |number| json!({"action": "ping", "id": number});
        // The last to join has read up to there, and reads on message by message.
        let joined = room.connections();
        let read = |number| json!({"action": "read", "room": NAME, "seq": joined + number + 1});
        Ok(Self {
            ping: room.measure_habit(stack, functions, 1, ping).await?,
            read: room.measure_habit(stack, functions, 0, read).await?,
        })
    }
}
