//! The text in the composer of one room.

use common::{Change, Edit, Invalid, Post, Seq, Text, limits};
use serde::{Deserialize, Serialize};

/// Characters left, below which the composer tells how many there are.
const NEAR_LIMIT: usize = 500;

/// A new message or a reply, and perhaps an edit of another message over it. Nothing that is written is lost: the new
/// message stays below the edit, and an edit that is left for another one is set aside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    text: String,
    reply_to: Option<Seq>,
    /// The message that is being edited, and its new text.
    edit: Option<(Seq, String)>,
    /// The text of that message when the edit began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    /// Edits that were left for another one: the message, its original and its new text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<(Seq, Option<String>, String)>,
}

/// Whether a text fits into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// There is enough space.
    Enough,
    /// About so many characters are left.
    Left(usize),
    /// The text is too long by about so many characters.
    Over(usize),
}

impl Draft {
    /// A new message with this text.
    pub fn new(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// The draft as the device stores it; none if it is empty.
    ///
    /// ```
    /// use frontend::state::draft::Draft;
    /// let mut draft = Draft::new("half a reply".into());
    /// draft.reply(2);
    /// draft.edit(3, "typo");
    /// assert_eq!(Draft::restore(&draft.to_json().unwrap()), draft);
    /// assert_eq!(Draft::default().to_json(), None);
    /// ```
    pub fn to_json(&self) -> Option<String> {
        serde_json::to_string(self).ok().filter(|_| *self != Self::default())
    }

    /// What the device has stored. A stored text that is not JSON is the text of a new message.
    ///
    /// ```
    /// use frontend::state::draft::Draft;
    /// assert_eq!(Draft::restore("half a thought").text(), "half a thought");
    /// let version_1 = r#"{"text":"tea","reply_to":4,"edit":[7,"typo"]}"#;
    /// assert_eq!(Draft::restore(version_1).editing(), Some(7));
    /// ```
    pub fn restore(stored: &str) -> Self {
        common::from_json(stored).unwrap_or_else(|_| Self::new(stored.to_owned()))
    }

    /// The text in the box.
    pub fn text(&self) -> &str {
        self.edit.as_ref().map_or(&self.text, |(_, text)| text)
    }

    /// The message that is being edited.
    pub fn editing(&self) -> Option<Seq> {
        self.edit.as_ref().map(|(seq, _)| *seq)
    }

    /// The message that is being replied to.
    pub fn replying_to(&self) -> Option<Seq> {
        self.reply_to.filter(|_| self.edit.is_none())
    }

    /// The text in the box has changed.
    pub fn set_text(&mut self, text: String) {
        match &mut self.edit {
            Some((_, edit)) => *edit = text,
            None => self.text = text,
        }
    }

    /// Starts a reply to a message.
    pub fn reply(&mut self, seq: Seq) {
        self.set_edit_aside();
        self.reply_to = Some(seq);
    }

    /// Starts to edit a message whose text is `text`. It continues an edit that was set aside, unless the message has
    /// changed since.
    pub fn edit(&mut self, seq: Seq, text: &str) {
        if self.editing() == Some(seq) {
            return;
        }
        self.set_edit_aside();
        let index = self.set_aside.iter().position(|(edited, ..)| *edited == seq);
        let (_, original, new) = index.map(|index| self.set_aside.swap_remove(index)).unwrap_or_default();
        let continues = original.is_none_or(|original| original == text) && !new.is_empty();
        self.edit = Some((seq, if continues { new } else { text.to_owned() }));
        self.original = Some(text.to_owned());
    }

    /// Keeps the edit for later, if it has changed the text.
    fn set_edit_aside(&mut self) {
        let original = self.original.take();
        if let Some((seq, new)) = self.edit.take().filter(|(_, new)| original.as_ref() != Some(new)) {
            self.set_aside.push((seq, original, new));
        }
    }

    /// Discards the edit; if there is none, the reply. Returns whether there was either.
    pub fn cancel(&mut self) -> bool {
        self.original = None;
        self.edit.take().is_some() || self.reply_to.take().is_some()
    }

    /// Takes the change out of the draft, ready to be sent.
    ///
    /// # Errors
    /// The text is empty or does not fit. Then it stays in the draft.
    pub fn submit(&mut self) -> Result<Change, Invalid> {
        let text: Text = self.text().parse()?;
        self.original = None;
        if let Some((target, _)) = self.edit.take() {
            return Ok(Change::Edit(Edit { target, text }));
        }
        self.text.clear();
        Ok(Change::Post(Post { text, reply_to: self.reply_to.take() }))
    }

    /// Whether the text has control characters, as a pasted text may have.
    pub fn has_control_characters(&self) -> bool {
        matches!(self.text().parse::<Text>(), Err(Invalid::Character { .. }))
    }

    /// Whether the text fits. The server counts bytes; people count characters, so this tells about how many characters of
    /// the kind that the text consists of.
    ///
    /// ```
    /// use frontend::state::draft::{Draft, Space};
    /// assert_eq!(Draft::new("x".repeat(100)).space(), Space::Enough);
    /// assert_eq!(Draft::new("x".repeat(7_990)).space(), Space::Left(10));
    /// assert_eq!(Draft::new("字".repeat(2_700)).space(), Space::Over(34));
    /// ```
    pub fn space(&self) -> Space {
        let text = self.text().trim_end();
        let bytes_per_character = text.len().div_ceil(text.chars().count().max(1)).max(1);
        if text.len() > limits::TEXT {
            return Space::Over((text.len() - limits::TEXT).div_ceil(bytes_per_character));
        }
        match (limits::TEXT - text.len()) / bytes_per_character {
            left if left < NEAR_LIMIT => Space::Left(left),
            _ => Space::Enough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(target: Seq, text: &str) -> Change {
        Change::Edit(Edit { target, text: text.parse().unwrap() })
    }

    #[test]
    fn a_new_message_stays_below_an_edit() {
        let mut draft = Draft::new("half a thought".into());
        draft.edit(3, "typo");
        draft.set_text("fixed".into());
        assert_eq!(draft.submit().unwrap(), edit(3, "fixed"));
        assert_eq!(draft.text(), "half a thought");
    }

    #[test]
    fn an_unfinished_edit_is_there_again_after_another_edit_and_a_reply() {
        let mut draft = Draft::default();
        draft.edit(3, "three");
        draft.set_text("three, but".into());
        draft.edit(4, "four");
        draft.reply(2);
        draft.edit(3, "three");
        assert_eq!(draft.text(), "three, but");
        assert_eq!(draft.submit().unwrap(), edit(3, "three, but"));
        draft.edit(3, "three, but");
        assert_eq!(draft.text(), "three, but", "a finished edit is not set aside");
    }

    #[test]
    fn an_edit_of_an_older_text_is_not_continued() {
        let mut draft = Draft::default();
        draft.edit(3, "three");
        draft.set_text("three, but".into());
        draft.edit(4, "four");
        draft.edit(3, "changed elsewhere");
        assert_eq!(draft.text(), "changed elsewhere");
        draft.edit(4, "four, changed elsewhere");
        assert_eq!(draft.text(), "four, changed elsewhere", "an edit without a change is not set aside");
    }

    #[test]
    fn cancel_discards_the_edit_before_the_reply() {
        let mut draft = Draft::new("reply".into());
        draft.reply(2);
        draft.edit(3, "typo");
        assert!(draft.cancel());
        assert_eq!((draft.text(), draft.replying_to()), ("reply", Some(2)));
        assert!(draft.cancel());
        assert!(!draft.cancel());
        assert_eq!(draft.text(), "reply");
    }

    #[test]
    fn a_text_that_does_not_fit_stays() {
        for text in ["  \n ".to_owned(), "字".repeat(3_000)] {
            let mut draft = Draft::new(text.clone());
            assert!(draft.submit().is_err());
            assert_eq!(draft.text(), text);
        }
    }

    #[test]
    fn a_reply_is_sent_once() {
        let mut draft = Draft::new("yes".into());
        draft.reply(2);
        let post = Post { text: "yes".parse().unwrap(), reply_to: Some(2) };
        assert_eq!(draft.submit().unwrap(), Change::Post(post));
        assert_eq!(draft, Draft::default());
    }
}
