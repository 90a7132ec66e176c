//! The frames that clients send besides messages. Each costs less than a message, but there are more of them.

use std::collections::BTreeMap;

use anyhow::Result;
use client::timing::{MARKS_EVERY, PING_VISIBLE};
use common::limits::TYPING_AUDIENCE;
use local::Stack;
use local::template::Function;
use serde_json::json;

use crate::room::{Answer, MESSAGES, NAME, Room};
use crate::usage::Usage;

/// Seconds between the heartbeats of a visible page.
pub const PING_SECONDS: f64 = PING_VISIBLE as f64 / 1e3;
/// Seconds between two heartbeats with read marks.
const MARK_SECONDS: f64 = (MARKS_EVERY.div_ceil(PING_VISIBLE) * PING_VISIBLE) as f64 / 1e3;

/// The usage of one `typing` in this room.
pub async fn typing(room: &mut Room, stack: &Stack, functions: &BTreeMap<String, Function>) -> Result<Usage> {
    let others = room.connections() - 1;
    let pushes = if others < TYPING_AUDIENCE { others } else { 0 };
    let typing = |_| json!({"action": "typing", "room": NAME});
    room.measure_frame(stack, functions, Answer::Empty, pushes, typing).await
}

/// The usage of the frames that concern few others.
pub struct OtherFrames {
    pub ping: Usage,
    /// A ping with the read mark of a room in which somebody else has spoken.
    pub ping_with_mark: Usage,
    pub read: Usage,
    /// A connection of a person who has been here: `$connect`, `hello` and `$disconnect`.
    pub session: Usage,
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
        let ping_with_mark =
            |number| json!({"action": "ping", "id": number, "read": {NAME: joined + number + 1}});
        let read = |number| json!({"action": "read", "room": NAME, "seq": joined + MESSAGES + number + 1});
        let usage = Self {
            ping: room.measure_frame(stack, functions, Answer::Frame, 0, ping).await?,
            ping_with_mark: room.measure_frame(stack, functions, Answer::Frame, 0, ping_with_mark).await?,
            read: {
                room.measure(stack, functions).await?; // more to read
                room.measure_frame(stack, functions, Answer::Empty, 0, read).await?
            },
            session: room.measure_sessions(stack, functions).await?,
        };
        Ok(usage)
    }

    /// What the marks of the others add to a message, if they all look on while somebody speaks this often: each writes one
    /// mark with every second heartbeat.
    pub fn marks_of_a_message(&self, others: usize, seconds_between: f64) -> Usage {
        let marks = others as f64 * seconds_between / MARK_SECONDS;
        self.ping_with_mark.minus(&self.ping).times(marks)
    }
}
