//! The client's rules, one at a time, on a line that a script holds in its hands.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use client::{Client, Command, Effect, Identity, Input, Keep, Saved, SocketId, Status, timing};
use common::{Code, Json, Millis, RoomId};
use serde_json::{Value, json};

fn lobby() -> RoomId {
    "lobby".parse().unwrap()
}

/// A client, its clock, and what it did last.
struct Script {
    client: Client,
    now: Millis,
    socket: SocketId,
    saved: Vec<Keep>,
    sent: Vec<Value>,
    connected: Vec<SocketId>,
    closed: Vec<SocketId>,
}

impl Script {
    /// Remembers a guest.
    fn new() -> Self {
        Self::of(Some("u-me"))
    }

    fn of(user: Option<&str>) -> Self {
        let identity = user.map(|user| Identity {
            user: user.parse().unwrap(),
            name: "Ada".parse().unwrap(),
            token: "t".to_owned().try_into().unwrap(),
        });
        let client = Client::new(Saved { identity, ..Saved::default() }, 7);
        let none = (vec![], vec![], vec![], vec![]);
        let mut script = Self {
            client,
            now: 0,
            socket: 1,
            saved: none.0,
            sent: none.1,
            connected: none.2,
            closed: none.3,
        };
        script.feed(Input::Start);
        script
    }

    /// Connected, in the lobby, whose log ends at `head`, with one page of one event loaded.
    fn online(head: u64) -> Self {
        let mut script = Self::new();
        script.feed(Input::Opened(1));
        script.greet(head);
        script.feed(Input::Command(Command::Open(lobby())));
        let id = script.last("history")["id"].clone();
        script.hear(json!({"type": "page", "id": id, "room": "lobby", "events": [message(head)], "head": head, "more": true}));
        script.wait(timing::SETTLE);
        script.pong(json!({}));
        script.sent.clear();
        script
    }

    fn pong(&mut self, heads: Value) {
        let id = self.last("ping")["id"].clone();
        self.hear(json!({"type": "pong", "id": id, "now": 0, "heads": heads}));
    }

    fn feed(&mut self, input: Input) {
        for effect in self.client.handle(self.now, input) {
            match effect {
                Effect::Connect(socket) => self.connected.push(socket),
                Effect::Close(socket) => self.closed.push(socket),
                Effect::Transmit(_, text) => self.sent.push(serde_json::from_str(&text).unwrap()),
                Effect::Save(keep) => self.saved.push(keep),
            }
        }
    }

    fn hear(&mut self, frame: Value) {
        self.feed(Input::Frame(self.socket, serde_json::from_value(frame).unwrap()));
    }

    fn greet(&mut self, head: u64) {
        self.greet_as("u-me", head);
    }

    fn greet_as(&mut self, user: &str, head: u64) {
        let id = self.last("hello")["id"].clone();
        let rooms = json!([{"room": "lobby", "title": "Lobby", "head": head, "read": head}]);
        self.hear(json!({"type": "welcome", "id": id, "user": user, "name": "Ada", "token": "t", "now": 0, "rooms": rooms}));
    }

    /// The server does not take what was said in greeting.
    fn turn_away(&mut self) {
        let id = self.last("hello")["id"].clone();
        self.hear(json!({"type": "error", "id": id, "code": "unauthorized", "message": "no"}));
    }

    fn sign_in(&mut self, token: &str) {
        self.feed(Input::Command(Command::SignIn(token.to_owned().try_into().unwrap())));
        self.socket = *self.connected.last().unwrap();
        self.feed(Input::Opened(self.socket));
    }

    fn push(&mut self, seq: u64) {
        self.hear(json!({"type": "events", "room": "lobby", "events": [message(seq)]}));
    }

    /// Lets time pass, tick by tick.
    fn wait(&mut self, time: Millis) {
        let until = self.now + time;
        while let Some(at) = self.client.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.feed(Input::Tick);
        }
        self.now = until;
    }

    fn post(&mut self, text: &str) {
        let (room, text) = (lobby(), text.parse().unwrap());
        self.feed(Input::Command(Command::Post { room, text, reply_to: None }));
    }

    fn last(&self, action: &str) -> Value {
        self.all(action).pop().unwrap_or_else(|| panic!("no {action} in {:?}", self.sent))
    }

    fn all(&self, action: &str) -> Vec<Value> {
        self.sent.iter().filter(|request| request["action"] == action).cloned().collect()
    }

    fn seqs(&self) -> Vec<u64> {
        self.client.room(&lobby()).unwrap().events().map(|event| event.seq).collect()
    }

    fn pending(&self) -> usize {
        self.client.pending(&lobby()).count()
    }
}

