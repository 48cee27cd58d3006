//! What the command lines of all examples share: the `--focus` option and the exit code.

use std::error::Error;
use std::io;
use std::process::ExitCode;

use mainbody::{Extractor, Focus};

/// `--focus`, spelled out here because the library knows nothing of command lines.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
pub(crate) enum FocusArgument {
    /// Keep a block only when it is surely main content
    Precision,
    /// Weigh missed and needless words alike
    #[default]
    Balanced,
    /// Rather keep a needless block than miss one
    Recall,
}

impl FocusArgument {
    pub(crate) fn extractor(self) -> Extractor {
        Extractor::new().focus(match self {
            Self::Precision => Focus::Precision,
            Self::Balanced => Focus::Balanced,
            Self::Recall => Focus::Recall,
        })
    }
}

/// Reports a failure in one line. A reader that has seen enough (`extract page.html | head`) is
/// not a failure.
pub(crate) fn exit_code(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    let Err(error) = outcome else {
        return ExitCode::SUCCESS;
    };
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if kind == Some(io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    eprintln!("error: {error}");
    ExitCode::FAILURE
}
