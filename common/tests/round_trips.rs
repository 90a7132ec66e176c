//! Values survive their JSON, and unknown fields and kinds do no harm.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use common::*;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug> + std::fmt::Debug>(
    pattern: &'static str,
) -> impl Strategy<Value = T> {
    pattern.prop_map(|text: String| text.parse().unwrap())
}

fn room() -> impl Strategy<Value = RoomId> {
    parsed("[a-z0-9茶馆_-]{1,20}")
}

fn text() -> impl Strategy<Value = Text> {
    parsed("[!-~字👍🏽\u{301}][ -~\n\t\"\\\\字👍🏽]{0,60}[!-~]")
}

fn name() -> impl Strategy<Value = Name> {
    parsed("[!-~小明]{1,40}")
}

fn client_id() -> impl Strategy<Value = ClientId> {
    parsed("[a-zA-Z0-9_-]{1,36}")
}

fn user() -> impl Strategy<Value = UserId> {
    parsed("u-[a-z0-9]{1,20}")
}

fn emoji() -> impl Strategy<Value = Emoji> {
    prop_oneof![Just("👍🏽"), Just("❤️"), Just("+1")].prop_map(|emoji| emoji.parse().unwrap())
}

fn request_id() -> impl Strategy<Value = RequestId> {
    prop_oneof![
        any::<u64>().prop_map(RequestId::Number),
        "[ -~]{1,20}".prop_map(|text| RequestId::Text(text.try_into().unwrap()))
    ]
}

fn seqs() -> impl Strategy<Value = Seqs> {
    prop::collection::vec((room(), any::<u64>()), 0..4).prop_map(Seqs::from_iter)
}

fn message() -> impl Strategy<Value = Message> {
    (
        client_id(),
        prop::option::of(text()),
        any::<Option<u64>>(),
        any::<Option<u64>>(),
        prop::collection::vec((emoji(), user()), 0..9),
        any::<u64>(),
    )
        .prop_map(|(client_id, text, reply_to, edited, set, rev)| {
            let mut reactions = Reactions::default();
            set.iter().for_each(|(emoji, user)| reactions.set(emoji, user, true));
            Message { client_id, text, reply_to, edited, reactions, rev }
        })
}

/// A change of another event's message.
fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<u64>(), text()).prop_map(|(target, text)| Change::Edit(Edit { target, text })),
        any::<u64>().prop_map(|target| Change::Delete(Delete { target })),
        (any::<u64>(), emoji(), any::<bool>()).prop_map(|(target, emoji, on)| Change::React(React {
            target,
            emoji,
            on
        })),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        message().prop_map(Kind::Message),
        change().prop_map(Kind::Change),
        any::<u64>().prop_map(|target| Kind::ClearedEdit { target }),
        Just(Kind::Join),
        Just(Kind::Leave),
        parsed("[!-~]{1,80}").prop_map(|title| Kind::Title { title }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    (any::<u64>(), any::<u64>(), user(), name(), any::<Option<u64>>(), kind())
        .prop_map(|(seq, at, by, name, messages, kind)| Event { seq, at, by, name, messages, kind })
}

fn new_message() -> impl Strategy<Value = NewMessage> {
    (client_id(), text(), any::<Option<u64>>())
        .prop_map(|(client_id, text, reply_to)| NewMessage { client_id, post: Post { text, reply_to } })
}

