//! `/changes/verify`: an exported audit, verified in the reader's own browser.

use leptos::prelude::*;
use yaodian_words::{audit as words, changes};

use super::{Reader, frame, frame::statement};
use crate::verify::{Desk, PLACE};

/// The page.
pub fn verify_audit(reader: &Reader) -> String {
    let lang = reader.lang;
    // What changes in the browser needs a place for its state on the server too.
    let owner = Owner::new_root(None);
    let desk = owner.with(|| view! { <Desk lang/> }.to_html());
    owner.cleanup();
    let desk = desk.replace("<!>", "");
    frame::scripted(reader, words::title(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::title(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
            </header>
            <noscript><p class="refusal">{words::takes_script(lang)}</p></noscript>
            <p class="hint verify-loading" id="verify-loading" role="status" hidden>{words::loading(lang)}</p>
            <p class="refusal" id="verify-failed" role="alert" hidden>{words::not_loaded(lang)}</p>
            <div id=PLACE inner_html=desk></div>
            {statement(lang, words::who_title, &[words::who_auditor, words::who_erased, words::who_public])}
            <ul class="inline-list">
                <li><a href="/changes/heads.csv">{changes::heads_csv(lang)}</a></li>
                <li><a href="/changes/chain.csv">{changes::chain_csv(lang)}</a></li>
                <li><a href="/changes#chain">{changes::chain_title(lang)}</a></li>
            </ul>
            <script type="module" src="/pkg/verify.js"></script>
        }
    })
}
