//! `delete`: take a message back.

use common::{Code, Kind, Message, Seq, UserId};

use super::change::Change;
use crate::failure::{Failure, refused};
use crate::row::{Listener, Role};

pub struct Delete {
    pub target: Seq,
}

impl Change for Delete {
    fn target(&self) -> Seq {
        self.target
    }

    fn check(&self, who: &Listener, author: &UserId, _: &Message) -> Result<(), Failure> {
        let may = who.user == *author || who.role == Role::Owner;
        may.then_some(()).ok_or_else(|| {
            refused(Code::Forbidden, "Only its author or the room's owner may delete a message.")
        })
    }

    fn kind(&self) -> Kind {
        Kind::Delete { target: self.target }
    }
}
