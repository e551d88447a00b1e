//! The WebAssembly entry: the units' app, and the check for other pages.
//!
//! `/pkg/start.js` loads this and calls [`start`] through the module's own initialisation. The
//! same module exports [`assess_json`], so that any page or tool can ask the very check that the
//! server uses:
//!
//! ```js
//! import init, { assess_json } from '/pkg/yaodian.js';
//! await init();
//! JSON.parse(assess_json(JSON.stringify([{ target, observations, as_of: '2023-09-25' }])));
//! ```

#![recursion_limit = "256"]

use wasm_bindgen::prelude::*;
use yaodian_contract::AssessRequest;
use yaodian_domain::check::{self, Assessment};

/// Takes over the page that the server rendered, if it is one of the app's.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let path = leptos::prelude::window().location().pathname().unwrap_or_default();
    if path == "/app" || path.starts_with("/app/") {
        let setting = yaodian_app::desk::setting_of_page();
        leptos::mount::hydrate_body(move || {
            use leptos::prelude::*;
            view! { <yaodian_app::desk::App setting/> }
        });
    }
}

/// Takes over the page of signing in with a passkey; `/pkg/passkey.js` calls it there.
#[wasm_bindgen]
pub fn sign_in_with_passkey() {
    yaodian_app::passkey::sign_in();
}

/// Takes over the page on which an exported audit is verified; `/pkg/verify.js` calls it there.
#[wasm_bindgen]
pub fn verify_audit() {
    yaodian_app::verify::take_over();
}

/// Answers a list of questions to the check, as JSON in and JSON out.
///
/// # Errors
/// A text that says where the input is not understood.
#[wasm_bindgen]
pub fn assess_json(cases: &str) -> Result<String, String> {
    serde_json::to_string(&answers(&read(cases)?)).map_err(|error| error.to_string())
}

/// How many milliseconds the check takes for a list of questions (as for [`assess_json`]): the
/// median of some runs.
///
/// # Errors
/// A text that says where the input is not understood.
#[wasm_bindgen]
pub fn bench_assess(cases: &str, runs: usize) -> Result<f64, String> {
    let cases = read(cases)?;
    Ok(median(runs, || answers(&cases)))
}

/// How many milliseconds it takes to read a plan's text and to review it, as the import desk does at each
/// key: the median of some runs.
#[wasm_bindgen]
pub fn bench_read(text: &str, runs: usize) -> f64 {
    median(runs, || {
        yaodian_intake::review(text, yaodian_intake::parse(text, None), &[])
    })
}

/// How many milliseconds something takes: the median of some runs.
fn median<T>(runs: usize, work: impl Fn() -> T) -> f64 {
    let now = || leptos::prelude::window().performance().map_or(0.0, |clock| clock.now());
    let mut times: Vec<f64> = (0..runs.max(1))
        .map(|_| {
            let start = now();
            std::hint::black_box(work());
            now() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn read(cases: &str) -> Result<Vec<AssessRequest>, String> {
    serde_json::from_str(cases).map_err(|error| error.to_string())
}

fn answers(cases: &[AssessRequest]) -> Vec<Assessment> {
    cases
        .iter()
        .map(|case| check::assess(&case.target, &case.observations, case.as_of, &case.policy))
        .collect()
}