fn message(seq: u64) -> Value {
    json!({"seq": seq, "at": seq, "by": "u-other", "name": "Bob", "kind": "message", "clientId": format!("c-{seq}"), "text": "hi"})
}

#[test]
fn a_message_is_kept_before_it_is_sent_and_leaves_on_its_ack() {
    let mut script = Script::online(5);
    script.post("hello");
    assert!(matches!(&script.saved[..], [.., Keep::Pending(pending)] if pending.failed.is_none()));
    let send = script.last("send");
    let client_id = send["messages"][0]["clientId"].clone();
    script.hear(
        json!({"type": "ack", "id": send["id"], "results": [{"clientId": client_id, "seq": 6, "at": 9}]}),
    );
    assert_eq!((script.pending(), script.seqs()), (0, vec![5, 6]));
    assert!(matches!(script.saved.last(), Some(Keep::Drop(_))));
}

#[test]
fn one_send_is_in_flight_and_the_rest_follows_in_one_frame() {
    let mut script = Script::online(5);
    ["one", "two", "three"].iter().for_each(|text| script.post(text));
    let first = script.last("send");
    assert_eq!(script.all("send").len(), 1);
    script.hear(json!({"type": "ack", "id": first["id"], "results": [{"clientId": first["messages"][0]["clientId"], "seq": 6, "at": 9}]}));
    assert_eq!(script.last("send")["messages"].as_array().unwrap().len(), 2);
}

#[test]
fn after_an_ambiguous_failure_the_same_client_id_is_sent_again() {
    let mut script = Script::online(5);
    script.post("hello");
    let first = script.last("send");
    script.hear(json!({"message": "Internal server error", "connectionId": "x=", "requestId": "y="}));
    script.wait(timing::BACKOFF_BASE);
    assert_eq!(script.all("send").len(), 2);
    assert_eq!(script.last("send")["messages"], first["messages"]);
    assert_ne!(script.last("send")["id"], first["id"]);
}

#[test]
fn what_is_refused_for_good_waits_for_its_author() {
    let mut script = Script::online(5);
    script.post("hello");
    let id = script.last("send")["id"].clone();
    script.hear(json!({"type": "error", "id": id, "code": "forbidden", "message": "no"}));
    let failed = script.client.pending(&lobby()).next().unwrap().clone();
    assert_eq!(failed.failed, Some(Code::Forbidden));
    script.wait(timing::ANSWER);
    assert_eq!(script.all("send").len(), 1);
    script.feed(Input::Command(Command::Retry(failed.client_id)));
    assert_eq!(script.all("send").len(), 2);
}

#[test]
fn a_gap_is_held_for_a_moment_then_fetched() {
    let mut script = Script::online(5);
    script.push(8);
    script.push(7);
    script.wait(timing::HOLD - 1);
    assert_eq!(script.all("history").len(), 0);
    script.wait(1);
    let request = script.last("history");
    assert_eq!(request["after"], 5);
    script.hear(json!({"type": "page", "id": request["id"], "room": "lobby", "events": [message(6)], "head": 8, "more": true}));
    assert_eq!(script.seqs(), [5, 6, 7, 8]);
}

#[test]
fn reordered_pushes_need_no_fetch() {
    let mut script = Script::online(5);
    script.push(7);
    script.push(6);
    script.wait(10 * timing::HOLD);
    assert_eq!((script.all("history").len(), script.seqs()), (0, vec![5, 6, 7]));
}

#[test]
fn a_lost_push_is_found_by_the_next_heartbeat() {
    let mut script = Script::online(5);
    script.wait(66_000);
    script.pong(json!({"lobby": 6}));
    assert_eq!(script.last("history")["after"], 5);
}

#[test]
fn what_crossed_the_greeting_is_found_soon() {
    let mut script = Script::new();
    script.feed(Input::Opened(1));
    script.greet(5);
    script.wait(timing::SETTLE);
    assert_eq!(script.all("ping").len(), 1);
}

#[test]
fn traffic_in_one_room_does_not_delay_the_heartbeat_that_finds_losses_in_another() {
    let mut script = Script::online(5);
    for step in 0..13 {
        script.wait(5_000);
        script.push(6 + step);
    }
    script.wait(1_000);
    assert_eq!(script.all("ping").len(), 1);
}

