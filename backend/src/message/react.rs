//! `react`: set or clear a reaction.

use common::{Code, Emoji, Kind, Message, Seq, UserId, limits};

use super::change::Change;
use crate::failure::{Failure, refused};
use crate::row::Listener;

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
        let set = message.reactions.get(&self.emoji).is_some_and(|users| users.contains(&who.user));
        let full = message.reaction_count() >= limits::REACTIONS;
        let too_many =
            || refused(Code::TooLarge, format!("A message takes {} reactions.", limits::REACTIONS));
        (!self.on || set || !full).then_some(()).ok_or_else(too_many)
    }

    fn kind(&self) -> Kind {
        Kind::React { target: self.target, emoji: self.emoji.clone(), on: self.on }
    }
}
