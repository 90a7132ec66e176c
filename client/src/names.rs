//! The newest name that is known of each person. An event has the name that its author had then.

use common::{Event, Millis, Name, UserId};
use litemap::LiteMap;

#[derive(Debug, Clone, Default)]
pub(crate) struct Names(LiteMap<UserId, Named>);

#[derive(Debug, Clone)]
struct Named {
    name: Name,
    /// When the person had this name, by the server's clock.
    at: Millis,
}

impl Names {
    /// Learns the name of an event's author. Returns whether the person was known under another name.
    pub fn learn(&mut self, event: &Event) -> bool {
        let named = || Named { name: event.name.clone(), at: event.at };
        match self.0.get_mut(&event.by) {
            None => {
                self.0.insert(event.by.clone(), named());
                false
            }
            Some(known) if known.at > event.at => known.name != event.name,
            Some(known) => std::mem::replace(known, named()).name != event.name,
        }
    }

    pub fn get(&self, user: &UserId) -> Option<&Name> {
        self.0.get(user).map(|named| &named.name)
    }
}
