//! The message that a change changes, as its row has it.

use aws_sdk_dynamodb::types::Put;
use common::{Change, Code, Event, Kind, Message, UserId};

use crate::context::Context;
use crate::failure::{Failure, refused};
use crate::log::edits::Edits;
use crate::message::permission;
use crate::row::{Listener, MessageRow};
use crate::table::{self, Item};

/// A message with its row.
pub struct Target {
    item: Item,
    author: UserId,
    pub message: Message,
    pub edits: Edits,
}

impl Target {
    /// Reads the row of an event, which may be none or no message.
    pub fn read(item: Option<Item>) -> Result<Self, Failure> {
        let item = item.unwrap_or_default();
        let event: Event = table::parse(item.clone()).map_err(|_| no_such_message())?;
        let Kind::Message(message) = event.kind else { return Err(no_such_message()) };
        let row: MessageRow = table::parse(item.clone())?;
        let edits = Edits::of(&row, &message);
        Ok(Self { item, author: event.by, message, edits })
    }

    /// Checks whether this person may make this change.
    pub fn check(&self, change: &Change, who: &Listener) -> Result<(), Failure> {
        if self.message.is_deleted() {
            return Err(refused(Code::NotFound, "This message has been deleted."));
        }
        permission::check(change, who, &self.author, &self.message)
    }

    /// The row with the message's new state. Attributes that this program does not know stay.
    pub fn changed(&self, after: &Message) -> Result<Item, Failure> {
        let (mut item, known) = (self.item.clone(), table::attributes(&self.message)?);
        item.retain(|attribute, _| !known.contains_key(attribute));
        item.extend(table::attributes(after)?);
        Ok(item)
    }

    /// Writes a row over this one, unless somebody else has changed it since.
    pub fn put(&self, cx: &Context, item: Item) -> Result<Put, Failure> {
        let mut put = cx.table.build_put_item(item)?;
        let rev = self.message.rev;
        if rev == 0 {
            put.condition_expression = Some("attribute_exists(pk) AND attribute_not_exists(#rev)".to_owned());
        } else {
            put.condition_expression = Some("#rev = :rev".to_owned());
            put.expression_attribute_values = Some([(":rev".to_owned(), table::number(rev))].into());
        }
        put.expression_attribute_names = Some([("#rev".to_owned(), "rev".to_owned())].into());
        Ok(put)
    }
}

pub fn no_such_message() -> Failure {
    refused(Code::NotFound, "There is no such message here.")
}
