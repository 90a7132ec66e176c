//! `react`: set or clear a reaction.

use common::{Code, Emoji, Kind, Message, Seq, UserId, limits};

use super::change::Change;
use crate::failure::{Failure, refused};
use crate::row::Listener;

/// Reactions of one person to one message, so that nobody takes the room for those of all others.
const EACH: usize = 10;

pub struct React {
    pub target: Seq,
    pub emoji: Emoji,
    pub on: bool,
}

impl Change for React {
    fn target(&self) -> Seq {
        self.target
    }

    fn check(&self, who: &Listener, _: &UserId, message: &Message) -> Result<(), Failure> {
        let set = message.reactions.has(&self.emoji, &who.user);
        let own = message.reactions.iter().filter(|(_, users)| users.contains(&who.user)).count();
        if set || !self.on {
            Ok(())
        } else if own >= EACH {
            let message = format!("You may react {EACH} times to a message; take one back first.");
            Err(refused(Code::TooLarge, message))
        } else if message.reactions.count() >= limits::REACTIONS {
            Err(refused(Code::TooLarge, format!("A message takes {} reactions.", limits::REACTIONS)))
        } else {
            Ok(())
        }
    }

    fn kind(&self) -> Kind {
        Kind::React { target: self.target, emoji: self.emoji.clone(), on: self.on }
    }
}
