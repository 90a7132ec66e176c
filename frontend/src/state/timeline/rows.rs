//! From events to rows: groups, day dividers, the unread line, pending messages.

use client::{Client, Pending};
use common::markup::EmojiByShortcode;
use common::{Change, Event, Kind, Message, Millis, Name, RoomId, Seq, UserId};

use super::day::Day;
use super::excerpt::excerpt;
use super::overlay::{delivery, with_pending};
use super::row::{Content, Delivery, MessageRow, Quote, Reaction, Row, System};
use super::window::{ROWS, Window};

/// A message belongs to the group of the message before it if both have one author and it follows within this time.
pub const GROUP: Millis = 5 * 60_000;

/// What the rows are made from.
pub struct TimelineInput<'a> {
    /// The events that have rows, oldest first.
    pub events: Vec<&'a Event>,
    /// The pending changes in this room. New messages among them are shown if `at_end`.
    pub pending: Vec<&'a Pending>,
    /// Whether `events` ends with the newest event.
    pub at_end: bool,
    /// This person's id, once the server has told it.
    pub me: Option<&'a UserId>,
    /// This person's name.
    pub name: Option<&'a Name>,
    /// The last event above the unread line.
    pub unread_after: Option<Seq>,
    /// The newest name of a person, which counts for all that they did.
    pub name_of: &'a dyn Fn(&UserId) -> Option<&'a Name>,
    /// Finds a loaded event, whether it has a row or not.
    pub event: &'a dyn Fn(Seq) -> Option<&'a Event>,
    /// The emoji of a shortcode.
    pub emoji: EmojiByShortcode<'a>,
    /// Today.
    pub today: Day,
    /// The day of an instant in the reader's time zone.
    pub day: &'a dyn Fn(Millis) -> Day,
}

/// The rows of a room that a client knows, or of the messages that wait for a room it does not know yet. `today` and
/// `day` are the reader's calendar.
pub fn room_rows(
    client: &Client,
    id: &RoomId,
    window: Window,
    unread_after: Option<Seq>,
    emoji: EmojiByShortcode<'_>,
    (today, day): (Day, &dyn Fn(Millis) -> Day),
) -> Vec<Row> {
    let room = client.room(id);
    let is_in_window = |after: &Seq| room.is_some_and(|room| window.shows_next(*after, window.events(room)));
    rows(&TimelineInput {
        events: room.map(|room| window.cut(window.events(room))).unwrap_or_default(),
        pending: client.pending(id).collect(),
        at_end: window.is_at_end(),
        me: client.me().map(|me| &me.user),
        name: client.name(),
        unread_after: unread_after.filter(is_in_window),
        name_of: &|user| client.name_of(user),
        event: &|seq| room.and_then(|room| room.event(seq)),
        emoji,
        today,
        day,
    })
}

/// The rows, at most [`ROWS`], each with a key of its own.
pub fn rows(input: &TimelineInput) -> Vec<Row> {
    let mut builder =
        Builder { input, rows: Vec::new(), day: None, keys: Vec::new(), has_unread_line: false };
    input.events.iter().for_each(|event| builder.add_event(event));
    if input.at_end {
        input.pending.iter().for_each(|pending| builder.add_pending(pending));
    }
    within_limit(builder.rows)
}

/// Removes the oldest day dividers before messages: a message without a row could never be reached.
fn within_limit(mut rows: Vec<Row>) -> Vec<Row> {
    let mut surplus = rows.len().saturating_sub(ROWS);
    rows.retain(|row| {
        let is_removed = surplus > 0 && matches!(row.content, Content::Day(..));
        surplus -= usize::from(is_removed);
        !is_removed
    });
    rows.split_off(surplus)
}

struct Builder<'s, 'a> {
    input: &'s TimelineInput<'a>,
    rows: Vec<Row>,
    day: Option<Day>,
    /// In order, to be searched.
    keys: Vec<String>,
    has_unread_line: bool,
}

impl Builder<'_, '_> {
    fn add_event(&mut self, event: &Event) {
        match &event.kind {
            Kind::Message(message) => self.add_message(event, message),
            Kind::Join => self.add_system(event, System::Joined(vec![self.name(event)])),
            Kind::Leave => self.add_system(event, System::Left(vec![self.name(event)])),
            Kind::Title { title } => {
                self.add_system(event, System::Titled(self.name(event), title.clone()));
            }
            Kind::Change(_) | Kind::ClearedEdit { .. } | Kind::Unknown => {}
        }
    }

    fn name(&self, event: &Event) -> Name {
        (self.input.name_of)(&event.by).unwrap_or(&event.name).clone()
    }

