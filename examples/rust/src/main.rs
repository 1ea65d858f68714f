//! Prints the verdict on a text, and what was swapped in it.
//!
//!     DESPIN_LIB=build/release/lib cargo run -- models/en.despin page.txt

mod despin;

use std::process::ExitCode;

fn run(model: &str, path: &str) -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let detector = despin::Detector::open(model)?;
    let report = detector.check(&text)?;
    println!("verdict: {} (score {:.1})", report.verdict(), report.score());
    for finding in report.findings() {
        let written = &text[finding.begin..finding.end];
        println!("  {} <- {}", written, finding.originals.join(", "));
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, model, path] = &arguments[..] else {
        eprintln!("usage: check MODEL TEXT_FILE");
        return ExitCode::from(2);
    };
    match run(model, path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("check: {error}");
            ExitCode::from(2)
        }
    }
}
