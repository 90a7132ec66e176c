//! Carries the client's effects out, and tells it what happens.

use std::time::Duration;

use client::{Client, Command, Effect, Input, SocketId};
use leptos::prelude::*;
use litemap::LiteMap;

use super::socket::Line;
use super::{endpoint, keep};
use crate::device::{self, time};
use crate::widgets::erased::later;
use crate::widgets::state::{Kept, Only, Watched};

/// The page's client, for everything on the screen to look at and to tell what the person wants.
#[derive(Clone, Copy)]
pub(crate) struct Chat;

thread_local! {
    static CLIENT: Only<Watched<Client>> = const { Only::new() };
    static WIRES: Only<Kept<Wires>> = const { Only::new() };
}

#[derive(Default)]
struct Wires {
    lines: LiteMap<SocketId, Line>,
    timer: Option<TimeoutHandle>,
}

impl Chat {
    /// The client as the device remembers it, connecting if it knows who is here.
    pub fn start() {
        CLIENT.with(|client| client.begin(Watched::new(Client::new(keep::saved(), device::random()))));
        WIRES.with(|wires| wires.begin(Kept::new(Wires::default())));
        Self.input(Input::Start);
        Self.watch_the_device();
    }

    fn client(self) -> Watched<Client> {
        CLIENT.with(Only::get)
    }

    fn wires(self) -> Kept<Wires> {
        WIRES.with(Only::get)
    }

    /// Looks at the client; whatever looked looks again when it has changed.
    pub fn with<T>(self, look: impl FnOnce(&Client) -> T) -> T {
        self.client().with(look)
    }

    /// Looks at the client once.
    pub fn glance<T>(self, look: impl FnOnce(&Client) -> T) -> T {
        self.client().with_untracked(look)
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
            self.wires().update(|wires| wires.lines.remove(&id));
        }
        let effects = self.client().update(|client| client.handle(time::now(), input));
        effects.into_iter().flatten().for_each(|effect| self.perform(effect));
        self.set_timer();
    }

    fn perform(self, effect: Effect) {
        self.wires().update(|wires| match effect {
            Effect::Connect(id) => match Line::open(&address(), id, move |input| self.input(input)) {
                Some(line) => drop(wires.lines.insert(id, line)),
                None => drop(later(Duration::ZERO, move || self.input(Input::Closed(id)))),
            },
            Effect::Transmit(id, text) => {
                if let Some(line) = wires.lines.get(&id) {
                    line.say(&text);
                }
            }
            Effect::Close(id) => drop(wires.lines.remove(&id)),
            Effect::Save(change) => keep::keep(&change),
        });
    }

    fn set_timer(self) {
        if let Some(timer) = self.wires().update(|wires| wires.timer.take()).flatten() {
            timer.clear();
        }
        let Some(deadline) = self.glance(Client::deadline) else { return };
        // A day at most: browsers take larger numbers for zero.
        let wait = deadline.saturating_sub(time::now()).min(86_400_000);
        let tick = move || self.input(Input::Tick);
        let timer = later(Duration::from_millis(wait), tick);
        self.wires().update(|wires| wires.timer = timer);
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