fn request() -> impl Strategy<Value = Request> {
    prop_oneof![
        (request_id(), prop::option::of(name()), seqs(), any::<bool>()).prop_map(
            |(id, name, cursors, sign_out_others)| {
                let token = Some("t.o.k".to_owned().try_into().unwrap());
                let version = limits::VERSION;
                Request::Hello(Hello { id, version, token, name, cursors, sign_out_others })
            }
        ),
        (request_id(), room(), prop::collection::vec(new_message(), 1..=limits::BATCH)).prop_map(
            |(id, room, messages)| Request::Send { id, room, messages: messages.try_into().unwrap() }
        ),
        (request_id(), room(), client_id(), change())
            .prop_map(|(id, room, client_id, change)| Request::Change { id, room, client_id, change }),
        (request_id(), room(), any::<Option<u64>>(), any::<Option<u64>>(), any::<Option<u32>>()).prop_map(
            |(id, room, before, after, limit)| Request::History(History { id, room, before, after, limit })
        ),
        (room(), any::<u64>(), any::<bool>()).prop_map(|(room, seq, back)| Request::Read(ReadMark {
            room,
            seq,
            back
        })),
        (request_id(), seqs()).prop_map(|(id, read)| Request::Ping { id, read }),
    ]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let committed = (any::<u64>(), any::<u64>(), any::<Option<u64>>(), any::<bool>())
        .prop_map(|(seq, at, messages, duplicate)| Verdict::Committed { seq, at, messages, duplicate });
    let refused = any::<Option<u64>>()
        .prop_map(|retry_after_ms| Verdict::Refused { error: Code::RateLimited, retry_after_ms });
    (client_id(), prop_oneof![committed, refused])
        .prop_map(|(client_id, verdict)| Outcome { client_id, verdict })
}

fn frame() -> impl Strategy<Value = Frame> {
    let events = || prop::collection::vec(event(), 0..4);
    prop_oneof![
        (room(), events()).prop_map(|(room, events)| Frame::Events(Events { room, events })),
        (request_id(), room(), events(), any::<u64>(), any::<bool>())
            .prop_map(|(id, room, events, head, more)| Frame::Page(Page { id, room, events, head, more })),
        (request_id(), prop::collection::vec(outcome(), 0..4)).prop_map(|(id, results)| Frame::Ack(Ack {
            id,
            results,
            room: None
        })),
        (request_id(), any::<u64>(), seqs(), prop::collection::vec(room(), 0..4), 0usize..3).prop_map(
            |(id, now, heads, rooms, devices)| Frame::Pong(Pong {
                id,
                now,
                heads,
                name: None,
                rooms,
                devices
            })
        ),
    ]
}

fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json.to_string()).unwrap(), value);
    let mut newer = json;
    newer["fromANewerVersion"] = serde_json::json!({"nested": [1, "two"]});
    assert_eq!(&serde_json::from_str::<T>(&newer.to_string()).unwrap(), value, "unknown fields are ignored");
}

proptest! {
    #[test]
    fn requests_survive_their_json(request in request()) {
        survives(&request);
    }

    #[test]
    fn frames_survive_their_json(frame in frame()) {
        survives(&frame);
    }

    #[test]
    fn an_event_of_an_unknown_kind_keeps_its_place(event in event(), kind in "x[a-z]{3,9}") {
        let mut json = serde_json::to_value(&event).unwrap();
        json["kind"] = kind.into();
        let read: Event = serde_json::from_value(json).unwrap();
        prop_assert_eq!(read, Event { kind: Kind::Unknown, ..event });
    }

    /// A page and the events after it may arrive in any order: the state is the same.
    #[test]
    fn an_event_that_the_state_contains_changes_nothing(mut message in message(), change in event()) {
        message.apply(&change);
        let once = message.clone();
        prop_assert!(!message.apply(&change));
        prop_assert_eq!(message, once);
    }

    #[test]
    fn an_id_that_was_made_from_a_title_makes_itself(title in "\\PC{0,90}") {
        if let Ok(room) = RoomId::from_title(&title, str::to_lowercase) {
            prop_assert_eq!(&RoomId::from_title(room.as_str(), str::to_lowercase).unwrap(), &room);
        }
    }

    #[test]
    fn the_longest_text_fits_a_frame_however_it_is_escaped(text in "[\"\\\\\n]{7998}") {
        let text: Result<Text, _> = format!("a{text}a").parse();
        let json = serde_json::to_string(&text.unwrap()).unwrap();
        prop_assert!(json.len() < limits::FRAME - 1_000);
    }
}
