//! The `cutover` command: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    cutover::cli::main()
}
