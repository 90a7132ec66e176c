//! What is being written in one room.

use common::{Fields, FromFields, FromJson, Invalid, Json, Seq, Text, Unfit, limits};
use serde::Serialize;

/// A new message or an answer, and perhaps an edit on top of it: the draft waits below the edit, unharmed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Draft {
    text: String,
    reply_to: Option<Seq>,
    edit: Option<(Seq, String)>,
}

/// What writing ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submission {
    /// Say it.
    Post(Text, Option<Seq>),
    /// Change that message to this.
    Edit(Seq, Text),
}

impl Draft {
    /// A draft of this text.
    pub fn kept(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// What to keep while another room is on the screen, and across reloads; none if there is nothing.
    ///
    /// ```
    /// use frontend::composer::draft::Draft;
    /// let mut draft = Draft::kept("half an answer".into());
    /// draft.reply(2);
    /// draft.edit(3, "typo");
    /// let kept = draft.to_keep().unwrap();
    /// let json = serde_json::from_str(&kept).unwrap();
    /// assert_eq!(Draft::restored(kept, json), draft);
    /// assert_eq!(Draft::default().to_keep(), None);
    /// ```
    pub fn to_keep(&self) -> Option<String> {
        serde_json::to_string(self).ok().filter(|_| *self != Self::default())
    }

    /// What was kept, as it is and as JSON; what is not a draft is the text of one.
    ///
    /// ```
    /// use frontend::composer::draft::Draft;
    /// assert_eq!(Draft::restored("half a thought".into(), common::Json::Nothing).text(), "half a thought");
    /// ```
    pub fn restored(kept: String, json: Json) -> Self {
        Self::from_json(json).unwrap_or_else(|_| Self::kept(kept))
    }

    /// What stands in the box.
    pub fn text(&self) -> &str {
        self.edit.as_ref().map_or(&self.text, |(_, text)| text)
    }

    /// The message that is being changed.
    pub fn editing(&self) -> Option<Seq> {
        self.edit.as_ref().map(|(seq, _)| *seq)
    }

    /// The message that is being answered.
    pub fn replying_to(&self) -> Option<Seq> {
        self.reply_to.filter(|_| self.edit.is_none())
    }

    /// The box changed.
    pub fn write(&mut self, text: String) {
        match &mut self.edit {
            Some((_, edit)) => *edit = text,
            None => self.text = text,
        }
    }

    /// Starts an answer.
    pub fn reply(&mut self, seq: Seq) {
        self.edit = None;
        self.reply_to = Some(seq);
    }

    /// Starts to change a message.
    pub fn edit(&mut self, seq: Seq, text: &str) {
        self.edit = Some((seq, text.to_owned()));
    }

    /// Takes back the last of: an edit, an answer. False if there was neither.
    pub fn cancel(&mut self) -> bool {
        self.edit.take().is_some() || self.reply_to.take().is_some()
    }

    /// Takes what is written, ready to be sent.
    ///
    /// # Errors
    /// It is empty, or it does not fit; then everything stays in the box.
    pub fn submit(&mut self) -> Result<Submission, Invalid> {
        let text: Text = self.text().parse()?;
        if let Some((seq, _)) = self.edit.take() {
            return Ok(Submission::Edit(seq, text));
        }
        self.text.clear();
        Ok(Submission::Post(text, self.reply_to.take()))
    }

    /// Whether there are control characters in it, as pasted text may have.
    pub fn has_strange_characters(&self) -> bool {
        matches!(self.text().parse::<Text>(), Err(Invalid::Character { .. }))
    }

    /// Bytes that are too many; 0 if it fits.
    ///
    /// ```
    /// use frontend::composer::draft::Draft;
    /// assert_eq!(Draft::kept("x".repeat(8_003)).surplus(), 3);
    /// assert_eq!(Draft::kept("x".into()).surplus(), 0);
    /// ```
    pub fn surplus(&self) -> usize {
        self.text().trim_end().len().saturating_sub(limits::TEXT)
    }
}

impl FromFields for Draft {
    fn from_fields(fields: &mut Fields) -> Result<Self, Unfit> {
        Ok(Self {
            text: fields.take("text")?,
            reply_to: fields.take("reply_to")?,
            edit: fields.take("edit")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_leaves_the_draft_below_it() {
        let mut draft = Draft::kept("half a thought".into());
        draft.edit(3, "typo");
        draft.write("fixed".into());
        assert_eq!(draft.submit().unwrap(), Submission::Edit(3, "fixed".parse().unwrap()));
        assert_eq!(draft.text(), "half a thought");
    }

    #[test]
    fn cancelling_takes_back_one_thing_at_a_time() {
        let mut draft = Draft::kept("answer".into());
        draft.reply(2);
        draft.edit(3, "typo");
        assert!(draft.cancel());
        assert_eq!((draft.text(), draft.replying_to()), ("answer", Some(2)));
        assert!(draft.cancel());
        assert!(!draft.cancel());
        assert_eq!(draft.text(), "answer");
    }

    #[test]
    fn what_does_not_fit_stays() {
        for text in ["  \n ".to_owned(), "字".repeat(3_000)] {
            let mut draft = Draft::kept(text.clone());
            assert!(draft.submit().is_err());
            assert_eq!(draft.text(), text);
        }
    }

    #[test]
    fn an_answer_is_sent_once() {
        let mut draft = Draft::kept("yes".into());
        draft.reply(2);
        assert_eq!(draft.submit().unwrap(), Submission::Post("yes".parse().unwrap(), Some(2)));
        assert_eq!(draft, Draft::default());
    }
}