    fn add_system(&mut self, event: &Event, system: System) {
        self.add_day_divider(event.at);
        if let Some(Row { content: Content::System(last), seq, .. }) = self.rows.last_mut()
            && merge(last, &system)
        {
            *seq = Some(event.seq);
            return;
        }
        self.push(format!("s.{}", event.seq), Some(event.seq), Content::System(system));
    }

    fn add_message(&mut self, event: &Event, message: &Message) {
        self.add_day_divider(event.at);
        let mine = self.input.me == Some(&event.by);
        let is_unread = self.input.unread_after.is_some_and(|after| event.seq > after) && !mine;
        if is_unread && !std::mem::replace(&mut self.has_unread_line, true) {
            self.push("unread".to_owned(), None, Content::Unread);
        }
        let pending = self.input.pending.iter().copied();
        let (message, delivery) = with_pending(message, event.seq, self.input.me, pending);
        let author = (Some(event.by.clone()), self.name(event));
        self.push_message(Some(event.seq), author, event.at, message, delivery);
    }

    fn add_pending(&mut self, pending: &Pending) {
        let (Change::Post(post), Some(name)) = (&pending.change, self.input.name) else { return };
        let at = pending.client_id.made_at().unwrap_or_default();
        self.add_day_divider(at);
        let message = Message::new(pending.client_id.clone(), post.clone());
        self.push_message(None, (self.input.me.cloned(), name.clone()), at, message, delivery(pending));
    }

    fn push_message(
        &mut self,
        seq: Option<Seq>,
        (by, name): (Option<UserId>, Name),
        at: Millis,
        message: Message,
        delivery: Delivery,
    ) {
        let key = format!("m.{}.{}", by.as_ref().map_or("", |by| by.as_str()), message.client_id);
        let quote = message.reply_to.map(|seq| self.quote(seq));
        let reactions = self.reactions(&message);
        let mine = by.as_ref() == self.input.me;
        let mut row =
            MessageRow { by, name, mine, at, starts_group: true, message, quote, reactions, delivery };
        row.starts_group = row.quote.is_some() || !self.continues_group(&row);
        self.push(key, seq, Content::Message(Box::new(row)));
    }

    fn reactions(&self, message: &Message) -> Vec<Reaction> {
        let me = self.input.me;
        let others = |users: &[UserId]| {
            let others = users.iter().filter(|user| Some(*user) != me);
            others.filter_map(|user| (self.input.name_of)(user).cloned()).collect()
        };
        let reactions = message.reactions.iter().map(|(emoji, users)| Reaction {
            emoji: emoji.clone(),
            count: users.len(),
            mine: me.is_some_and(|me| users.contains(me)),
            names: others(users),
        });
        reactions.collect()
    }

    fn quote(&self, seq: Seq) -> Quote {
        let event = (self.input.event)(seq);
        let name = event.map(|event| self.name(event));
        let text = event.and_then(|event| event.kind.message()?.text.as_ref());
        Quote { seq, name, excerpt: text.map(|text| excerpt(text.as_str(), self.input.emoji)) }
    }

    /// Whether a message belongs to the group of the row above it.
    fn continues_group(&self, row: &MessageRow) -> bool {
        let Some(last) = self.rows.last().and_then(Row::message) else { return false };
        row.at.saturating_sub(last.at) < GROUP && last.by == row.by && last.name == row.name
    }

    /// Adds a divider if a new day begins. Days never go back, even if the clocks of two people disagree.
    fn add_day_divider(&mut self, at: Millis) {
        let day = (self.input.day)(at);
        if self.day.is_none_or(|last| day > last) {
            self.day = Some(day);
            self.push(format!("d.{}", day.0), None, Content::Day(day.relative_to(self.input.today), at));
        }
    }

    /// Other clients choose the ids, so one may come twice. Two rows with one key would break the list on the page.
    fn push(&mut self, mut key: String, seq: Option<Seq>, content: Content) {
        if self.keys.binary_search(&key).is_ok() {
            key = format!("{key}.{}", self.rows.len());
        }
        if let Err(index) = self.keys.binary_search(&key) {
            self.keys.insert(index, key.clone());
        }
        self.rows.push(Row { key, seq, content });
    }
}

fn merge(last: &mut System, next: &System) -> bool {
    match (last, next) {
        (System::Joined(names), System::Joined(more)) | (System::Left(names), System::Left(more)) => {
            let new: Vec<Name> = more.iter().filter(|name| !names.contains(name)).cloned().collect();
            names.extend(new);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
