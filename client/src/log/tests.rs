use super::*;
use common::{Change, Delete, Edit, Kind, Message, Post};

fn event(seq: Seq, kind: Kind) -> Event {
    let (by, name) = ("u-1".parse().unwrap(), "Ada".parse().unwrap());
    Event { seq, at: seq, by, name, messages: None, kind }
}

fn message(seq: Seq) -> Event {
    let post = Post { text: "before".parse().unwrap(), reply_to: None };
    event(seq, Kind::Message(Message::new(format!("c-{seq}").parse().unwrap(), post)))
}

fn edit(seq: Seq, target: Seq) -> Event {
    event(seq, Kind::Change(Change::Edit(Edit { target, text: "after".parse().unwrap() })))
}

fn text(log: &Log, seq: Seq) -> &str {
    let event = log.tail().event(seq).or_else(|| log.passage().event(seq));
    match &event.unwrap().kind {
        Kind::Message(Message { text: Some(text), .. }) => text.as_str(),
        other => panic!("{other:?}"),
    }
}

fn seqs(log: &Log) -> Vec<Seq> {
    log.tail().events().map(|event| event.seq).collect()
}

/// The first and the last event of the passage.
fn passage(log: &Log) -> Option<(Seq, Seq)> {
    log.passage().first_seq().zip(log.passage().last_seq())
}

fn messages(seqs: std::ops::RangeInclusive<Seq>) -> Vec<Event> {
    seqs.map(message).collect()
}

/// A log of 1,000 messages of which the last ten are loaded, and 100 to 120.
fn with_passage() -> Log {
    let mut log = Log::default();
    log.load(messages(991..=1000), 1000);
    log.add(Part::Around(110), messages(100..=120));
    log
}

#[test]
fn early_events_are_held_and_known_ones_dropped() {
    let mut log = Log::default();
    log.load(vec![message(1)], 1);
    assert!(!log.push(message(3)));
    assert!(!log.push(message(1)));
    assert_eq!(seqs(&log), [1]);
    assert!(log.push(message(2)));
    assert_eq!(seqs(&log), [1, 2, 3]);
}

#[test]
fn an_edit_that_overtook_its_page_is_not_lost() {
    let mut log = Log::default();
    log.load(vec![edit(3, 1)], 3);
    log.add(Part::Before(3), vec![message(1), message(2)]);
    assert_eq!(text(&log, 1), "after");
    assert_eq!(seqs(&log), [1, 2, 3]);
}

#[test]
fn only_the_last_edit_has_text_and_after_a_deletion_none_has() {
    let cleared = |log: &Log| -> Vec<Seq> {
        let events = log.tail().events().filter(|event| matches!(event.kind, Kind::ClearedEdit { .. }));
        events.map(|event| event.seq).collect()
    };
    let mut log = Log::default();
    log.load(vec![message(1), message(2), edit(3, 1), edit(4, 2)], 4);
    log.push(edit(5, 1));
    assert_eq!(cleared(&log), [3]);
    log.push(event(6, Kind::Change(Change::Delete(Delete { target: 1 }))));
    assert_eq!(cleared(&log), [3, 5]);
}

#[test]
fn a_cleared_edit_changes_nothing_and_keeps_its_place() {
    let mut log = Log::default();
    log.load(vec![message(1)], 1);
    assert!(log.push(event(2, Kind::ClearedEdit { target: 1 })));
    assert_eq!((text(&log, 1), log.cursor()), ("before", Some(2)));
    log.push(edit(3, 1));
    assert_eq!(text(&log, 1), "after");
}

#[test]
fn a_page_with_a_hole_counts_from_there_on() {
    let mut log = Log::default();
    log.load(vec![message(1), message(3), message(4)], 4);
    assert_eq!(seqs(&log), [3, 4]);
    log.add(Part::Before(3), vec![message(1), message(1), message(2)]);
    assert_eq!(seqs(&log), [1, 2, 3, 4]);
}

#[test]
fn a_page_that_does_not_join_the_window_is_ignored() {
    let mut log = Log::default();
    log.load(vec![message(9)], 9);
    log.add(Part::Before(9), vec![message(3), message(4)]);
    assert_eq!(seqs(&log), [9]);
}

#[test]
fn a_passage_grows_both_ways_and_becomes_one_with_the_tail() {
    let mut log = with_passage();
    assert_eq!((passage(&log), seqs(&log).len()), (Some((100, 120)), 10));
    log.add(Part::After(120), messages(121..=170));
    log.add(Part::Before(100), messages(50..=99));
    assert_eq!(passage(&log), Some((50, 170)));
    log.add(Part::After(170), messages(171..=995));
    assert_eq!((passage(&log), seqs(&log)), (None, (50..=1000).collect()));
}

#[test]
fn a_tail_that_reaches_the_passage_becomes_one_with_it() {
    let mut log = with_passage();
    log.add(Part::Before(991), messages(121..=990));
    assert_eq!((passage(&log), seqs(&log)), (None, (100..=1000).collect()));
}

#[test]
fn a_page_for_a_passage_that_is_gone_is_ignored() {
    let mut log = with_passage();
    log.add(Part::Around(500), messages(500..=550));
    log.add(Part::After(120), messages(121..=170));
    log.add(Part::Before(100), messages(50..=99));
    assert_eq!(passage(&log), Some((500, 550)));
    log.trim();
    assert_eq!(passage(&log), None);
}

#[test]
fn changes_reach_the_passage_before_and_after_it_is_loaded() {
    let mut log = Log::default();
    log.load(vec![edit(1000, 110)], 1000);
    log.add(Part::Around(110), messages(100..=120));
    log.push(edit(1001, 111));
    assert_eq!([text(&log, 110), text(&log, 111), text(&log, 112)], ["after", "after", "before"]);
}

#[test]
fn a_long_way_up_or_down_needs_no_more_memory() {
    let mut log = Log::default();
    log.load(messages(19_951..=20_000), 20_000);
    let mut first = 19_951;
    while first > 10_000 {
        log.add(Part::Before(first), messages(first - 50..=first - 1));
        first -= 50;
        assert!(log.tail().len() + log.passage().len() < 2 * MAX_SPAN);
    }
    assert_eq!(log.tail().last_seq(), Some(20_000));
    assert_eq!(passage(&log), Some((first, first + MAX_SPAN as Seq - 1)));
    while let Some((_, last)) = passage(&log) {
        log.add(Part::After(last), messages(last + 1..=last + 50));
    }
    assert_eq!(log.tail().last_seq(), Some(20_000));
}

#[test]
fn what_is_near_continues_what_is_loaded() {
    let log = with_passage();
    assert_eq!(log.part_with(950), Part::Before(991));
    assert_eq!(log.part_with(99), Part::Before(100));
    assert_eq!(log.part_with(150), Part::After(120));
    assert_eq!(log.part_with(500), Part::Around(500));
}
