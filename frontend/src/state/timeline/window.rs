//! Which events of a room have rows. However long the history is, the page has at most [`ROWS`].

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

    /// Shows later events, if there are some.
    pub fn down<'a>(self, events: impl Iterator<Item = &'a Event>) -> Self {
        let Some(to) = self.to else { return self };
        let mut after = events.filter(|event| event.seq > to && has_row(event));
        match (&mut after).take(STEP).last() {
            Some(last) if after.next().is_some() => Self { to: Some(last.seq), ..self },
            _ => Self { to: None, ..self },
        }
    }

    /// Shows an event and the events around it.
    pub fn around<'a>(self, seq: Seq, events: impl DoubleEndedIterator<Item = &'a Event> + Clone) -> Self {
        if self.cut(events.clone()).first().is_some_and(|first| first.seq <= seq)
            && self.to.is_none_or(|to| seq <= to)
        {
            return self;
        }
        let mut after = events.filter(|event| event.seq > seq && has_row(event));
        let to = (&mut after).take(STEP).last().map(|event| event.seq);
        Self { to: to.filter(|_| after.next().is_some()), size: EVENTS }
    }
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
        window = window.down(log.iter());
        assert_eq!(span(window, &log), (781, 1000));
        assert!(window.is_at_end());
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
        let window = Window::default().around(500, log.iter());
        assert_eq!(span(window, &log), (331, 550));
        assert_eq!(window.around(400, log.iter()), window);
        assert_eq!(Window::default().around(950, log.iter()), Window::default());
    }
}
