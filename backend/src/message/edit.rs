//! `edit`: change the text of one's own message.

use common::{Code, Kind, Message, Seq, Text, UserId};

use super::change::Change;
use crate::failure::{Failure, refused};
use crate::row::Listener;

pub struct Edit {
    pub target: Seq,
    pub text: Text,
}

impl Change for Edit {
    fn target(&self) -> Seq {
        self.target
    }

    fn check(&self, who: &Listener, author: &UserId, _: &Message) -> Result<(), Failure> {
        let own = who.user == *author;
        own.then_some(()).ok_or_else(|| refused(Code::Forbidden, "Only its author may edit a message."))
    }

    fn kind(&self) -> Kind {
        Kind::Edit { target: self.target, text: self.text.clone() }
    }
}
