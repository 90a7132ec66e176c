//! Which events of a room have rows. However long the history is, the page has at most [`ROWS`].

use client::Room;
use common::{Event, Kind, Seq};

/// Rows in the DOM, at most.
pub const ROWS: usize = 300;
/// Events among them, at most: the rest is for dividers and pending messages.
const EVENTS: usize = 220;
/// Rows for a room that was just opened.
const FIRST: usize = 80;
/// The number of events that are added or moved at once.
const STEP: usize = 50;

/// A window of up to `EVENTS` events that ends at `to`, or at the newest event.
///
/// Invariant: it grows upwards until it is full, then it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    to: Option<Seq>,
    size: usize,
}

impl Default for Window {
    fn default() -> Self {
        Self { to: None, size: FIRST }
    }
}

impl Window {
    /// Whether it ends at the newest event.
    pub fn is_at_end(self) -> bool {
        self.to.is_none()
    }

    /// The loaded events among which it stands: those around a far place, or the newest.
    pub fn events(self, room: &Room) -> impl DoubleEndedIterator<Item = &Event> + Clone {
        room.events_at(self.to.unwrap_or(Seq::MAX))
    }

    /// The last event, if it does not end at the newest one.
    pub fn end(self) -> Option<Seq> {
        self.to
    }

    /// The events to show, oldest first.
    pub fn cut<'a>(self, events: impl DoubleEndedIterator<Item = &'a Event>) -> Vec<&'a Event> {
        let inside = |event: &&Event| self.to.is_none_or(|to| event.seq <= to) && has_row(event);
        let mut newest_first: Vec<&Event> = events.rev().filter(inside).take(self.size).collect();
        newest_first.reverse();
        newest_first
    }

    /// Shows earlier events: the window grows, or moves up. None if no earlier event is loaded; then an older page is
    /// needed.
    pub fn up<'a>(self, events: impl DoubleEndedIterator<Item = &'a Event> + Clone) -> Option<Self> {
        let shown = self.cut(events.clone());
        let first = shown.first()?.seq;
        let before = events.rev().filter(|event| event.seq < first && has_row(event)).take(STEP).count();
        let surplus = (shown.len() + before).saturating_sub(EVENTS);
        let last = shown.len().checked_sub(surplus + 1).and_then(|last| shown.get(last))?;
        let to = if surplus > 0 { Some(last.seq) } else { self.to };
        // The window grows by a whole step even for fewer events: events that arrive later must not push out the
        // first ones, which the reader looks at.
        let size = (shown.len() + STEP).clamp(self.size, EVENTS);
        (before > 0).then_some(Self { to, size })
    }

    /// Whether it shows the first event after this one, so that a line between them is at the right place.
    pub fn shows_next<'a>(
        self,
        seq: Seq,
        mut events: impl DoubleEndedIterator<Item = &'a Event> + Clone,
    ) -> bool {
        let shown = self.cut(events.clone()).first().map(|first| first.seq);
        let next = events.clone().find(|event| event.seq > seq && has_row(event)).map(|next| next.seq);
        let is_known = events.next().is_some_and(|first| first.seq <= seq + 1);
        is_known && shown.zip(next).is_some_and(|(shown, next)| shown <= next)
    }

    /// Shows later events. None if no later event is loaded; then a later page is needed. `newest` is the newest event of
    /// the room.
    pub fn down<'a>(
        self,
        events: impl DoubleEndedIterator<Item = &'a Event> + Clone,
        newest: Option<Seq>,
    ) -> Option<Self> {
        let to = step_after(self.to?, events, newest);
        (to != self.to).then_some(Self { to, ..self })
    }

    /// A window that shows an event and the events around it. `events` are those among which it is.
    pub fn around<'a>(
        seq: Seq,
        events: impl DoubleEndedIterator<Item = &'a Event> + Clone,
        newest: Option<Seq>,
    ) -> Self {
        Self { to: step_after(seq, events, newest), size: EVENTS }
    }

    /// Whether it reaches from before this event to after it.
    pub fn shows<'a>(self, seq: Seq, events: impl DoubleEndedIterator<Item = &'a Event>) -> bool {
        self.to.is_none_or(|to| seq <= to) && self.cut(events).first().is_some_and(|first| first.seq <= seq)
    }
}

