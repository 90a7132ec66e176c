//! The message that a change changes, as its row holds it.

use aws_sdk_dynamodb::types::Put;
use common::{Change, Event, Kind, Message, RoomId, Seq, UserId};

use crate::context::Context;
use crate::failure::Failure;
use crate::key::Key;
use crate::log;
use crate::table::{self, Item, number, try_update};
use crate::transaction::Transaction;

/// The attribute of a message's row that names its latest edit: the only event that holds a text of it.
const LAST_EDIT: &str = "lastEdit";
/// The attribute of an event's row that holds a text.
const TEXT: &str = "text";
/// Events read at once when the edits of an older log are looked for.
const CHUNK: u32 = 100;

/// A message, with all attributes of its row.
pub struct Target {
    item: Item,
    pub author: UserId,
    pub message: Message,
}

impl Target {
    /// None if the row holds no message.
    pub fn read(item: Item) -> Option<Self> {
        let event: Event = table::parse(item.clone()).ok()?;
        let Kind::Message(message) = event.kind else { return None };
        Some(Self { item, author: event.by, message })
    }

    /// Whether earlier edits hold texts that no attribute names: so it is in logs of the first version.
    pub fn has_unnamed_edits(&self) -> bool {
        self.message.edited.is_some() && self.last_edit().is_none()
    }

    fn last_edit(&self) -> Option<Seq> {
        self.item.get(LAST_EDIT)?.as_n().ok()?.parse().ok()
    }

    /// Writes the message's state after this change. If the change replaces or deletes the text, the text goes from the
    /// edit before it too.
    pub fn write(
        self,
        cx: &Context,
        room: &RoomId,
        event: &Event,
        writes: &mut Transaction,
    ) -> Result<(), Failure> {
        let mut after = self.message.clone();
        after.apply(event);
        let (last_edit, mut item) = (self.last_edit(), self.item);
        let (new_edit, takes_text) = match event.kind.change() {
            Some(Change::Edit(_)) => (Some(event.seq), true),
            Some(Change::Delete(_)) => (None, true),
            _ => (last_edit, false),
        };
        item.remove(LAST_EDIT);
        item.extend(new_edit.map(|edit| (LAST_EDIT.to_owned(), number(edit))));
        writes.put(put_message(cx, item, &self.message, &after)?);
        if let Some(edit) = last_edit.filter(|_| takes_text) {
            writes.update(cx.table.build_removal(Key::event(room, edit), TEXT)?);
        }
        Ok(())
    }
}

/// Writes a message's new state over the one before, unless somebody else has changed it since. Attributes of the item
/// that this program does not know stay.
fn put_message(cx: &Context, mut item: Item, before: &Message, after: &Message) -> Result<Put, Failure> {
    let known = table::attributes(before)?;
    item.retain(|attribute, _| !known.contains_key(attribute));
    item.extend(table::attributes(after)?);
    let mut put = cx.table.build_put_item(item)?;
    if before.rev == 0 {
        put.condition_expression = Some("attribute_exists(pk) AND attribute_not_exists(#rev)".to_owned());
    } else {
        put.condition_expression = Some("#rev = :rev".to_owned());
        put.expression_attribute_values = Some([(":rev".to_owned(), number(before.rev))].into());
    }
    put.expression_attribute_names = Some([("#rev".to_owned(), "rev".to_owned())].into());
    Ok(put)
}

/// Removes the texts of a message's edits between the message and another event, in chunks. Only logs of the first version
/// need it: there no attribute names the edits. The message itself has been written before.
///
/// # Errors
/// The log cannot be read or written: then texts stay.
pub async fn clear_unnamed_edits(
    cx: &Context,
    room: &RoomId,
    message: Seq,
    until: Seq,
) -> Result<(), Failure> {
    let mut after = message;
    loop {
        let events = log::after(cx, room, after, CHUNK).await?;
        let Some(last) = events.last().map(|event| event.seq) else { return Ok(()) };
        let is_edit = |event: &&Event| matches!(&event.kind, Kind::Change(Change::Edit(edit)) if edit.target == message && event.seq < until);
        for edit in events.iter().filter(is_edit) {
            let update = cx.table.update(Key::event(room, edit.seq)).update_expression("REMOVE #text");
            try_update(update.expression_attribute_names("#text", TEXT)).await?;
        }
        if last >= until {
            return Ok(());
        }
        after = last;
    }
}
