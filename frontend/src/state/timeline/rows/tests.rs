use std::collections::HashSet;

use common::Post;

use super::*;
use crate::state::timeline::day::RelativeDay;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

fn event(seq: Seq, at: Millis, by: &str, kind: Kind) -> Event {
    Event { seq, at, by: by.parse().unwrap(), name: by.to_uppercase().parse().unwrap(), messages: None, kind }
}

fn post(seq: Seq, at: Millis, by: &str) -> Event {
    reply(seq, at, by, None)
}

fn reply(seq: Seq, at: Millis, by: &str, reply_to: Option<Seq>) -> Event {
    let client_id = format!("c-{seq}").parse().unwrap();
    event(
        seq,
        at,
        by,
        Kind::Message(Message::new(
            client_id,
            Post { text: format!("text {seq}").parse().unwrap(), reply_to },
        )),
    )
}

fn pending(client_id: &str) -> Pending {
    let change = Change::Post(Post { text: "on its way".parse().unwrap(), reply_to: None });
    let (client_id, room) = (client_id.parse().unwrap(), "lobby".parse().unwrap());
    Pending::new(client_id, room, None, change)
}

fn rows_of(events: &[Event], pending: &[Pending], unread_after: Option<Seq>) -> Vec<Row> {
    rows_on(Day(0), events, pending, unread_after)
}

fn rows_on(today: Day, events: &[Event], pending: &[Pending], unread_after: Option<Seq>) -> Vec<Row> {
    let (me, name) = ("me".parse().unwrap(), "ME".parse().unwrap());
    rows(&TimelineInput {
        events: events.iter().collect(),
        pending: pending.iter().collect(),
        at_end: true,
        me: Some(&me),
        name: Some(&name),
        unread_after,
        name_of: &|_| None,
        event: &|seq| events.iter().find(|event| event.seq == seq),
        emoji: &|_| None,
        today,
        day: &|at| Day::of(at, 0),
    })
}

/// `D` a day, `-` the unread line, `*` a system row, `M` the first message of a group, `m` another one.
fn sketch(rows: &[Row]) -> String {
    let letter = |row: &Row| match &row.content {
        Content::Day(..) => 'D',
        Content::Unread => '-',
        Content::System(_) => '*',
        Content::Message(message) if message.starts_group => 'M',
        Content::Message(_) => 'm',
    };
    rows.iter().map(letter).collect()
}

#[test]
fn after_midnight_the_day_before_is_yesterday() {
    let log = [post(1, 0, "a"), post(2, DAY, "a")];
    let days = |today| {
        let rows = rows_on(today, &log, &[], None);
        let near =
            |row: &Row| if let Content::Day(nearness, _) = row.content { Some(nearness) } else { None };
        rows.iter().filter_map(near).collect::<Vec<_>>()
    };
    assert_eq!(days(Day(1)), [RelativeDay::Yesterday, RelativeDay::Today]);
    assert_eq!(days(Day(2)), [RelativeDay::Other, RelativeDay::Yesterday]);
}

#[test]
fn messages_of_one_author_within_five_minutes_are_a_group() {
    let log =
        [post(1, 0, "a"), post(2, 4 * MINUTE, "a"), post(3, 8 * MINUTE, "a"), post(4, 13 * MINUTE, "a")];
    assert_eq!(sketch(&rows_of(&log, &[], None)), "DMmmM");
}

#[test]
fn another_author_a_day_a_system_row_and_a_reply_break_the_group() {
    let midnight = DAY - MINUTE;
    let log = [
        post(1, midnight, "a"),
        post(2, midnight, "b"),
        post(3, DAY, "b"),
        event(4, DAY, "c", Kind::Join),
        post(5, DAY, "b"),
        reply(6, DAY, "b", Some(1)),
        post(7, DAY, "b"),
    ];
    assert_eq!(sketch(&rows_of(&log, &[], None)), "DMMDM*MMm");
}

#[test]
fn the_unread_line_stands_before_the_first_unread_message_of_somebody_else() {
    let log = [post(1, 0, "a"), post(2, 0, "me"), post(3, 0, "a"), post(4, 0, "a")];
    assert_eq!(sketch(&rows_of(&log, &[], Some(1))), "DMM-Mm");
    assert_eq!(sketch(&rows_of(&log, &[], Some(4))), "DMMMm");
}

#[test]
fn joins_in_a_row_share_one() {
    let log = [event(1, 0, "a", Kind::Join), event(2, 0, "b", Kind::Join), event(3, 0, "a", Kind::Leave)];
    let rows = rows_of(&log, &[], None);
    assert_eq!(sketch(&rows), "D**");
    assert!(matches!(&rows[1].content, Content::System(System::Joined(names)) if names.len() == 2));
}

#[test]
fn a_message_keeps_its_key_from_pending_to_sent() {
    let before = rows_of(&[], &[pending("c-1")], None);
    let after = rows_of(&[post(1, 0, "me")], &[], None);
    assert_eq!(before.last().unwrap().key, after.last().unwrap().key);
}

#[test]
fn a_pending_message_has_the_time_of_its_id() {
    let rows = rows_of(&[], &[pending("018bcfe5-6800-7000-8000-000000000001")], None);
    let message = rows.last().unwrap().message().unwrap();
    assert_eq!((message.at, message.delivery.clone()), (1_700_000_000_000, Delivery::Pending));
}

#[test]
fn keys_differ_even_if_client_ids_are_copied_and_clocks_go_back() {
    let mut log = vec![post(1, DAY, "a"), post(2, 0, "a"), post(3, DAY, "a")];
    for event in &mut log {
        let Kind::Message(message) = &mut event.kind else { panic!() };
        message.client_id = "same".parse().unwrap();
    }
    let rows = rows_of(&log, &[], None);
    let keys: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys.len(), rows.len());
    assert_eq!(sketch(&rows), "DMmM");
}

#[test]
fn a_quote_shows_its_message_if_that_is_loaded() {
    let log = [post(2, 0, "a"), reply(3, 0, "b", Some(2)), reply(4, 0, "b", Some(1))];
    let quotes: Vec<Quote> =
        rows_of(&log, &[], None).into_iter().filter_map(|row| row.message()?.quote.clone()).collect();
    assert_eq!(quotes[0].excerpt.as_deref(), Some("text 2"));
    assert_eq!((&quotes[1].name, &quotes[1].excerpt), (&None, &None));
}

#[test]
fn dividers_never_take_the_row_of_a_message() {
    let log: Vec<Event> = (1..=ROWS as Seq).map(|seq| post(seq, seq * DAY, "a")).collect();
    let rows = rows_of(&log, &[], None);
    assert_eq!(rows.len(), ROWS);
    assert_eq!(rows.first().unwrap().seq, Some(1));
    assert_eq!(rows.last().unwrap().seq, Some(ROWS as Seq));
}
