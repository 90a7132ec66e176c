//! Carries the client's effects out, and tells it what happens.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use client::{Client, Command, Effect, Input, SocketId};
use leptos::prelude::*;

use super::socket::Line;
use super::{endpoint, keep, socket};
use crate::device::{self, time};

/// The client, for everything on the screen to look at and to tell what the person wants.
#[derive(Clone, Copy)]
pub(crate) struct Chat {
    client: RwSignal<Client>,
    wires: StoredValue<Rc<RefCell<Wires>>, LocalStorage>,
}

#[derive(Default)]
struct Wires {
    lines: HashMap<SocketId, Line>,
    timer: Option<TimeoutHandle>,
}

impl Chat {
    /// The client as the device remembers it, connecting if it knows who is here.
    pub fn start() -> Self {
        let client = RwSignal::new(Client::new(keep::saved(), device::random()));
        let chat = Self { client, wires: StoredValue::new_local(Rc::default()) };
        chat.input(Input::Start);
        chat.watch_the_device();
        chat
    }

    /// Looks at the client; whatever looked looks again when it has changed.
    pub fn with<T>(self, look: impl FnOnce(&Client) -> T) -> T {
        self.client.with(look)
    }

    /// Looks at the client once.
    pub fn glance<T>(self, look: impl FnOnce(&Client) -> T) -> T {
        self.client.with_untracked(look)
    }

    /// The person wants something.
    pub fn command(self, command: Command) {
        self.input(Input::Command(command));
    }

    /// Tries to connect now instead of later.
    pub fn hurry(self) {
        self.input(Input::Online);
    }

    fn input(self, input: Input) {
        if let Input::Closed(id) = input {
            self.wires.get_value().borrow_mut().lines.remove(&id);
        }
        let effects = self.client.try_update(|client| client.handle(time::now(), input));
        effects.into_iter().flatten().for_each(|effect| self.perform(effect));
        self.set_timer();
    }

    fn perform(self, effect: Effect) {
        let wires = self.wires.get_value();
        let mut wires = wires.borrow_mut();
        match effect {
            Effect::Connect(id) => {
                let line = socket::open(&address(), id, move |input| self.input(input));
                wires.lines.insert(id, line);
            }
            Effect::Transmit(id, text) => {
                // A line that has just ended reports that by itself.
                let _ = wires.lines.get(&id).map(|line| line.unbounded_send(text));
            }
            Effect::Close(id) => drop(wires.lines.remove(&id)),
            Effect::Save(change) => keep::keep(&change),
        }
    }

    fn set_timer(self) {
        let wires = self.wires.get_value();
        let mut wires = wires.borrow_mut();
        if let Some(timer) = wires.timer.take() {
            timer.clear();
        }
        let Some(deadline) = self.glance(Client::deadline) else { return };
        // A day at most: browsers take larger numbers for zero.
        let wait = deadline.saturating_sub(time::now()).min(86_400_000);
        let tick = move || self.input(Input::Tick);
        wires.timer = set_timeout_with_handle(tick, std::time::Duration::from_millis(wait)).ok();
    }

    fn watch_the_device(self) {
        window_event_listener(leptos::ev::online, move |_| self.input(Input::Online));
        let visible = move |_| self.input(Input::Visible(device::is_visible()));
        window_event_listener_untyped("visibilitychange", visible);
    }
}

fn address() -> String {
    let configured = device::meta("confab-endpoint");
    let location = window().location();
    let (protocol, host) = (location.protocol().unwrap_or_default(), location.host().unwrap_or_default());
    endpoint::endpoint(configured.as_deref(), &protocol, &host)
}
