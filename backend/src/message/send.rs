//! `send`: say something. The path that everything is built for: two round trips, then the first post.

use std::collections::BTreeSet;

use common::{Ack, Batch, Code, Draft, Frame, Kind, Message, Outcome, RequestId, RoomId, Seq, Verdict};
use futures::{StreamExt, TryStreamExt, stream};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log::append::{Said, append};
use crate::{log, post, room};

/// Commits the messages that can be, tells the others, and acknowledges.
pub async fn send(
    cx: &Context,
    connection: &str,
    id: RequestId,
    room: RoomId,
    messages: Batch,
) -> Result<Frame, Failure> {
    let drafts = messages.into_drafts();
    let (who, tail, missing) = try_join!(
        room::speaker(cx, &room, connection),
        log::rated_tail(cx, &room),
        missing_targets(cx, &room, &drafts),
    )?;
    let said = sayable(&drafts, &missing);
    let (appended, others) =
        try_join!(append(cx, &room, &who, tail, &said), room::others(cx, &room, connection),)?;
    post::events(cx, &room, &others, appended.events).await;
    let results = results(&drafts, &said, &appended.verdicts);
    Ok(Frame::Ack(Ack { id, results, room: None }))
}

/// Which of the messages that are answered do not exist.
async fn missing_targets(cx: &Context, room: &RoomId, drafts: &[Draft]) -> Result<BTreeSet<Seq>, Failure> {
    let targets: BTreeSet<Seq> = drafts.iter().filter_map(|draft| draft.reply_to).collect();
    let missing = stream::iter(targets).map(async |target| {
        let event = cx.table.get::<common::Event>(Key::event(room, target)).await?;
        let exists = event.is_some_and(|event| matches!(event.kind, Kind::Message(_)));
        Ok((!exists).then_some(target))
    });
    missing
        .buffer_unordered(common::limits::BATCH)
        .try_filter_map(async |target| Ok(target))
        .try_collect()
        .await
}

/// What can go into the log: each client id once, no answers to nothing.
fn sayable(drafts: &[Draft], missing: &BTreeSet<Seq>) -> Vec<Said> {
    let mut seen = BTreeSet::new();
    let fine = drafts.iter().filter(|draft| draft.reply_to.is_none_or(|target| !missing.contains(&target)));
    let first = fine.filter(|draft| seen.insert(&draft.client_id));
    first.map(|draft| (draft.client_id.clone(), Kind::Message(message(draft)))).collect()
}

fn message(draft: &Draft) -> Message {
    Message::new(draft.client_id.clone(), draft.text.clone(), draft.reply_to)
}

/// A result for each draft, in order. What is said twice in a frame is a repetition of the first.
fn results(drafts: &[Draft], said: &[Said], verdicts: &[Verdict]) -> Vec<Outcome> {
    let mut seen = BTreeSet::new();
    let result = |draft: &Draft| {
        let client_id = draft.client_id.clone();
        let verdict =
            said.iter().zip(verdicts).find(|((id, _), _)| *id == client_id).map(|(_, verdict)| verdict);
        let verdict = match verdict {
            Some(verdict) if seen.insert(client_id.clone()) => verdict.clone(),
            Some(verdict) => repeated(verdict),
            None => Verdict::Refused { error: Code::NotFound, retry_after_ms: None },
        };
        Outcome { client_id, verdict }
    };
    drafts.iter().map(result).collect()
}

fn repeated(verdict: &Verdict) -> Verdict {
    match verdict {
        Verdict::Committed { seq, at, .. } => Verdict::Committed { seq: *seq, at: *at, duplicate: true },
        refused => refused.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(client_id: &str, reply_to: Option<Seq>) -> Draft {
        Draft { client_id: client_id.parse().unwrap(), text: "hi".parse().unwrap(), reply_to }
    }

    #[test]
    fn each_draft_gets_its_result_in_order() {
        let drafts = [draft("a", None), draft("b", Some(9)), draft("a", None), draft("c", Some(1))];
        let said = sayable(&drafts, &BTreeSet::from([9]));
        assert_eq!(said.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        let committed = |seq| Verdict::Committed { seq, at: 5, duplicate: false };
        let results = results(&drafts, &said, &[committed(1), committed(2)]);
        let refused = Verdict::Refused { error: Code::NotFound, retry_after_ms: None };
        let again = Verdict::Committed { seq: 1, at: 5, duplicate: true };
        let verdicts: Vec<Verdict> = results.into_iter().map(|outcome| outcome.verdict).collect();
        assert_eq!(verdicts, [committed(1), refused, again, committed(2)]);
    }
}
