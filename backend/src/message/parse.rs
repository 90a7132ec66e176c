//! Reads a frame into a request.

use common::{Code, Request, RequestId, limits};
use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Failure, refused};

/// Characters of a parser's message that the sender sees. The message may quote the whole frame.
const MESSAGE: usize = 200;

/// A request, and its id even if the rest cannot be read.
pub struct Parsed {
    pub id: Option<RequestId>,
    pub request: Result<Request, Failure>,
}

/// Reads a frame.
pub fn parse(body: &str) -> Parsed {
    if body.len() > limits::FRAME {
        let message = format!("A frame may have at most {} bytes, this has {}.", limits::FRAME, body.len());
        return Parsed { id: id(body), request: Err(refused(Code::TooLarge, message)) };
    }
    let request = serde_json::from_str::<Request>(body).map_err(|error| unreadable(&error));
    Parsed { id: id(body), request }
}

/// The frame's `id`, if it has one that can be read.
fn id(body: &str) -> Option<RequestId> {
    #[derive(Deserialize)]
    struct WithId {
        #[serde(default)]
        id: Value,
    }
    // serde reads a struct from a list too.
    let object = body.trim_start().starts_with('{').then_some(body)?;
    serde_json::from_str::<WithId>(object).ok().and_then(|frame| serde_json::from_value(frame.id).ok())
}

fn unreadable(error: &serde_json::Error) -> Failure {
    let message: String = error.to_string().chars().take(MESSAGE).collect();
    if message.starts_with("unknown variant") {
        return refused(Code::Unsupported, "This server does not know that action.");
    }
    refused(Code::BadRequest, format!("This frame is not as the protocol says: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> (Option<RequestId>, Option<Code>) {
        let parsed = parse(body);
        (parsed.id, parsed.request.err().map(|failure| failure.code()))
    }

    #[test]
    fn a_refusal_has_the_id_of_the_frame_if_that_could_be_read() {
        let id = |number| Some(RequestId::Number(number));
        for (body, expected) in [
            (r#"{"action":"ping","id":1}"#, (id(1), None)),
            (r#"{"action":"ping","id":1,"from":"the future"}"#, (id(1), None)),
            ("", (None, Some(Code::BadRequest))),
            ("hello", (None, Some(Code::BadRequest))),
            ("[1]", (None, Some(Code::BadRequest))),
            (r#"{"id":2}"#, (id(2), Some(Code::BadRequest))),
            (r#"{"action":"dance","id":3}"#, (id(3), Some(Code::Unsupported))),
            (r#"{"action":"join","id":4,"room":"NO WAY"}"#, (id(4), Some(Code::BadRequest))),
            (r#"{"action":"join","id":{},"room":"lobby"}"#, (None, Some(Code::BadRequest))),
            (r#"{"action":"send","id":5,"room":"lobby","messages":[]}"#, (id(5), Some(Code::BadRequest))),
        ] {
            assert_eq!(code(body), expected, "{body}");
        }
        let large = format!(r#"{{"action":"ping","id":6,"x":"{}"}}"#, "x".repeat(limits::FRAME));
        assert_eq!(code(&large), (id(6), Some(Code::TooLarge)));
    }

    #[test]
    fn a_refusal_of_a_long_frame_is_short() {
        let body =
            format!(r#"{{"action":"history","id":1,"room":"lobby","before":"{}"}}"#, "x".repeat(20_000));
        let message = parse(&body).request.unwrap_err().to_string();
        assert!(message.len() < 300, "{} bytes", message.len());
    }
}
