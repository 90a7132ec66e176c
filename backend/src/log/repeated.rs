//! A change that is sent again soon after its commit. The first answer was lost, so perhaps nothing was posted either.

use common::{ClientId, Event, Millis, RoomId, UserId, Verdict};
use futures::{StreamExt, stream};

use crate::clock;
use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::table::try_update;

/// How long after its commit a repeated change is posted again. Later than that, the listeners have found it by a ping.
const FRESH_MS: Millis = 60_000;

/// Rows read at once.
const CONCURRENT: usize = 10;

/// The events of repeated changes that are to be posted again. Each is posted again once, so that nobody makes the others
/// receive one message over and over.
pub async fn events<'a>(
    cx: &Context,
    room: &RoomId,
    user: &UserId,
    changes: impl IntoIterator<Item = (&'a ClientId, &'a Verdict)>,
) -> Vec<Event> {
    let fresh = changes.into_iter().filter(|(_, verdict)| is_fresh(verdict, clock::now()));
    let events = fresh.map(async |(client_id, verdict)| {
        let Verdict::Committed { seq, .. } = verdict else { return None };
        let event = first_repetition(cx, room, user, client_id, *seq).await;
        event.unwrap_or_else(|error| {
            tracing::warn!(%room, error = format!("{error:#}"), "a repeated change was not posted again");
            None
        })
    });
    stream::iter(events).buffered(CONCURRENT).filter_map(async |event| event).collect().await
}

fn is_fresh(verdict: &Verdict, now: Millis) -> bool {
    matches!(verdict, Verdict::Committed { at, duplicate: true, .. } if now.saturating_sub(*at) < FRESH_MS)
}

/// The event, if its change is repeated for the first time.
async fn first_repetition(
    cx: &Context,
    room: &RoomId,
    user: &UserId,
    client_id: &ClientId,
    seq: u64,
) -> Result<Option<Event>, Failure> {
    let update = cx
        .table
        .update(Key::done(room, user, client_id))
        .update_expression("SET repeated = :seq")
        .condition_expression("attribute_exists(pk) AND attribute_not_exists(repeated)")
        .expression_attribute_values(":seq", crate::table::number(seq));
    if try_update(update).await? { cx.table.get(Key::event(room, seq)).await } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Code;

    #[test]
    fn only_a_duplicate_of_the_last_minute_is_posted_again() {
        let committed = |duplicate| Verdict::Committed { seq: 1, at: 1_000, messages: None, duplicate };
        assert!(is_fresh(&committed(true), 1_000 + FRESH_MS - 1));
        assert!(!is_fresh(&committed(true), 1_000 + FRESH_MS));
        assert!(!is_fresh(&committed(false), 1_000));
        assert!(!is_fresh(&Verdict::Refused { error: Code::Conflict, retry_after_ms: None }, 1_000));
    }
}
