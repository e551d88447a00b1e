//! What proves that no change was rewritten: the chain, its files, and an end that somebody noted.

use leptos::prelude::*;
use yaodian_domain::check::Status;
use yaodian_words::{audit, changes as words};

use super::{ChangesPage, Reader};

/// What the chain came to when it was computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Every row is as it was written, up to this one with this hash.
    Whole(i64, String),
    /// From this row on it does not fit.
    Broken(i64),
}

/// The whole chain computed anew, and the records held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// On which day, by the calendar of China.
    pub on: String,
    /// What does not fit, rows and records together.
    pub findings: usize,
}

/// That everything was put back from a backup, and went back behind ends that were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restore {
    /// When, by the clock of China.
    pub on: String,
    /// The number of the row that tells of it.
    pub row: i64,
    /// When the backup was made, by the clock of China.
    pub made_at: String,
    /// The last row in it.
    pub end: i64,
    /// How many rows after it are lost at least.
    pub lost: i64,
    /// The last day of which an end was kept (UTC).
    pub until: String,
}

/// Whether an end that somebody noted stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// The row has the hash that was noted.
    Stands {
        /// Its number.
        seq: i64,
    },
    /// It has another one.
    Differs {
        /// Its number.
        seq: i64,
    },
    /// It was one until a restore went back behind it.
    Left {
        /// Its number.
        seq: i64,
    },
    /// There is no such row yet.
    Missing {
        /// The number that was noted.
        seq: i64,
    },
    /// What was typed is no number, or no hash, or too little of one.
    Unreadable,
}

/// The part of the page of changes.
pub(super) fn section(reader: &Reader, publisher: &str, page: &ChangesPage) -> impl IntoView + use<> {
    let lang = reader.lang;
    let (style, shape, words) = match &page.checked {
        Checked::Whole(seq, hash) => ("mark is-met", Status::Met.shape(), words::whole(lang, seq, hash)),
        Checked::Broken(seq) => ("mark is-overdue", Status::Overdue.shape(), words::broken(lang, seq)),
    };
    let computed = match &page.computed {
        None => view! { <p class="fine">{audit::recomputing(lang)}</p> }.into_any(),
        Some(Computed { on, findings: 0 }) => view! { <p class="fine">{audit::recomputed(lang, on)}</p> }.into_any(),
        Some(Computed { on, findings }) => {
            let (shape, words) = (Status::Overdue.shape(), audit::recomputed_broken(lang, on, findings));
            view! { <p class="chain-result" id="chain-alarm"><span class="mark is-overdue"><span class="shape" aria-hidden="true">{shape.to_string()}</span><span class="word">{words}</span></span></p> }
                .into_any()
        }
    };
    let noted = page.noted.as_ref().map(|noted| {
        let (class, says) = match noted {
            Noted::Stands { seq } => ("notice", words::noted_stands(lang, seq)),
            Noted::Differs { seq } => ("refusal", words::noted_differs(lang, seq, &publisher)),
            Noted::Left { seq } => ("notice", words::noted_left(lang, seq)),
            Noted::Missing { seq } => {
                let last = match &page.checked {
                    Checked::Whole(last, _) | Checked::Broken(last) => last,
                };
                ("notice", words::noted_missing(lang, seq, last))
            }
            Noted::Unreadable => ("refusal", words::noted_unreadable(lang).to_owned()),
        };
        view! { <p class=class role="status">{says}</p> }
    });
    let restores = (page.restores.iter())
        .map(|back| {
            let says = audit::went_back(
                lang,
                &back.on,
                &back.made_at,
                &back.end,
                &back.lost,
                &back.until,
                &back.row,
            );
            view! { <p class="notice">{says}</p> }
        })
        .collect_view();
    let base = &reader.base;
    let [seq, hash] = page.typed.clone();
    view! {
        <section id="chain">
            <h2>{words::chain_title(lang)}</h2>
            <p class="lede">{words::chain_how(lang)}</p>
            <p class="chain-result"><span class=style><span class="shape" aria-hidden="true">{shape.to_string()}</span><span class="word">{words}</span></span></p>
            {computed}
            {restores}
            <p class="lede">{words::chain_private(lang)}</p>
            <ul class="inline-list">
                <li><a href=format!("{base}/changes/heads.csv")>{words::heads_csv(lang)}</a></li>
                <li><a href=format!("{base}/changes/chain.csv")>{words::chain_csv(lang)}</a></li>
                <li><a href="/changes/verify">{audit::title(lang)}</a></li>
            </ul>
            <h3 class="list-head of-form">{words::noted_title(lang)}</h3>
            <form class="search-form" action=format!("{base}/changes#chain") method="get">
                <label for="seq">{words::noted_seq(lang)}</label>
                <input id="seq" name="seq" inputmode="numeric" required value=seq/>
                <label for="hash">{words::noted_hash(lang)}</label>
                <input id="hash" name="hash" required value=hash/>
                <div><button>{words::noted_check(lang)}</button></div>
            </form>
            {noted}
        </section>
    }
}
