//! From events to rows: grouping, day dividers, the unread line, what is still on its way.

use client::{Deed, Pending};
use common::{ClientId, Event, Kind, Message, Millis, Name, Seq, UserId};

use litemap::LiteMap;

use super::day::Day;
use super::overlay::{overlaid, state};
use super::row::{Body, Chip, Quote, Row, Said, State, System};
use super::window::ROWS;

/// One author's messages belong together if each follows the last within this time.
pub const TOGETHER: Millis = 5 * 60_000;
/// Characters of a quoted message that are shown.
const EXCERPT: usize = 140;

/// What the rows are made from.
pub struct Scene<'a> {
    /// The part of the log that is shown, oldest first.
    pub events: Vec<&'a Event>,
    /// What is on its way in this room; new messages among it are shown if `at_end`.
    pub pending: Vec<&'a Pending>,
    /// Whether `events` ends with the newest one.
    pub at_end: bool,
    /// My id, once the server has said it.
    pub me: Option<&'a UserId>,
    /// My name.
    pub name: Option<&'a Name>,
    /// The last event above the unread line.
    pub unread_after: Option<Seq>,
    /// A loaded event, shown or not.
    pub event: &'a dyn Fn(Seq) -> Option<&'a Event>,
    /// The local day that it is now.
    pub today: Day,
    /// The local day of an instant.
    pub day: &'a dyn Fn(Millis) -> Day,
}

/// The rows of a scene, at most [`ROWS`], each with a key of its own.
pub fn rows(scene: &Scene) -> Vec<Row> {
    let mut page = Page { scene, rows: Vec::new(), day: None, keys: LiteMap::new(), is_read: true };
    scene.events.iter().for_each(|event| page.event(event));
    if scene.at_end {
        scene.pending.iter().for_each(|pending| page.pending(pending));
    }
    within_limit(page.rows)
}

/// Day lines go before messages do, the oldest first: a message that is cut off could never be reached.
fn within_limit(mut rows: Vec<Row>) -> Vec<Row> {
    let mut surplus = rows.len().saturating_sub(ROWS);
    rows.retain(|row| {
        let goes = surplus > 0 && matches!(row.body, Body::Day(..));
        surplus -= usize::from(goes);
        !goes
    });
    rows.split_off(surplus)
}

struct Page<'s, 'a> {
    scene: &'s Scene<'a>,
    rows: Vec<Row>,
    day: Option<Day>,
    keys: LiteMap<String, ()>,
    is_read: bool,
}

impl Page<'_, '_> {
    fn event(&mut self, event: &Event) {
        match &event.kind {
            Kind::Message(message) => self.message(event, message),
            Kind::Join => self.system(event, System::Joined(vec![event.name.clone()])),
            Kind::Leave => self.system(event, System::Left(vec![event.name.clone()])),
            Kind::Title { title } => self.system(event, System::Titled(event.name.clone(), title.clone())),
            _ => {}
        }
    }

    fn system(&mut self, event: &Event, system: System) {
        self.divide(event.at);
        if let Some(Row { body: Body::System(last), seq, .. }) = self.rows.last_mut()
            && merge(last, &system)
        {
            *seq = Some(event.seq);
            return;
        }
        self.push(format!("s.{}", event.seq), Some(event.seq), Body::System(system));
    }

    fn message(&mut self, event: &Event, message: &Message) {
        self.divide(event.at);
        let mine = self.scene.me == Some(&event.by);
        let starts_unread = self.scene.unread_after.is_some_and(|after| event.seq > after) && !mine;
        if self.is_read && starts_unread {
            self.push("unread".to_owned(), None, Body::Unread);
            self.is_read = false;
        }
        let (shown, state) = overlaid(message, event.seq, self.scene.me, self.scene.pending.iter().copied());
        let mut said = said(Some(event.by.clone()), event.name.clone(), mine, event.at);
        said.chips = chips(&shown, self.scene.me);
        said.edited = shown.edited.is_some() && !shown.is_deleted();
        said.text = shown.text;
        said.state = state;
        self.say(said, Some(event.seq), &message.client_id, message.reply_to);
    }

    fn pending(&mut self, pending: &Pending) {
        let (Deed::Post { text, reply_to }, Some(name)) = (&pending.deed, self.scene.name) else { return };
        let at = made_at(&pending.client_id).unwrap_or_default();
        self.divide(at);
        let mut said = said(self.scene.me.cloned(), name.clone(), true, at);
        said.text = Some(text.clone());
        said.state = state(pending);
        self.say(said, None, &pending.client_id, *reply_to);
    }

    fn say(&mut self, mut said: Said, seq: Option<Seq>, client_id: &ClientId, reply_to: Option<Seq>) {
        said.quote = reply_to.map(|seq| quote(seq, (self.scene.event)(seq)));
        said.leads = said.quote.is_some() || !self.continues(&said);
        let key = format!("m.{}.{client_id}", said.by.as_ref().map_or("", |by| by.as_str()));
        self.push(key, seq, Body::Message(Box::new(said)));
    }

    /// Whether a message belongs to the group of the row above it.
    fn continues(&self, said: &Said) -> bool {
        let Some(Row { body: Body::Message(last), .. }) = self.rows.last() else { return false };
        let soon = said.at.saturating_sub(last.at) < TOGETHER;
        soon && last.by == said.by && last.name == said.name
    }

    /// A divider, if a new day begins. Days only go forward, even where clocks disagree.
    fn divide(&mut self, at: Millis) {
        let day = (self.scene.day)(at);
        if self.day.is_none_or(|last| day > last) {
            self.day = Some(day);
            self.push(format!("d.{}", day.0), None, Body::Day(day.seen_from(self.scene.today), at));
        }
    }

    /// Ids that others chose could be there twice; two rows with one key would break the screen.
    fn push(&mut self, mut key: String, seq: Option<Seq>, body: Body) {
        if self.keys.insert(key.clone(), ()).is_some() {
            key = format!("{key}.{}", self.rows.len());
            self.keys.insert(key.clone(), ());
        }
        self.rows.push(Row { key, seq, body });
    }
}

fn said(by: Option<UserId>, name: Name, mine: bool, at: Millis) -> Said {
    let (text, quote, chips) = (None, None, Vec::new());
    Said { by, name, mine, at, leads: true, text, edited: false, quote, chips, state: State::Sent }
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

fn chips(message: &Message, me: Option<&UserId>) -> Vec<Chip> {
    let chip = |(emoji, users): (&common::Emoji, &[UserId])| Chip {
        emoji: emoji.clone(),
        count: users.len(),
        mine: me.is_some_and(|me| users.contains(me)),
    };
    message.reactions.iter().map(chip).collect()
}

fn quote(seq: Seq, event: Option<&Event>) -> Quote {
    let name = event.map(|event| event.name.clone());
    let text = event.and_then(|event| match &event.kind {
        Kind::Message(message) => message.text.as_ref(),
        _ => None,
    });
    Quote { seq, name, excerpt: text.map(|text| excerpt(text.as_str())) }
}

/// How a text begins: its first line with something on it.
pub fn excerpt(text: &str) -> String {
    text.trim_start().lines().next().unwrap_or_default().chars().take(EXCERPT).collect()
}

/// When a client made an id, by its own clock: a UUIDv7 begins with the milliseconds since 1970.
fn made_at(id: &ClientId) -> Option<Millis> {
    let digits: String = id.as_str().chars().filter(|c| *c != '-').take(12).collect();
    Millis::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests;