#[test]
fn far_behind_the_newest_page_comes_first() {
    let mut script = Script::online(5);
    let head = 5 + timing::FAR_BEHIND + 1;
    script.push(head);
    script.wait(timing::HOLD);
    let request = script.last("history");
    assert_eq!((request.get("after"), request.get("before")), (None, None));
    script.hear(json!({"type": "page", "id": request["id"], "room": "lobby", "events": [message(head)], "head": head, "more": true}));
    assert_eq!(script.seqs(), [head]);
    assert!(script.client.room(&lobby()).unwrap().has_older());
}

#[test]
fn no_answer_for_ten_seconds_means_a_dead_connection() {
    let mut script = Script::online(5);
    script.post("hello");
    script.wait(timing::ANSWER);
    assert_eq!(script.closed, [1]);
    script.wait(timing::BACKOFF_BASE);
    assert_eq!(script.connected, [1, 2]);
}

#[test]
fn back_off_is_reset_by_a_frame_and_not_by_an_open_socket() {
    let longest = |speaks: bool| {
        let mut script = Script::new();
        let mut waits = vec![];
        for attempt in 1..40 {
            script.feed(Input::Opened(attempt));
            script.socket = attempt;
            if speaks {
                script.greet(5);
            }
            script.feed(Input::Closed(attempt));
            let Status::Offline { retry_at } = script.client.status() else { panic!() };
            waits.push(retry_at - script.now);
            script.wait(retry_at - script.now);
        }
        waits.into_iter().max().unwrap()
    };
    assert!(longest(true) <= timing::BACKOFF_BASE);
    assert!(longest(false) > timing::BACKOFF_CAP / 2);
}

#[test]
fn the_network_coming_back_ends_the_wait() {
    let mut script = Script::new();
    (1..12).for_each(|attempt| {
        script.feed(Input::Closed(attempt));
        script.wait(script.client.deadline().unwrap() - script.now);
    });
    script.feed(Input::Closed(12));
    script.feed(Input::Online);
    assert_eq!(script.connected.last(), Some(&13));
}

#[test]
fn the_next_connection_is_open_before_api_gateway_cuts_this_one() {
    let mut script = Script::online(5);
    while script.connected.len() == 1 {
        assert!(script.now < timing::RENEW.end, "renewed in time");
        script.wait(script.client.deadline().unwrap() - script.now);
        if !script.all("ping").is_empty() {
            script.pong(json!({}));
            script.sent.clear();
        }
    }
    assert!(timing::RENEW.contains(&script.now));
    assert_eq!((script.client.status(), script.closed.len()), (Status::Online, 0));
    script.feed(Input::Opened(2));
    script.socket = 2;
    script.greet(6);
    assert_eq!((script.client.status(), &script.closed[..]), (Status::Online, &[1][..]));
    assert_eq!(script.last("history")["after"], 5);
}

#[test]
fn a_token_that_no_longer_counts_makes_a_new_guest_of_the_same_name() {
    let mut script = Script::new();
    script.feed(Input::Opened(1));
    script.turn_away();
    let hello = script.last("hello");
    assert_eq!((hello.get("token"), &hello["name"]), (None, &json!("Ada")));
}

#[test]
fn an_issuer_s_token_is_said_until_it_is_taken_and_the_server_s_is_kept() {
    let mut script = Script::of(None);
    assert_eq!((script.client.status(), script.connected.len()), (Status::Nameless, 0));
    script.sign_in("from the issuer");
    script.feed(Input::Closed(1));
    script.wait(timing::BACKOFF_BASE);
    script.socket = 2;
    script.feed(Input::Opened(2));
    let hellos: Vec<Value> = script.all("hello").iter().map(|hello| hello["token"].clone()).collect();
    assert_eq!(hellos, ["from the issuer", "from the issuer"]);
    assert_eq!(script.last("hello").get("name"), None, "the server knows the name");
    script.greet_as("o-me", 5);
    assert!(matches!(script.saved.last(), Some(Keep::Identity(me)) if me.token.reveal() == "t"));
    assert_eq!((script.client.status(), script.client.name().unwrap().as_str()), (Status::Online, "Ada"));
    script.feed(Input::Closed(2));
    script.wait(timing::BACKOFF_BASE);
    script.feed(Input::Opened(3));
    assert_eq!(script.last("hello")["token"], "t");
}

