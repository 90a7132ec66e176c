//! `send`: post messages. This path is the one to keep fast: two round trips, then the first post.

use std::collections::BTreeSet;

use common::{Ack, Batch, Code, Event, Frame, NewMessage, Outcome, RequestId, RoomId, Seq, Verdict, limits};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::{join, try_join};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::append::append;
use crate::{log, post, room};

/// Commits the messages, except replies to messages that do not exist. Posts the new events to the other listeners, and
/// acknowledges.
pub async fn send(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    messages: Batch,
) -> Result<Frame, Failure> {
    let messages = messages.into_messages();
    let (who, tail, missing) = try_join!(
        room::member(cx, &room, connection),
        log::rate_tail(cx, &room),
        missing_targets(cx, &room, &messages),
    )?;
    let accepted = accept(&messages, &missing);
    let (appended, others) =
        join!(append(cx, &room, &who, tail, &accepted), room::audience(cx, &room, connection));
    let appended = appended?;
    let client_ids = accepted.iter().map(|message| &message.client_id);
    let mut events = log::fresh_duplicates(cx, &room, &who.user, client_ids.zip(&appended.verdicts)).await;
    events.extend(appended.events);
    post::events(cx, &room, &others, events).await;
    let results = results(&messages, &accepted, &appended.verdicts);
    Ok(Frame::Ack(Ack { id, results, room: None }))
}

/// The targets of replies that are no messages.
async fn missing_targets(
    cx: &Context,
    room: &RoomId,
    messages: &[NewMessage],
) -> Result<BTreeSet<Seq>, Failure> {
    let targets: BTreeSet<Seq> = messages.iter().filter_map(|message| message.post.reply_to).collect();
    let missing = stream::iter(targets).map(async |target| {
        let event = cx.table.get::<Event>(Key::event(room, target)).await?;
        let exists = event.is_some_and(|event| event.kind.message().is_some());
        Ok((!exists).then_some(target))
    });
    missing.buffer_unordered(limits::BATCH).try_filter_map(async |target| Ok(target)).try_collect().await
}

/// The messages that can be committed: the first with each client id, and no replies to missing messages.
fn accept(messages: &[NewMessage], missing: &BTreeSet<Seq>) -> Vec<NewMessage> {
    let mut client_ids = BTreeSet::new();
    let is_missing = |target: Seq| missing.contains(&target);
    let valid = messages.iter().filter(|message| !message.post.reply_to.is_some_and(is_missing));
    valid.filter(|message| client_ids.insert(&message.client_id)).cloned().collect()
}

/// The outcome of each message, in order. A message that is twice in a frame is a duplicate of the first.
fn results(messages: &[NewMessage], accepted: &[NewMessage], verdicts: &[Verdict]) -> Vec<Outcome> {
    let mut answered = BTreeSet::new();
    let result = |NewMessage { client_id, .. }: &NewMessage| {
        let index = accepted.iter().position(|message| message.client_id == *client_id);
        let verdict = match index.and_then(|index| verdicts.get(index)) {
            Some(verdict) if answered.insert(client_id.clone()) => verdict.clone(),
            Some(verdict) => as_duplicate(verdict),
            None => Verdict::Refused { error: Code::NotFound, retry_after_ms: None },
        };
        Outcome { client_id: client_id.clone(), verdict }
    };
    messages.iter().map(result).collect()
}

fn as_duplicate(verdict: &Verdict) -> Verdict {
    match verdict {
        Verdict::Committed { seq, at, .. } => {
            Verdict::Committed { seq: *seq, at: *at, messages: None, duplicate: true }
        }
        refused => refused.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Post;

    fn message(client_id: &str, reply_to: Option<Seq>) -> NewMessage {
        let post = Post { text: "hi".parse().unwrap(), reply_to };
        NewMessage { client_id: client_id.parse().unwrap(), post }
    }

    #[test]
    fn each_message_gets_its_result_in_order() {
        let messages = [message("a", None), message("b", Some(9)), message("a", None), message("c", Some(1))];
        let accepted = accept(&messages, &BTreeSet::from([9]));
        let client_ids: Vec<&str> = accepted.iter().map(|message| message.client_id.as_str()).collect();
        assert_eq!(client_ids, ["a", "c"]);
        let committed = |seq| Verdict::Committed { seq, at: 5, messages: None, duplicate: false };
        let results = results(&messages, &accepted, &[committed(1), committed(2)]);
        let refused = Verdict::Refused { error: Code::NotFound, retry_after_ms: None };
        let duplicate = Verdict::Committed { seq: 1, at: 5, messages: None, duplicate: true };
        let verdicts: Vec<Verdict> = results.into_iter().map(|outcome| outcome.verdict).collect();
        assert_eq!(verdicts, [committed(1), refused, duplicate, committed(2)]);
    }
}
