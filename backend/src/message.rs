//! A frame comes in, an answer goes out. One action is one file in `message/`.

use std::time::{Duration, Instant};

use anyhow::anyhow;
use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use common::{Frame, Request, RequestId};
use lambda_runtime::{Error, LambdaEvent};

use crate::answer::Response;
use crate::context::Context;
use crate::failure::Failure;
use crate::logs::{FrameLine, harmless};

mod change;
mod delete;
mod edit;
mod hello;
mod history;
mod join;
mod leave;
mod parse;
mod ping;
mod react;
mod read;
mod rooms;
mod send;
mod typing;

/// What is kept of the function's time for telling that it is over.
const RESERVE: Duration = Duration::from_millis(500);

/// Answers a frame.
///
/// # Errors
/// None: what fails is answered with an `error` frame.
pub async fn receive(
    cx: &Context,
    event: LambdaEvent<ApiGatewayWebsocketProxyRequest>,
) -> Result<Response, Error> {
    let start = Instant::now();
    let time = event.context.deadline().duration_since(std::time::SystemTime::now()).unwrap_or_default();
    let context = event.payload.request_context;
    let connection = context.connection_id.unwrap_or_default();
    let frame = Incoming::new(event.payload.body.as_deref().unwrap_or_default());
    let (id, action, room) = (frame.id.clone(), frame.action, frame.room());
    let answer = in_time(time.saturating_sub(RESERVE), frame.answer(cx, &connection)).await;
    let request = context.request_id.as_deref();
    let failure = answer.as_ref().err();
    FrameLine {
        id: id.as_ref().and_then(harmless),
        request,
        lambda: &event.context.request_id,
        connection: &connection,
        action,
        room: room.as_deref(),
        ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        outcome: &failure.map_or("ok".to_owned(), Failure::outcome),
        error: failure.and_then(Failure::fault).as_deref(),
    }
    .write();
    cx.metrics.print(request);
    Ok(match answer {
        Ok(Some(frame)) => Response::frame(&frame),
        Ok(None) => Response::silent(200),
        Err(failure) => Response::frame(&Frame::Error(failure.into_refusal(id, request))),
    })
}

async fn in_time(
    time: Duration,
    answer: impl Future<Output = Result<Option<Frame>, Failure>>,
) -> Result<Option<Frame>, Failure> {
    let answer = tokio::time::timeout(time, answer).await;
    answer.unwrap_or_else(|_| Err(anyhow!("the function's time was over").into()))
}

/// A frame as far as it could be read.
struct Incoming {
    id: Option<RequestId>,
    action: &'static str,
    request: Result<Request, Failure>,
}

impl Incoming {
    fn new(body: &str) -> Self {
        let parsed = parse::parse(body);
        let action = parsed.request.as_ref().map_or("none", Request::action);
        Self { id: parsed.id, action, request: parsed.request }
    }

    fn room(&self) -> Option<String> {
        self.request.as_ref().ok().and_then(Request::room).map(ToString::to_string)
    }

    async fn answer(self, cx: &Context, connection: &str) -> Result<Option<Frame>, Failure> {
        answer(cx, connection, self.request?).await
    }
}

/// Each action's own file says what it does.
async fn answer(cx: &Context, connection: &str, request: Request) -> Result<Option<Frame>, Failure> {
    match request {
        Request::Hello(hello) => hello::hello(cx, connection, hello).await.map(Some),
        Request::Join { id, room, title } => join::join(cx, connection, id, room, title).await.map(Some),
        Request::Leave { id, room } => leave::leave(cx, connection, id, room).await.map(Some),
        Request::Send { id, room, messages } => {
            send::send(cx, connection, id, room, messages).await.map(Some)
        }
        Request::Edit { id, room, client_id, target, text } => {
            let change = edit::Edit { target, text };
            change::change(cx, connection, id, room, client_id, change).await.map(Some)
        }
        Request::Delete { id, room, client_id, target } => {
            change::change(cx, connection, id, room, client_id, delete::Delete { target }).await.map(Some)
        }
        Request::React { id, room, client_id, target, emoji, on } => {
            let change = react::React { target, emoji, on };
            change::change(cx, connection, id, room, client_id, change).await.map(Some)
        }
        Request::History(history) => history::history(cx, connection, history).await.map(Some),
        Request::Read { room, seq } => read::read(cx, connection, room, seq).await.map(|()| None),
        Request::Typing { room } => typing::typing(cx, connection, room).await.map(|()| None),
        Request::Ping { id } => ping::ping(cx, connection, id).await.map(Some),
        Request::Rooms { id, cursor } => rooms::rooms(cx, connection, id, cursor).await.map(Some),
    }
}
