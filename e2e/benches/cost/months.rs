//! What a month costs three groups of people, with all that AWS bills, less what it never bills.

use client::timing::TYPING_EVERY;
use common::limits::TYPING_AUDIENCE;

use crate::other_frames::{OtherFrames, PING_SECONDS};
use crate::prices::{
    ALWAYS_FREE_LOGS, ALWAYS_FREE_METRICS, ALWAYS_FREE_REQUESTS, BACKUP, Bill, CONNECTION_MINUTES, LOGS,
    METRIC,
};
use crate::report::HIDDEN_PING;
use crate::usage::Usage;

/// People who use one stack.
struct Group {
    name: &'static str,
    people: f64,
    /// Days of a month on which each of them is there.
    days: f64,
    /// Hours of such a day with the page before one's eyes, and behind other windows.
    visible_hours: f64,
    hidden_hours: f64,
    /// Messages that each of them sends on such a day.
    messages: f64,
    /// Connections that hear each message.
    listeners: f64,
    /// Times that the page is opened, or connects again, on such a day.
    sessions: f64,
}

const GROUPS: [Group; 3] = [
    Group {
        name: "ten friends: an hour a day each, 30 messages, one room",
        people: 10.0,
        days: 30.0,
        visible_hours: 1.0,
        hidden_hours: 3.0,
        messages: 30.0,
        listeners: 10.0,
        sessions: 6.0,
    },
    Group {
        name: "a team of 50: 22 days of 8 hours, 40 messages, 25 hear each",
        people: 50.0,
        days: 22.0,
        visible_hours: 2.0,
        hidden_hours: 6.0,
        messages: 40.0,
        listeners: 25.0,
        sessions: 8.0,
    },
    Group {
        name: "a community of 5,000: 1,000 a day for an hour, 5 messages, 100 hear each",
        people: 1_000.0,
        days: 30.0,
        visible_hours: 1.0,
        hidden_hours: 1.0,
        messages: 5.0,
        listeners: 100.0,
        sessions: 3.0,
    },
];

/// Seconds for which a person types a message: 100 characters, four a second (an assumption).
const TYPING_SECONDS: f64 = 25.0;
/// Bytes that an invocation logs: Lambda's three lines and one with the counts (an assumption).
const LOGGED: f64 = 1_300.0;
/// Bytes of a message in the table, with its `DONE` row (an assumption).
const STORED: f64 = 700.0;
/// Months of messages in the table.
const MONTHS: f64 = 12.0;
/// The ten counts of `message`, and the filter that counts errors.
const METRICS: f64 = 11.0;

/// Prints what each group costs a month.
pub fn months(measured: &[(usize, Usage)], typing: &[(usize, Usage)], other_frames: &OtherFrames) {
    println!("\n### A month, in US dollars\n");
    println!(
        "| | messages | frames and minutes | Lambda | DynamoDB | logs and metrics | **Confab** | without typing |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for group in &GROUPS {
        let usage = group.usage(measured, other_frames);
        let with_typing = usage.plus(&group.typing(typing));
        let [gateway, lambda, table, watching] = group.bill(&with_typing);
        let [total, quiet] = [with_typing, usage].map(|usage| group.bill(&usage).iter().sum::<f64>());
        println!(
            "| {} | {:.0} | {gateway:.2} | {lambda:.2} | {table:.2} | {watching:.2} | **{total:.2}** | {quiet:.2} |",
            group.name,
            group.messages(),
        );
    }
}

impl Group {
    /// The days of all people.
    fn days(&self) -> f64 {
        self.people * self.days
    }

    /// The messages of a month.
    fn messages(&self) -> f64 {
        self.days() * self.messages
    }

    /// What this usage costs: API Gateway, Lambda, DynamoDB, logs and metrics.
    fn bill(&self, usage: &Usage) -> [f64; 4] {
        let minutes = self.days() * (self.visible_hours + self.hidden_hours) * 60.0;
        let bill = Bill::of(usage).times(1e-6);
        let billed = (1.0 - ALWAYS_FREE_REQUESTS / usage.invocations).max(0.0);
        let logs = (usage.invocations * LOGGED / 1e9 - ALWAYS_FREE_LOGS).max(0.0) * LOGS;
        [
            bill.frames() + minutes / 1e6 * CONNECTION_MINUTES,
            bill.lambda() * billed,
            bill.table() + self.messages() * STORED * MONTHS / 1e9 * BACKUP,
            logs + (METRICS - ALWAYS_FREE_METRICS).max(0.0) * METRIC,
        ]
    }

    /// What people type in a month, before they send each message.
    fn typing(&self, measured: &[(usize, Usage)]) -> Usage {
        let audience = |room: &&(usize, Usage)| room.0 <= TYPING_AUDIENCE;
        let (told, untold): (Vec<_>, Vec<_>) = measured.iter().partition(audience);
        let each = match (told.as_slice(), untold.as_slice()) {
            ([few, many, ..], _) if self.listeners <= TYPING_AUDIENCE as f64 => {
                line(self.listeners, few, many)
            }
            (_, [(_, untold), ..]) => *untold,
            _ => Usage::default(),
        };
        each.times(self.messages() * TYPING_SECONDS * 1e3 / TYPING_EVERY as f64)
    }

    /// All other frames of a month.
    fn usage(&self, measured: &[(usize, Usage)], other_frames: &OtherFrames) -> Usage {
        let pings = self.visible_hours * 3_600.0 / PING_SECONDS;
        let with_marks = (pings / 2.0).min(self.messages * self.listeners);
        let hidden_pings = self.hidden_hours * 60.0 / HIDDEN_PING;
        let frames = [
            (of_room(self.listeners, measured), self.messages),
            (other_frames.ping, pings - with_marks + hidden_pings),
            (other_frames.ping_with_mark, with_marks),
            (other_frames.session, self.sessions),
        ];
        frames
            .iter()
            .fold(Usage::default(), |sum, (usage, count)| sum.plus(&usage.times(count * self.days())))
    }
}

/// The usage of a message in a room between two measured ones.
fn of_room(listeners: f64, measured: &[(usize, Usage)]) -> Usage {
    let above = measured.iter().position(|(connections, _)| *connections as f64 >= listeners);
    let above = above.unwrap_or(measured.len() - 1).max(1);
    line(listeners, &measured[above - 1], &measured[above])
}

/// The usage on the line through two measured rooms.
fn line(listeners: f64, (few, of_few): &(usize, Usage), (many, of_many): &(usize, Usage)) -> Usage {
    let share = (listeners - *few as f64) / (*many - *few) as f64;
    of_few.plus(&of_many.minus(of_few).times(share))
}