#[test]
fn a_guest_who_signs_in_takes_a_new_connection() {
    let mut script = Script::online(5);
    script.sign_in("from the issuer");
    assert_eq!((&script.closed[..], &script.connected[..]), (&[1][..], &[1, 2][..]));
    assert_eq!(script.last("hello")["token"], "from the issuer");
    script.greet_as("o-me", 5);
    assert_eq!(script.client.me().unwrap().user.as_str(), "o-me");
}

#[test]
fn who_was_signed_in_does_not_become_a_guest() {
    let mut script = Script::of(Some("o-me"));
    script.feed(Input::Opened(1));
    script.turn_away();
    assert_eq!((script.client.status(), script.all("hello").len()), (Status::SignedOut, 1));
    assert_eq!(
        (&script.closed[..], script.client.deadline()),
        (&[1][..], None),
        "nothing is tried by itself"
    );
    script.feed(Input::Command(Command::Rename("Ada the guest".parse().unwrap())));
    script.socket = 2;
    script.wait(timing::BACKOFF_BASE);
    script.feed(Input::Opened(2));
    let hello = script.last("hello");
    assert_eq!((hello.get("token"), &hello["name"]), (None, &json!("Ada the guest")));
}

#[test]
fn where_guests_are_not_welcome_one_must_sign_in() {
    let mut script = Script::new();
    script.feed(Input::Opened(1));
    script.turn_away();
    script.turn_away();
    assert_eq!((script.client.status(), script.all("hello").len()), (Status::SignedOut, 2));
    script.sign_in("from the issuer");
    script.turn_away();
    assert_eq!(script.client.status(), Status::SignedOut);
}

#[test]
fn who_signs_out_leaves_nothing_behind() {
    let mut script = Script::online(5);
    script.post("hello");
    script.feed(Input::Command(Command::SignOut));
    assert_eq!((script.client.status(), script.client.rooms().count()), (Status::Nameless, 0));
    assert_eq!((&script.closed[..], script.pending(), script.client.deadline()), (&[1][..], 0, None));
    assert!(matches!(&script.saved[..], [.., Keep::Drop(_), Keep::Forget]));
    script.sign_in("from the issuer");
    assert_eq!(
        (&script.connected[..], &script.last("hello")["token"]),
        (&[1, 2][..], &json!("from the issuer"))
    );
}

#[test]
fn what_was_not_sent_when_the_session_ended_is_sent_by_the_same_person_only() {
    for (user, pending) in [("o-me", 1), ("o-other", 0), ("u-guest", 0)] {
        let mut script = Script::of(Some("o-me"));
        script.post("hello");
        script.feed(Input::Opened(1));
        script.turn_away();
        script.sign_in("from the issuer");
        script.greet_as(user, 5);
        assert_eq!((script.pending(), script.all("send").len()), (pending, pending), "{user}");
    }
}

#[test]
fn a_connection_that_the_server_forgot_is_replaced() {
    let mut script = Script::online(5);
    script.post("hello");
    let id = script.last("send")["id"].clone();
    script.hear(json!({"type": "error", "id": id, "code": "unauthorized", "message": "say hello"}));
    assert_eq!((&script.closed[..], script.pending()), (&[1][..], 1));
}

#[test]
fn reading_is_told_forward_only_and_not_too_often() {
    let mut script = Script::online(5);
    (6..9).for_each(|seq| script.push(seq));
    for seq in [6, 8, 7] {
        script.feed(Input::Command(Command::Read { room: lobby(), seq }));
    }
    assert_eq!(script.last("read")["seq"], 6);
    script.wait(timing::READ_EVERY);
    assert_eq!((script.all("read").len(), &script.last("read")["seq"]), (2, &json!(8)));
}

#[test]
fn typing_is_told_now_and_then_and_fades() {
    let mut script = Script::online(5);
    (0..10).for_each(|_| script.feed(Input::Command(Command::Typing(lobby()))));
    assert_eq!(script.all("typing").len(), 1);
    script.hear(json!({"type": "typing", "room": "lobby", "user": "u-other", "name": "Bob"}));
    assert_eq!(script.client.room(&lobby()).unwrap().typing(script.now).count(), 1);
    script.wait(timing::TYPING_FADES);
    assert_eq!(script.client.room(&lobby()).unwrap().typing(script.now).count(), 0);
}

