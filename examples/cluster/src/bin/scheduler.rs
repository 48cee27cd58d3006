//! Ballista's scheduler, with mainbody's functions.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use ballista_core::error::Result;
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::SchedulerConfig;
use ballista_scheduler::scheduler_process::start_server;
use clap::Parser;
use mainbody_cluster::session;

/// Bytes of stack of a thread: plans are walked recursively, and Ballista's own scheduler has as much.
const STACK_BYTES: usize = 32 << 20;

/// Hand out the tasks of queries to executors.
#[derive(Parser)]
struct Arguments {
    /// Address to listen at
    #[arg(long, default_value = "127.0.0.1")]
    bind_host: IpAddr,
    /// Name or address that executors and clients reach this machine by
    #[arg(long, default_value = "localhost")]
    external_host: String,
    /// Port to listen at
    #[arg(long, default_value_t = 50050)]
    port: u16,
    /// Seconds without a sign of life after which an executor is dead and its tasks are given to others
    #[arg(long, value_name = "S", default_value_t = 60)]
    executor_timeout: u64,
    /// How often a task is tried before its query fails
    #[arg(long, value_name = "N", default_value_t = 4)]
    tries: usize,
}

fn main() -> Result<()> {
    env_logger::init_from_env(env_logger::Env::default().default_filter_or(session::LOGGED));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()?;
    runtime.block_on(run(Arguments::parse()))
}

async fn run(arguments: Arguments) -> Result<()> {
    let config = SchedulerConfig {
        bind_host: arguments.bind_host.to_string(),
        external_host: arguments.external_host,
        bind_port: arguments.port,
        executor_timeout_seconds: arguments.executor_timeout,
        no_executors_grace_period_seconds: arguments.executor_timeout,
        // Often enough that the time above is what it says.
        expire_dead_executor_interval_seconds: (arguments.executor_timeout / 4).max(1),
        finished_job_data_clean_up_interval_seconds: session::RESULT_SECONDS,
        grpc_client_max_message_size: session::MESSAGE_BYTES,
        grpc_server_max_decoding_message_size: session::MESSAGE_BYTES,
        grpc_server_max_encoding_message_size: session::MESSAGE_BYTES,
        task_max_failures: arguments.tries,
        stage_max_failures: arguments.tries,
        override_config_producer: Some(Arc::new(session::config)),
        override_session_builder: Some(session::builder()),
        ..SchedulerConfig::default()
    };
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let address = SocketAddr::new(arguments.bind_host, arguments.port);
    println!("scheduler at {address}");
    start_server(cluster, address, Arc::new(config)).await
}
