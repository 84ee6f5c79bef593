//! The program `yanlian`.

fn main() -> std::process::ExitCode {
    yanlian::main()
}
