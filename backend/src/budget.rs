//! The budget of a connection: how much its requests may cost.
//!
//! A process counts what it answers on each connection. That is approximate, because Lambda spreads the requests of a
//! connection over several processes. So a process that has spent [`SHARE`] points in a hurry also takes them from a
//! bucket on the connection's row, which all processes share. A connection that many processes serve at once can
//! therefore spend a burst, and a share more for each process. If the row cannot be written, or is gone because the
//! person has signed out everywhere else, the bound is a burst for each process.
//!
//! Invariant: an ordinary request writes no row here.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use common::Millis;

use crate::allowance::Allowance;

/// Points of a connection: 600 at once, and 10 a second. A client that comes back to a hundred rooms, fetches each and
/// sends its outbox spends 525; one that pages through history has 300 pages at once, and then five a second.
pub const POINTS: Allowance = Allowance { burst: 600, period: 60_000 };

/// Points that a process spends before it takes them from the connection's row.
const SHARE: u64 = 150;

/// Points that a connection may owe before it is closed. A client that waits `retryAfterMs` never gets there.
const DEBT: u64 = 100;

/// Connections that a process remembers before it forgets those that have paid everything.
const REMEMBERED: usize = 1_000;

/// The points that a request costs, by its action. Frames that are no request have the action `none`.
pub fn points(action: &str) -> u64 {
    match action {
        "hello" => 20,                    // up to a hundred rooms, each with its head and its listener
        "create" => 10,                   // a room for good
        "ping" | "none" => 5,             // a head and a mark for each room; what is no request has no excuse
        "join" | "listen" | "leave" => 3, // a transaction; mostly an event for everybody
        "history" | "rooms" => 2,         // a page
        _ => 1,
    }
}

/// The budgets of the connections that this process has met.
#[derive(Default)]
pub struct Budgets(Mutex<HashMap<String, Spent>>);

/// What a connection has spent in this process.
#[derive(Clone, Copy, Default)]
struct Spent {
    /// When all of it is paid back.
    paid: Millis,
    /// When that part is paid back which was not taken from the row.
    unshared: Millis,
}

/// What follows from a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// The request is refused: there are enough points after so many milliseconds.
    pub wait: Option<Millis>,
    /// So many points are to be taken from the connection's row.
    pub share: Option<u64>,
    /// The connection is to be closed.
    pub is_cut: bool,
}

impl Budgets {
    /// Takes the points of a request, also those of a refused one: a flood of refused requests costs something too.
    pub fn charge(&self, connection: &str, points: u64, now: Millis) -> Charge {
        self.with(connection, now, |spent| {
            let price = POINTS.price(points);
            spent.paid = spent.paid.max(now) + price;
            spent.unshared = spent.unshared.max(now) + price;
            let owed = POINTS.excess(spent.paid, now);
            let share = (spent.unshared - now) * POINTS.burst / POINTS.period;
            let share = (share >= SHARE).then_some(share);
            if share.is_some() {
                spent.unshared = now;
            }
            let is_cut = owed.is_some_and(|owed| owed > POINTS.price(DEBT));
            Charge { wait: owed.map(|owed| owed + price), share, is_cut }
        })
    }

    /// Takes all points that are left, because other processes have spent them.
    pub fn exhaust(&self, connection: &str, now: Millis) {
        self.with(connection, now, |spent| spent.paid = spent.paid.max(now + POINTS.period));
    }

    fn with<T>(&self, connection: &str, now: Millis, change: impl FnOnce(&mut Spent) -> T) -> T {
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.len() >= REMEMBERED && !budgets.contains_key(connection) {
            budgets.retain(|_, spent| spent.paid > now);
        }
        change(budgets.entry(connection.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Charges the actions at once, and returns how many are accepted.
    fn accepted(budgets: &Budgets, action: &str, count: usize, now: Millis) -> usize {
        (0..count).filter(|_| budgets.charge("c", points(action), now).wait.is_none()).count()
    }

    #[test]
    fn a_client_that_comes_back_to_a_hundred_rooms_with_its_outbox_is_never_refused() {
        let budgets = Budgets::default();
        for (action, count) in
            [("hello", 1), ("ping", 1), ("listen", 60), ("history", 100), ("send", 100), ("read", 20)]
        {
            assert_eq!(accepted(&budgets, action, count, 1_000), count, "{action}");
        }
        for second in 2..7_200 {
            assert_eq!(
                accepted(&budgets, "history", 4, second * 1_000),
                4,
                "four pages a second, for two hours"
            );
        }
    }

    #[test]
    fn an_ordinary_client_never_writes_to_its_row() {
        let budgets = Budgets::default();
        for second in 0..7_200 {
            let minute = [
                ("ping", second % 60 == 0),
                ("send", true),
                ("read", second % 5 == 0),
                ("typing", second % 3 == 0),
            ];
            for (action, _) in minute.into_iter().filter(|(_, happens)| *happens) {
                assert_eq!(
                    budgets.charge("c", points(action), second * 1_000),
                    Charge::default(),
                    "{action}"
                );
            }
        }
    }

    #[test]
    fn junk_is_refused_and_then_cut_and_a_client_that_waits_is_not() {
        let budgets = Budgets::default();
        assert_eq!(accepted(&budgets, "none", 140, 0), 120);
        assert!(budgets.charge("c", points("none"), 0).is_cut);
        assert_eq!(accepted(&budgets, "none", 1, 0), 0);
        assert_eq!(budgets.charge("other", 1, 0), Charge::default(), "everybody else goes on");

        let budgets = Budgets::default();
        let mut now = 0;
        for _ in 0..1_000 {
            let charge = budgets.charge("c", points("ping"), now);
            assert!(!charge.is_cut, "at {now} ms");
            now += charge.wait.unwrap_or_default();
        }
    }

    #[test]
    fn what_other_processes_have_spent_counts_and_is_paid_back() {
        let budgets = Budgets::default();
        let shares = (0..60).filter_map(|_| budgets.charge("c", points("none"), 0).share);
        assert_eq!(shares.collect::<Vec<_>>(), [SHARE, SHARE]);
        budgets.exhaust("c", 0);
        assert_eq!(budgets.charge("c", 1, 0).wait, Some(200));
        assert_eq!(budgets.charge("c", 1, 60_000).wait, None);
    }

    #[test]
    fn connections_that_have_paid_are_forgotten() {
        let budgets = Budgets::default();
        for second in 0..10_000_u64 {
            budgets.charge(&second.to_string(), 1, second * 1_000);
        }
        assert!(budgets.0.lock().unwrap().len() <= REMEMBERED);
    }
}
