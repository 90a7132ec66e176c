//! The pause after API Gateway has refused a request because there are too many.

use common::Millis;

use crate::backoff::Backoff;
use crate::timing::THROTTLE_FORGET;

/// While a pause lasts, nothing is sent. Each pause that follows soon after another is longer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Throttle {
    backoff: Backoff,
    refused_at: Millis,
    /// When the pause ends.
    until: Option<Millis>,
}

impl Throttle {
    /// A request was refused. Returns when the pause ends. Several refusals during one pause count once.
    pub fn pause(&mut self, now: Millis, random: &mut fastrand::Rng) -> Millis {
        if let Some(until) = self.until {
            return until;
        }
        if now.saturating_sub(self.refused_at) > THROTTLE_FORGET {
            self.backoff.reset();
        }
        let until = now + self.backoff.next_throttle(random);
        self.refused_at = until;
        self.until = Some(until);
        until
    }

    /// When the pause ends, if there is one.
    pub fn until(&self) -> Option<Millis> {
        self.until
    }

    /// Ends the pause in time. Returns whether it has just ended.
    pub fn end(&mut self, now: Millis) -> bool {
        self.until.take_if(|until| *until <= now).is_some()
    }
}
