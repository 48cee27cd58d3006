//! Sessions that know the functions: of a single process, and of each role in a cluster.

use std::sync::Arc;

use ballista::extension::{SessionConfigExt, SessionContextExt};
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::utils::default_session_builder;
use datafusion::common::Result;
use datafusion::execution::{SessionState, SessionStateBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};

use crate::functions::{functions, register};

/// Rows that are in memory at a time in each task. Pages are a thousand times larger than the rows that the default of
/// 8192 is made for.
const BATCH_ROWS: usize = 64;

/// Bytes that a message between two processes may have, and so a row with all its blocks. Ballista's default of 16 MiB
/// is less than a large page can have.
pub const MESSAGE_BYTES: u32 = 256 << 20;

/// Seconds for which the results of a finished query are kept. The client begins to fetch them when the last task is
/// done, and Ballista's default of five minutes is less than it takes to fetch what a large cluster has found.
pub const RESULT_SECONDS: u64 = 24 * 3600;

/// What the binaries log unless `RUST_LOG` says otherwise: not what html5ever has to say of every page that is no valid
/// HTML.
pub const LOGGED: &str = "warn,html5ever=off";

fn tuned(config: SessionConfig) -> SessionConfig {
    let mut config = config.with_batch_size(BATCH_ROWS);
    // Ballista reads no view types; the columns of a query should have the same types wherever it runs.
    config.options_mut().execution.parquet.schema_force_view_types = false;
    config
}

/// A session of a single process.
///
/// # Errors
///
/// If a function cannot be registered.
pub fn local(partitions: usize) -> Result<SessionContext> {
    let mut context = SessionContext::new_with_config(tuned(SessionConfig::new()).with_target_partitions(partitions));
    register(&mut context)?;
    Ok(context)
}

/// A session whose queries run in the cluster of a scheduler, such as `df://localhost:50050`.
///
/// # Errors
///
/// If the address is none, or a function cannot be registered.
pub async fn remote(scheduler: &str, partitions: usize) -> Result<SessionContext> {
    let config = config().with_target_partitions(partitions);
    let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    let mut context = SessionContext::remote_with_state(scheduler, state).await?;
    register(&mut context)?;
    Ok(context)
}

/// A session of the scheduler.
///
/// # Errors
///
/// If a function cannot be registered.
pub fn of_scheduler(config: SessionConfig) -> Result<SessionState> {
    let mut state = default_session_builder(config)?;
    register(&mut state)?;
    Ok(state)
}

/// The functions that an executor knows: its own, and those of `DataFusion`.
pub fn of_executor() -> BallistaFunctionRegistry {
    let mut registry = BallistaFunctionRegistry::default();
    registry.scalar_functions.extend(
        ballista_core::extension::ballista_scalar_functions()
            .into_iter()
            .chain(functions())
            .map(|function| (function.name().to_owned(), function)),
    );
    registry
}

/// The configuration of a session of the cluster.
pub fn config() -> SessionConfig {
    tuned(SessionConfig::new_with_ballista()).with_ballista_grpc_client_max_message_size(MESSAGE_BYTES as usize)
}

/// [`of_scheduler`] as Ballista takes it.
pub fn builder() -> ballista_scheduler::SessionBuilder {
    Arc::new(of_scheduler)
}