/// The event that is a step after this one, or the last one; none if that is the newest.
fn step_after<'a>(
    seq: Seq,
    mut events: impl DoubleEndedIterator<Item = &'a Event> + Clone,
    newest: Option<Seq>,
) -> Option<Seq> {
    let mut after = events.clone().filter(|event| event.seq > seq && has_row(event));
    let step = after.nth(STEP - 1).filter(|_| after.next().is_some());
    let last = events.next_back().filter(|last| Some(last.seq) != newest);
    step.or(last).map(|event| event.seq)
}

/// Whether an event has a row of its own; the others only change rows.
pub fn has_row(event: &Event) -> bool {
    matches!(event.kind, Kind::Message(_) | Kind::Join | Kind::Leave | Kind::Title { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(count: Seq) -> Vec<Event> {
        let (by, name): (common::UserId, common::Name) = ("u".parse().unwrap(), "A".parse().unwrap());
        (1..=count)
            .map(|seq| Event {
                seq,
                at: 0,
                by: by.clone(),
                name: name.clone(),
                messages: None,
                kind: Kind::Join,
            })
            .collect()
    }

    fn span(window: Window, log: &[Event]) -> (Seq, Seq) {
        let shown = window.cut(log.iter());
        assert!(shown.len() <= EVENTS);
        (shown.first().unwrap().seq, shown.last().unwrap().seq)
    }

    #[test]
    fn the_window_grows_then_moves_up_and_comes_back() {
        let log = log(1000);
        let mut window = Window::default();
        assert_eq!(span(window, &log), (921, 1000));
        for _ in 0..2 {
            window = window.up(log.iter()).unwrap();
        }
        assert_eq!(span(window, &log), (821, 1000));
        window = window.up(log.iter()).unwrap();
        assert_eq!(span(window, &log), (771, 990));
        assert_eq!(window.down(log[..990].iter(), Some(1000)), None, "a later page is needed");
        window = window.down(log.iter(), Some(1000)).unwrap();
        assert_eq!(span(window, &log), (781, 1000));
        assert!(window.is_at_end());
    }

    #[test]
    fn a_window_below_which_events_are_missing_is_not_at_the_end() {
        let log = log(1000);
        let around = &log[399..450];
        let mut window = Window::around(420, around.iter(), Some(1000));
        assert_eq!((span(window, around), window.end()), ((400, 450), Some(450)));
        window = window.down(log[399..500].iter(), Some(1000)).unwrap();
        assert_eq!((span(window, &log[399..500]), window.end()), ((400, 500), Some(500)));
    }

    #[test]
    fn a_line_stands_only_where_nothing_is_missing() {
        let log = log(1000);
        let shows = |seq, from: usize| Window::default().shows_next(seq, log[from..].iter());
        assert!(shows(950, 0) && shows(920, 0));
        assert!(!shows(919, 0), "the event after it is above the window");
        assert!(shows(950, 950) && !shows(949, 950), "the event after it is not loaded");
        assert!(!shows(1000, 0), "there is none after it");
    }

    #[test]
    fn the_top_of_what_is_loaded_stays_the_top() {
        let log = log(90);
        let window = Window::default().up(log.iter()).unwrap();
        assert_eq!(span(window, &log), (1, 90));
        assert_eq!(window.up(log.iter()), None);
        assert_eq!(Window::default().up([].iter()), None);
    }

    #[test]
    fn a_far_message_is_shown_with_the_events_around_it() {
        let log = log(1000);
        let window = Window::around(500, log.iter(), Some(1000));
        assert_eq!(span(window, &log), (331, 550));
        let shows = |window: Window, seq| window.shows(seq, log.iter());
        assert!(shows(window, 331) && shows(window, 550) && !shows(window, 330) && !shows(window, 551));
        assert!(shows(Window::default(), 950) && !shows(Window::default(), 500));
        assert!(Window::around(960, log.iter(), Some(1000)).is_at_end());
    }
}
