//! Two kinds of errors: the caller's, who is told about them, and the system's, which are logged.

use std::fmt::Debug;

use aws_sdk_dynamodb::error::SdkError;
use common::{Code, Millis, Refusal, RequestId};
use thiserror::Error;

/// Why a frame failed.
#[derive(Debug, Error)]
pub enum Failure {
    /// The caller's error: the frame is refused, and nothing has changed.
    #[error("{message}")]
    Refused {
        /// The kind of error.
        code: Code,
        /// What the caller can do about it.
        message: String,
        /// Milliseconds after which trying again can succeed.
        retry_after_ms: Option<Millis>,
    },
    /// The system's error: DynamoDB, API Gateway or an issuer failed.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// A refusal with this code.
pub fn refused(code: Code, message: impl Into<String>) -> Failure {
    Failure::Refused { code, message: message.into(), retry_after_ms: None }
}

/// A refusal of a caller who is too fast.
pub fn rate_limited(retry_after_ms: Millis) -> Failure {
    let message = "You are too fast; wait a moment.".to_owned();
    Failure::Refused { code: Code::RateLimited, message, retry_after_ms: Some(retry_after_ms) }
}

impl Failure {
    /// The code for the caller.
    pub fn code(&self) -> Code {
        match self {
            Self::Refused { code, .. } => *code,
            Self::Internal(_) => Code::Unavailable,
        }
    }

    /// The code as the log has it.
    pub fn outcome(&self) -> String {
        let code = serde_json::to_value(self.code()).ok();
        code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The system's error, for the log.
    pub fn internal_error(&self) -> Option<String> {
        match self {
            Self::Refused { .. } => None,
            Self::Internal(error) => Some(format!("{error:#}")),
        }
    }

    /// The `error` frame for the caller. `request` is API Gateway's id of the frame; it leads to the error in the log.
    pub fn into_refusal(self, id: Option<RequestId>, request: Option<&str>) -> Refusal {
        match self {
            Self::Refused { code, message, retry_after_ms } => Refusal { id, code, message, retry_after_ms },
            Self::Internal(_) => {
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
        Self::Internal(error.into())
    }
}
