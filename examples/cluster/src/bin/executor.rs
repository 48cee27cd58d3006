//! Ballista's executor, with mainbody's functions.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use ballista_core::error::Result;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use clap::Parser;
use mainbody_cluster::session;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seconds for which an executor looks for its scheduler.
const CONNECT_SECONDS: u16 = 60;

/// Seconds between looks for results that nobody has removed.
const CLEAN_UP_SECONDS: u64 = 600;

/// Seconds since the last change after which the results of a query are removed, whether or not the scheduler that knew
/// of it still lives: longer than queries and their clients wait.
const ORPHAN_SECONDS: u64 = 7 * session::RESULT_SECONDS;

/// Run tasks for a scheduler.
#[derive(Parser)]
struct Arguments {
    /// Name or address of the machine that the scheduler is on
    #[arg(long, default_value = "localhost")]
    scheduler_host: String,
    /// Port of the scheduler
    #[arg(long, default_value_t = 50050)]
    scheduler_port: u16,
    /// Address to listen at
    #[arg(long, default_value = "127.0.0.1")]
    bind_host: IpAddr,
    /// Name or address that the scheduler, clients and other executors reach this machine by
    #[arg(long)]
    external_host: Option<String>,
    /// Port to listen at for readers of results; the port after it is for the scheduler
    #[arg(long, default_value_t = 50051, value_parser = clap::value_parser!(u16).range(1..u16::MAX.into()))]
    port: u16,
    /// Tasks at a time; one a core if not given
    #[arg(long, value_name = "N", default_value_t = 0)]
    cores: usize,
    /// Bytes that sorting and joining may use before they spill to the disk; most of the machine's if not given
    #[arg(long, value_name = "BYTES")]
    memory: Option<u64>,
    /// Where intermediate results are written; a temporary directory if not given
    #[arg(long, value_name = "DIR")]
    work_dir: Option<PathBuf>,
    /// Seconds between signs of life
    #[arg(long, value_name = "S", default_value_t = 10)]
    heartbeat: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or(session::LOGGED));
    let arguments = Arguments::parse();
    let config = ExecutorProcessConfig {
        bind_host: arguments.bind_host.to_string(),
        external_host: arguments.external_host.or_else(|| Some(arguments.bind_host.to_string())),
        port: arguments.port,
        grpc_port: arguments.port + 1,
        scheduler_host: arguments.scheduler_host,
        scheduler_port: arguments.scheduler_port,
        scheduler_connect_timeout_seconds: CONNECT_SECONDS,
        vcores: arguments.cores,
        memory_pool_size: arguments.memory,
        work_dir: arguments.work_dir.map(|directory| directory.to_string_lossy().into_owned()),
        grpc_max_decoding_message_size: session::MESSAGE_BYTES,
        grpc_max_encoding_message_size: session::MESSAGE_BYTES,
        executor_heartbeat_interval_seconds: arguments.heartbeat,
        job_data_clean_up_interval_seconds: CLEAN_UP_SECONDS,
        job_data_ttl_seconds: ORPHAN_SECONDS,
        override_config_producer: Some(Arc::new(session::config)),
        override_function_registry: Some(Arc::new(session::of_executor())),
        ..ExecutorProcessConfig::default()
    };
    println!("executor at {}:{}", arguments.bind_host, arguments.port);
    start_executor_process(Arc::new(config)).await
}
