//! `history`: reads the log.

use common::{Event, Frame, History, Page, RoomId, Seq, limits};
use tokio::try_join;

use crate::context::Context;
use crate::failure::Failure;
use crate::post::Budget;
use crate::{log, room};

/// Answers with a page that fits a frame.
pub async fn history(cx: &Context, connection: &str, history: History) -> Result<Frame, Failure> {
    let room = &history.room;
    let (_, head, events) =
        try_join!(room::member(cx, room, connection), log::head(cx, room), events(cx, room, &history))?;
    Ok(Frame::Page(page(history, head, events)))
}

async fn events(cx: &Context, room: &RoomId, history: &History) -> Result<Vec<Event>, Failure> {
    let count = history.limit.unwrap_or(limits::PAGE).clamp(1, limits::PAGE);
    match (history.after, history.before) {
        (Some(seq), _) => log::after(cx, room, seq, count).await,
        (None, Some(seq)) => log::before(cx, room, seq, count).await,
        (None, None) => log::tail(cx, room, count).await.map(log::Tail::into_events),
    }
}

/// The events that fit a frame, and whether there are more. A log has no holes, so the numbers show that.
fn page(History { id, room, after, .. }: History, head: Seq, events: Vec<Event>) -> Page {
    let head = events.last().map_or(head, |last| head.max(last.seq));
    let events = if after.is_some() { oldest_that_fit(events) } else { newest_that_fit(events) };
    let more = match after {
        Some(_) => events.last().is_some_and(|last| last.seq < head),
        None => events.first().is_some_and(|first| first.seq > 1),
    };
    Page { id, room, events, head, more }
}

/// At least one event, even a large one: a client would request an empty page again and again.
fn oldest_that_fit(mut events: Vec<Event>) -> Vec<Event> {
    let mut budget = Budget::new(0);
    let fit = events.iter().take_while(|event| budget.take(event)).count();
    events.truncate(fit.max(1));
    events
}

fn newest_that_fit(mut events: Vec<Event>) -> Vec<Event> {
    events.reverse();
    let mut events = oldest_that_fit(events);
    events.reverse();
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::{Kind, Message, Post, RequestId};

    fn event(seq: Seq, bytes: usize) -> Event {
        let post = Post { text: "x".repeat(bytes).parse().unwrap(), reply_to: None };
        let kind = Kind::Message(Message::new("c".parse().unwrap(), post));
        Event { seq, at: 0, by: "u-1".parse().unwrap(), name: "Ada".parse().unwrap(), messages: None, kind }
    }

    fn request(before: Option<Seq>, after: Option<Seq>) -> History {
        let (id, room) = (RequestId::Number(1), "lobby".parse().unwrap());
        History { id, room, before, after, limit: None }
    }

    fn seqs(page: &Page) -> Vec<Seq> {
        page.events.iter().map(|event| event.seq).collect()
    }

    #[test]
    fn more_tells_about_the_direction_of_the_request() {
        let events = || vec![event(4, 1), event(5, 1)];
        assert!(page(request(None, Some(3)), 6, events()).more);
        assert!(!page(request(None, Some(3)), 5, events()).more);
        assert!(page(request(Some(6), None), 9, events()).more);
        assert!(!page(request(Some(3), None), 9, vec![event(1, 1), event(2, 1)]).more);
        assert!(!page(request(None, None), 0, vec![]).more);
    }

    #[test]
    fn events_that_do_not_fit_are_left_for_the_next_page() {
        let events = || (1..=5).map(|seq| event(seq, 8_000)).collect::<Vec<_>>();
        let after = page(request(None, Some(0)), 5, events());
        assert_eq!((seqs(&after), after.more), (vec![1, 2, 3], true));
        let before = page(request(Some(6), None), 5, events());
        assert_eq!((seqs(&before), before.more), (vec![3, 4, 5], true));
        assert!(serde_json::to_vec(&Frame::Page(before)).unwrap().len() < limits::FRAME);
    }

    #[test]
    fn the_head_is_never_behind_the_page() {
        assert_eq!(page(request(None, None), 4, vec![event(4, 1), event(5, 1)]).head, 5);
    }
}
