//! Why there is no answer.

use yaodian_contract::{Kind, Problem};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused, and says why and how to mend it.
    #[error(transparent)]
    Refused(Box<Problem>),
    /// The server refused with this status, in a way that this version of the crate does not know.
    #[error("the server answered {0}")]
    Status(u16),
    /// The server could not be reached, or broke off.
    #[error("the server cannot be reached: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// The answer is none that this version of the crate knows.
    #[error("the answer cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl Error {
    /// The code and its arguments, where the server refused.
    pub fn kind(&self) -> Option<&Kind> {
        match self {
            Self::Refused(problem) => Some(&problem.kind),
            Self::Status(_) | Self::Unreachable(_) | Self::Unreadable(_) => None,
        }
    }
}
