//! The text of earlier edits. Only the last edit of a message has text, and after a deletion none has.

use aws_sdk_dynamodb::types::AttributeValue;
use common::{Change, Message, RoomId, Seq};
use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::key::{self, Key};
use crate::row::MessageRow;
use crate::table::{Item, all, number, text, try_update};
use crate::transaction::Transaction;

/// Edits cleared at once.
const CONCURRENT: usize = 10;

/// Which edits of a message have text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// None.
    None,
    /// The one with this number.
    Last(Seq),
    /// Any: the message was edited before its row named its last edit, or somebody has not finished to clear them.
    Unknown,
}

impl Edits {
    /// What a message's row tells.
    pub fn of(row: &MessageRow, message: &Message) -> Self {
        match row.edit {
            _ if row.clearing => Self::Unknown,
            Some(seq) => Self::Last(seq),
            None if message.edited.is_some() => Self::Unknown,
            None => Self::None,
        }
    }

    /// Writes into the row of the message what the change makes of the edits, and clears the one that is known. Those that
    /// are not known are cleared after the commit: [`clear`].
    pub fn change(
        self,
        cx: &Context,
        room: &RoomId,
        (change, seq): (&Change, Seq),
        row: &mut Item,
        writes: &mut Transaction,
    ) -> Result<(), Failure> {
        if self == Self::Unknown {
            row.insert("clearing".to_owned(), AttributeValue::Bool(true));
            return Ok(());
        }
        if !matches!(change, Change::Edit(_) | Change::Delete(_)) {
            return Ok(());
        }
        if let Self::Last(last) = self {
            writes.update(cx.table.build_remove(Key::event(room, last), "text")?);
        }
        match change {
            Change::Edit(_) => row.insert("edit".to_owned(), number(seq)),
            _ => row.remove("edit"),
        };
        Ok(())
    }
}

/// Clears all edits of a message whose last change is event `rev`, except the last edit of one that is not deleted. Then
/// the row names that one. If it is interrupted, the next change or the repetition of this one begins anew.
pub async fn clear(
    cx: &Context,
    room: &RoomId,
    target: Seq,
    rev: Seq,
    is_deleted: bool,
) -> Result<(), Failure> {
    let mut edits = with_text(cx, room, target, rev).await?;
    let last = if is_deleted { None } else { edits.pop() };
    let clears = edits.into_iter().map(async |seq| {
        let update = cx.table.update(Key::event(room, seq)).update_expression("REMOVE #text");
        let update = update.condition_expression("attribute_exists(pk)");
        try_update(update.expression_attribute_names("#text", "text")).await
    });
    stream::iter(clears).buffer_unordered(CONCURRENT).try_collect::<Vec<bool>>().await?;
    let update = cx.table.update(Key::event(room, target));
    let update = match last {
        Some(last) => update
            .update_expression("SET edit = :edit REMOVE clearing")
            .expression_attribute_values(":edit", number(last)),
        None => update.update_expression("REMOVE clearing, edit"),
    };
    // Whoever has changed the message meanwhile clears its edits too.
    let update = update.condition_expression("#rev = :rev").expression_attribute_names("#rev", "rev");
    try_update(update.expression_attribute_values(":rev", number(rev))).await.map(|_| ())
}

/// The numbers of the edits that have text, in order.
async fn with_text(cx: &Context, room: &RoomId, target: Seq, rev: Seq) -> Result<Vec<Seq>, Failure> {
    #[derive(Deserialize)]
    struct Found {
        seq: Seq,
    }
    let range = cx.table.range(key::room(room), key::log(target), key::log(rev));
    let query = range
        .filter_expression("#kind = :edit AND #target = :target AND attribute_exists(#text)")
        .projection_expression("#seq")
        .expression_attribute_names("#kind", "kind")
        .expression_attribute_names("#target", "target")
        .expression_attribute_names("#text", "text")
        .expression_attribute_names("#seq", "seq")
        .expression_attribute_values(":edit", text("edit"))
        .expression_attribute_values(":target", number(target));
    let found: Vec<Found> = all(query).await?;
    Ok(found.into_iter().map(|found| found.seq).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use common::Post;

    #[test]
    fn a_message_that_was_edited_before_rows_named_the_last_edit_has_unknown_edits() {
        let post = Post { text: "hi".parse().unwrap(), reply_to: None };
        let mut message = Message::new("c-1".parse().unwrap(), post);
        let row = |edit, clearing| MessageRow { edit, clearing };
        assert_eq!(Edits::of(&row(None, false), &message), Edits::None);
        message.edited = Some(5);
        assert_eq!(Edits::of(&row(None, false), &message), Edits::Unknown);
        assert_eq!(Edits::of(&row(Some(9), false), &message), Edits::Last(9));
        assert_eq!(Edits::of(&row(Some(9), true), &message), Edits::Unknown);
    }
}
