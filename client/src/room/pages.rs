//! The pages of its log that a room lacks: parts that a screen wants, and events that have not come.

use common::{Event, Millis, Seq};

use super::Room;
use crate::Part;
use crate::log::Log;
use crate::timing::FAR_BEHIND;

/// A part of the earlier events that a screen wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    part: Part,
    /// When to request it; none while the request waits for its answer.
    pub request_at: Option<Millis>,
}

/// A page of history that a room needs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The newest one.
    Newest,
    /// The one after the cursor.
    After(Seq),
}

impl Room {
    /// A screen wants this part of the earlier events. It is requested soon, unless it is there, cannot be there, or another
    /// part is wanted.
    pub(crate) fn want(&mut self, part: Part, now: Millis) {
        let part = match part {
            Part::Around(seq) if self.event(seq).is_some() => return,
            Part::Around(seq) => self.log.part_with(seq),
            part => part,
        };
        let exists = match part {
            Part::Before(seq) => seq > 1,
            Part::After(seq) => seq < self.head,
            Part::Around(seq) => (1..=self.head).contains(&seq),
        };
        if exists && self.is_loaded() && self.wanted.is_none() {
            self.wanted = Some(Wanted { part, request_at: Some(now) });
        }
    }

    /// The part that is to be requested now.
    pub(crate) fn take_due_part(&mut self, now: Millis) -> Option<Part> {
        let wanted = self.wanted.as_mut()?;
        wanted.request_at.take_if(|at| *at <= now)?;
        Some(wanted.part)
    }

    /// The request for this part was not answered, or not granted yet.
    pub(crate) fn want_later(&mut self, part: Part, at: Millis) {
        if let Some(wanted) = self.wanted.as_mut().filter(|wanted| wanted.part == part) {
            wanted.request_at = Some(at);
        }
    }

    /// Receives a page of earlier events, unless nobody wants it any more.
    pub(crate) fn receive_part(&mut self, part: Part, page: Vec<Event>) {
        if self.wanted.take_if(|wanted| wanted.part == part).is_some() {
            self.log.add(part, page);
        }
    }

    /// The page of history that the room needs next, if it needs one.
    pub(crate) fn missing_page(&mut self) -> Option<Missing> {
        let cursor = self.is_behind().then_some(self.log.cursor())?;
        match cursor {
            Some(after) if self.head - after <= FAR_BEHIND => Some(Missing::After(after)),
            _ => {
                self.log = Log::default();
                self.wanted = None;
                Some(Missing::Newest)
            }
        }
    }
}
