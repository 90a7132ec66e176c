use std::collections::HashSet;

use super::*;
use crate::timeline::day::Nearness;

const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

fn event(seq: Seq, at: Millis, by: &str, kind: Kind) -> Event {
    Event { seq, at, by: by.parse().unwrap(), name: by.to_uppercase().parse().unwrap(), kind }
}

fn says(seq: Seq, at: Millis, by: &str) -> Event {
    answers(seq, at, by, None)
}

fn answers(seq: Seq, at: Millis, by: &str, reply_to: Option<Seq>) -> Event {
    let client_id = format!("c-{seq}").parse().unwrap();
    event(
        seq,
        at,
        by,
        Kind::Message(Message::new(client_id, format!("text {seq}").parse().unwrap(), reply_to)),
    )
}

fn pending(client_id: &str) -> Pending {
    let deed = Deed::Post { text: "on its way".parse().unwrap(), reply_to: None };
    Pending { client_id: client_id.parse().unwrap(), room: "lobby".parse().unwrap(), deed, failed: None }
}

fn shown(events: &[Event], pending: &[Pending], unread_after: Option<Seq>) -> Vec<Row> {
    shown_on(Day(0), events, pending, unread_after)
}

fn shown_on(today: Day, events: &[Event], pending: &[Pending], unread_after: Option<Seq>) -> Vec<Row> {
    let (me, name) = ("me".parse().unwrap(), "ME".parse().unwrap());
    rows(&Scene {
        events: events.iter().collect(),
        pending: pending.iter().collect(),
        at_end: true,
        me: Some(&me),
        name: Some(&name),
        unread_after,
        event: &|seq| events.iter().find(|event| event.seq == seq),
        today,
        day: &|at| Day::of(at, 0),
    })
}

/// `D` a day, `-` the unread line, `*` a system row, `M` a message that leads its group, `m` one that follows.
fn sketch(rows: &[Row]) -> String {
    let letter = |row: &Row| match &row.body {
        Body::Day(..) => 'D',
        Body::Unread => '-',
        Body::System(_) => '*',
        Body::Message(said) if said.leads => 'M',
        Body::Message(_) => 'm',
    };
    rows.iter().map(letter).collect()
}

#[test]
fn after_midnight_the_day_before_is_not_today_any_more() {
    let log = [says(1, 0, "a"), says(2, DAY, "a")];
    let days = |today| {
        let rows = shown_on(today, &log, &[], None);
        let near = |row: &Row| if let Body::Day(nearness, _) = row.body { Some(nearness) } else { None };
        rows.iter().filter_map(near).collect::<Vec<_>>()
    };
    assert_eq!(days(Day(1)), [Nearness::Yesterday, Nearness::Today]);
    assert_eq!(days(Day(2)), [Nearness::Other, Nearness::Yesterday]);
}

#[test]
fn an_author_leads_once_in_five_minutes() {
    let log =
        [says(1, 0, "a"), says(2, 4 * MINUTE, "a"), says(3, 8 * MINUTE, "a"), says(4, 13 * MINUTE, "a")];
    assert_eq!(sketch(&shown(&log, &[], None)), "DMmmM");
}

#[test]
fn another_author_a_day_a_system_row_and_a_reply_break_the_group() {
    let midnight = DAY - MINUTE;
    let log = [
        says(1, midnight, "a"),
        says(2, midnight, "b"),
        says(3, DAY, "b"),
        event(4, DAY, "c", Kind::Join),
        says(5, DAY, "b"),
        answers(6, DAY, "b", Some(1)),
        says(7, DAY, "b"),
    ];
    assert_eq!(sketch(&shown(&log, &[], None)), "DMMDM*MMm");
}

#[test]
fn the_unread_line_stands_before_the_first_unread_message_of_somebody_else() {
    let log = [says(1, 0, "a"), says(2, 0, "me"), says(3, 0, "a"), says(4, 0, "a")];
    assert_eq!(sketch(&shown(&log, &[], Some(1))), "DMM-Mm");
    assert_eq!(sketch(&shown(&log, &[], Some(4))), "DMMMm");
}

#[test]
fn neighbouring_joins_share_a_row() {
    let log = [event(1, 0, "a", Kind::Join), event(2, 0, "b", Kind::Join), event(3, 0, "a", Kind::Leave)];
    let rows = shown(&log, &[], None);
    assert_eq!(sketch(&rows), "D**");
    assert!(matches!(&rows[1].body, Body::System(System::Joined(names)) if names.len() == 2));
}

#[test]
fn a_message_keeps_its_key_when_it_arrives() {
    let before = shown(&[], &[pending("c-1")], None);
    let after = shown(&[says(1, 0, "me")], &[], None);
    assert_eq!(before.last().unwrap().key, after.last().unwrap().key);
}

#[test]
fn pending_messages_carry_the_time_of_their_id() {
    let rows = shown(&[], &[pending("018bcfe5-6800-7000-8000-000000000001")], None);
    let Body::Message(said) = &rows.last().unwrap().body else { panic!() };
    assert_eq!((said.at, said.state.clone()), (1_700_000_000_000, State::Pending));
}

#[test]
fn stolen_client_ids_and_clocks_that_go_back_never_double_a_key() {
    let mut log = vec![says(1, DAY, "a"), says(2, 0, "a"), says(3, DAY, "a")];
    for event in &mut log {
        let Kind::Message(message) = &mut event.kind else { panic!() };
        message.client_id = "same".parse().unwrap();
    }
    let rows = shown(&log, &[], None);
    let keys: HashSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys.len(), rows.len());
    assert_eq!(sketch(&rows), "DMmM");
}

#[test]
fn quotes_show_what_is_loaded() {
    let log = [says(2, 0, "a"), answers(3, 0, "b", Some(2)), answers(4, 0, "b", Some(1))];
    let quotes: Vec<Quote> = shown(&log, &[], None)
        .into_iter()
        .filter_map(|row| if let Body::Message(said) = row.body { said.quote } else { None })
        .collect();
    assert_eq!(quotes[0].excerpt.as_deref(), Some("text 2"));
    assert_eq!((&quotes[1].name, &quotes[1].excerpt), (&None, &None));
}

#[test]
fn however_many_dividers_there_are_the_rows_stay_within_their_limit_and_every_message_is_there() {
    let log: Vec<Event> = (1..=ROWS as Seq).map(|seq| says(seq, seq * DAY, "a")).collect();
    let rows = shown(&log, &[], None);
    assert_eq!(rows.len(), ROWS);
    assert_eq!(rows.first().unwrap().seq, Some(1));
    assert_eq!(rows.last().unwrap().seq, Some(ROWS as Seq));
}
