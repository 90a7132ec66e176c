//! Two kinds of errors: the caller's (tell them) and ours (log everything, say little).

use std::fmt::Debug;

use aws_sdk_dynamodb::error::SdkError;
use common::{Code, Millis, Refusal, RequestId};
use thiserror::Error;

/// Why a frame was not done.
#[derive(Debug, Error)]
pub enum Failure {
    /// The caller's: the frame is refused and nothing has changed.
    #[error("{message}")]
    Refused {
        /// What kind of thing went wrong.
        code: Code,
        /// What to do about it.
        message: String,
        /// When trying again can succeed.
        retry_after_ms: Option<Millis>,
    },
    /// Ours: something behind us failed.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

/// The caller's mistake.
pub fn refused(code: Code, message: impl Into<String>) -> Failure {
    Failure::Refused { code, message: message.into(), retry_after_ms: None }
}

/// The caller is faster than allowed.
pub fn too_fast(retry_after_ms: Millis) -> Failure {
    let message = "You are too fast; wait a moment.".to_owned();
    Failure::Refused { code: Code::RateLimited, message, retry_after_ms: Some(retry_after_ms) }
}

impl Failure {
    /// What kind of thing went wrong, in the wire's terms.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused { code, .. } => *code,
            Self::Broken(_) => Code::Unavailable,
        }
    }

    /// The same as a word.
    pub fn outcome(&self) -> String {
        let code = serde_json::to_value(self.code()).ok();
        code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What is wrong on our side.
    pub fn fault(&self) -> Option<String> {
        match self {
            Self::Refused { .. } => None,
            Self::Broken(error) => Some(format!("{error:#}")),
        }
    }

    /// What the caller is told; with API Gateway's name for the frame, under which the log tells the rest.
    pub fn into_refusal(self, id: Option<RequestId>, request: Option<&str>) -> Refusal {
        match self {
            Self::Refused { code, message, retry_after_ms } => Refusal { id, code, message, retry_after_ms },
            Self::Broken(_) => {
                let quote = request.map(|request| format!(" Quote {request} if it goes on."));
                let message =
                    format!("Something failed on our side; try again.{}", quote.unwrap_or_default());
                Refusal { id, code: Code::Unavailable, message, retry_after_ms: None }
            }
        }
    }
}

impl<E, R> From<SdkError<E, R>> for Failure
where
    E: std::error::Error + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        Self::Broken(error.into())
    }
}
