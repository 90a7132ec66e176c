//! Answers a frame. Each action has a file in `message/`.

use std::time::{Duration, Instant, SystemTime};

use anyhow::anyhow;
use aws_lambda_events::apigw::ApiGatewayWebsocketProxyRequest;
use common::{Frame, Request, RequestId};
use lambda_runtime::{Error, LambdaEvent};

use crate::answer::Response;
use crate::charge;
use crate::context::Context;
use crate::failure::Failure;
use crate::logs::{FrameLine, loggable};

mod change;
mod create;
mod enter;
mod hello;
mod history;
mod join;
mod leave;
mod listen;
mod parse;
mod permission;
mod ping;
mod read;
mod rooms;
mod send;
mod target;
mod typing;

/// How long before the function's timeout a frame is given up, so that an `error` frame still goes out.
const RESERVE: Duration = Duration::from_millis(500);

/// Answers a frame, and logs one line about it.
///
/// # Errors
/// None: a frame that fails is answered with an `error` frame.
pub async fn receive(
    cx: &Context,
    event: LambdaEvent<ApiGatewayWebsocketProxyRequest>,
) -> Result<Response, Error> {
    let start = Instant::now();
    let timeout = event.context.deadline().duration_since(SystemTime::now()).unwrap_or_default();
    let context = event.payload.request_context;
    let connection = context.connection_id.unwrap_or_default();
    let frame = Incoming::new(event.payload.body.as_deref().unwrap_or_default());
    let (id, action, room) = (frame.id.clone(), frame.action, frame.room());
    let answer = within(timeout.saturating_sub(RESERVE), frame.answer(cx, &connection)).await;
    let request = context.request_id.as_deref();
    let failure = answer.as_ref().err();
    FrameLine {
        id: id.as_ref().and_then(loggable),
        request,
        lambda: &event.context.request_id,
        connection: &connection,
        action,
        room: room.as_deref(),
        ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        outcome: &failure.map_or("ok".to_owned(), Failure::outcome),
        error: failure.and_then(Failure::internal_error).as_deref(),
    }
    .write();
    cx.metrics.print(request);
    Ok(match answer {
        Ok(Some(frame)) => Response::frame(&frame),
        Ok(None) => Response::empty(200),
        Err(failure) => Response::frame(&Frame::Error(failure.into_refusal(id, request))),
    })
}

async fn within(
    timeout: Duration,
    answer: impl Future<Output = Result<Option<Frame>, Failure>>,
) -> Result<Option<Frame>, Failure> {
    let answer = tokio::time::timeout(timeout, answer).await;
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
        charge::charge(cx, connection, self.action).await?;
        answer(cx, connection, self.request?).await
    }
}

async fn answer(cx: &Context, connection: &str, request: Request) -> Result<Option<Frame>, Failure> {
    match request {
        Request::Hello(hello) => hello::hello(cx, connection, hello).await.map(Some),
        Request::Create { id, room, title } => {
            create::create(cx, connection, id, room, title).await.map(Some)
        }
        Request::Listen { id, room } => listen::listen(cx, connection, id, room).await.map(Some),
        Request::Join { id, room, title } => join::join(cx, connection, id, room, title).await.map(Some),
        Request::Leave { id, room } => leave::leave(cx, connection, id, room).await.map(Some),
        Request::Send { id, room, messages } => {
            send::send(cx, connection, id, room, messages).await.map(Some)
        }
        Request::Change { id, room, client_id, change } => {
            change::change(cx, connection, id, room, client_id, change).await.map(Some)
        }
        Request::History(history) => history::history(cx, connection, history).await.map(Some),
        Request::Read(mark) => read::read(cx, connection, mark).await.map(|()| None),
        Request::Typing { room } => typing::typing(cx, connection, room).await.map(|()| None),
        Request::Ping { id, read } => ping::ping(cx, connection, id, read).await.map(Some),
        Request::Rooms { id, cursor } => rooms::rooms(cx, connection, id, cursor).await.map(Some),
    }
}
