//! Reads a frame, or says what is wrong with it.

use common::{Code, Request, RequestId, limits};
use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Failure, refused};

/// How much of a parser's words the sender gets to see; they may quote what was sent.
const WORDS: usize = 200;

/// A request, and its id even if the rest is wrong.
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
    let request = serde_json::from_str::<Request>(body).map_err(|error| wrong(&error));
    Parsed { id: id(body), request }
}

/// Only the id, whatever else there is.
fn id(body: &str) -> Option<RequestId> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        id: Value,
    }
    // serde would take a list for a struct.
    let object = body.trim_start().starts_with('{').then_some(body)?;
    serde_json::from_str::<Named>(object).ok().and_then(|named| serde_json::from_value(named.id).ok())
}

fn wrong(error: &serde_json::Error) -> Failure {
    let words: String = error.to_string().chars().take(WORDS).collect();
    if words.starts_with("unknown variant") {
        return refused(Code::Unsupported, "This server does not know that action.");
    }
    refused(Code::BadRequest, format!("This frame is not as the protocol says: {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> (Option<RequestId>, Option<Code>) {
        let parsed = parse(body);
        (parsed.id, parsed.request.err().map(|failure| failure.code()))
    }

    #[test]
    fn what_is_wrong_is_told_with_the_id_that_could_be_read() {
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
    fn a_refusal_is_short_however_long_the_mistake() {
        let body =
            format!(r#"{{"action":"history","id":1,"room":"lobby","before":"{}"}}"#, "x".repeat(20_000));
        let words = parse(&body).request.unwrap_err().to_string();
        assert!(words.len() < 300, "{} bytes", words.len());
    }
}