#[test]
fn frames_that_make_no_sense_change_nothing() {
    let mut script = Script::online(5);
    for text in ["", "null", "[]", r#"{"type":"confetti"}"#, r#"{"type":"events","room":"no such"}"#, "\u{0}"]
    {
        script.feed(Input::Frame(1, serde_json::from_str(text).unwrap_or(Json::Nothing)));
    }
    script.hear(json!({"type": "events", "room": "lobby", "events": [
        {"seq": 6, "at": 0, "by": "u-other", "name": "Bob", "kind": "hologram", "data": [1, 2]}]}));
    script.push(7);
    assert_eq!(script.seqs(), [5, 6, 7], "an unknown kind keeps its place");
}

#[test]
fn a_directory_that_is_unavailable_is_asked_for_again_later() {
    let mut script = Script::online(5);
    script.feed(Input::Command(Command::Directory));
    let id = script.last("rooms")["id"].clone();
    script.hear(
        json!({"type": "error", "id": id, "code": "unavailable", "message": "later", "retryAfterMs": 700}),
    );
    assert_eq!(script.all("rooms").len(), 1);
    script.wait(700);
    assert_eq!(script.all("rooms").len(), 2);
}

#[test]
fn who_comes_back_before_a_leave_is_done_is_in_again() {
    let mut script = Script::online(5);
    script.feed(Input::Command(Command::Leave(lobby())));
    script.feed(Input::Command(Command::Open(lobby())));
    let id = script.last("leave")["id"].clone();
    assert_eq!(script.all("join").len(), 0, "one after the other");
    script.hear(json!({"type": "ack", "id": id, "results": []}));
    assert_eq!(script.all("join").len(), 1);
}

#[test]
fn a_room_that_was_left_on_another_device_goes() {
    let mut script = Script::online(5);
    script.feed(Input::Command(Command::Open("elsewhere".parse().unwrap())));
    script.hear(json!({"type": "events", "room": "lobby", "events": [
        {"seq": 6, "at": 0, "by": "u-me", "name": "Ada", "kind": "leave"}]}));
    assert!(script.client.room(&lobby()).is_none());
}

#[test]
fn what_was_not_sent_is_sent_wherever_one_looks_after_a_reload() {
    let mut before = Script::new();
    before.post("hello");
    let kept = before.saved.iter().find_map(|keep| match keep {
        Keep::Pending(pending) => Some(pending.clone()),
        _ => None,
    });
    let saved = Saved { identity: before.client.me().cloned(), outbox: vec![kept.unwrap()], name: None };
    let mut script = Script { client: Client::new(saved, 8), ..Script::new() };
    script.feed(Input::Start);
    script.feed(Input::Command(Command::Open("elsewhere".parse().unwrap())));
    script.feed(Input::Opened(1));
    let id = script.last("hello")["id"].clone();
    script.hear(json!({"type": "welcome", "id": id, "user": "u-me", "name": "Ada", "token": "t", "now": 0, "rooms": []}));
    assert!(script.all("join").iter().any(|join| join["room"] == "lobby"));
}

#[test]
fn a_name_that_is_corrected_during_the_greeting_counts() {
    let mut script = Script { client: Client::new(Saved::default(), 9), ..Script::new() };
    script.feed(Input::Command(Command::Rename("Ad".parse().unwrap())));
    script.feed(Input::Opened(1));
    script.feed(Input::Command(Command::Rename("Ada".parse().unwrap())));
    let id = script.last("hello")["id"].clone();
    script.hear(json!({"type": "welcome", "id": id, "user": "u-me", "name": "Ad", "token": "t", "now": 0, "rooms": []}));
    assert_eq!(script.last("hello")["name"], "Ada");
}

#[test]
fn what_i_say_is_never_unread() {
    let mut script = Script::online(5);
    let unread = |script: &Script| script.client.room(&lobby()).unwrap().unread().count;
    script.post("hello");
    let send = script.last("send");
    let client_id = send["messages"][0]["clientId"].clone();
    script.hear(
        json!({"type": "ack", "id": send["id"], "results": [{"clientId": client_id, "seq": 6, "at": 9}]}),
    );
    assert_eq!((unread(&script), script.client.room(&lobby()).unwrap().read()), (0, 6));

    script.push(7);
    let mut mine = message(8);
    mine["by"] = "u-me".into();
    script.hear(json!({"type": "events", "room": "lobby", "events": [mine]}));
    assert_eq!((unread(&script), script.client.room(&lobby()).unwrap().read()), (1, 6), "Bob's is still new");
}
