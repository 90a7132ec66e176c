//! Tests the chat over the real stack: real sockets, API Gateway's behaviour, the functions' own binaries as
//! processes, and a table. The clients here use only the protocol's JSON, and none of our code.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod ceilings;
mod changes;
mod concurrency;
mod cost;
mod devices;
mod errors;
mod fan_out;
mod fixture;
mod floods;
mod gone_connections;
mod id_tokens;
mod idempotency;
mod init;
mod limits;
mod log_capture;
mod logs;
mod messages;
mod metrics;
mod origins;
mod person;
mod races;
mod recorded;
mod rights;
mod room_limits;
mod rooms;
mod sign_in;
mod template;
mod tokens;
mod unread;
mod welcome_and_pong;
