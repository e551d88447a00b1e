//! 核验审计链: an exported audit, verified in the browser, piece by piece, without the server.
//!
//! The page is rendered on the server with everything switched off, and taken over by the same view in the browser:
//! nothing moves, and without a script it says what to use.

mod found;
mod reading;

use leptos::{
    ev,
    prelude::*,
    web_sys::{DragEvent, File, FileList, HtmlInputElement, wasm_bindgen::JsCast as _},
};
use yaodian_audit::{ListError, Noted, Verified, noted_ends};
use yaodian_words::{Lang, audit as words, ledger};

use found::found;

/// Where on its page it is.
pub const PLACE: &str = "verify-audit";

/// What came of it.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser reads files"))]
enum Outcome {
    /// It was read, with so many ends to hold against it.
    Verified { verified: Verified, given: usize },
    /// Nothing was chosen.
    Nothing,
    /// It is another file.
    Other,
    /// A later version wrote it.
    Newer,
    /// The browser cannot read it.
    NotRead,
    /// The end that was typed is none.
    BadTyped,
    /// The list of ends is none.
    BadList(ListError),
    /// Somebody stopped it.
    Stopped,
}

/// All that changes on the page.
#[derive(Clone, Copy)]
struct Page {
    lang: Lang,
    /// Whether a program stands behind it.
    ready: RwSignal<bool>,
    export: RwSignal<Option<File>, LocalStorage>,
    list: RwSignal<Option<File>, LocalStorage>,
    typed: RwSignal<String>,
    /// Rows so far, and how much of the file that is, in percent; while it is being read.
    so_far: RwSignal<Option<(i64, u32)>>,
    stop: RwSignal<bool>,
    outcome: RwSignal<Option<Outcome>>,
}

impl Page {
    /// Verifies what was chosen, or stops.
    fn pressed(self) {
        if self.so_far.with_untracked(Option::is_some) {
            self.stop.set(true);
            return;
        }
        self.outcome.set(None);
        let Some(export) = self.export.get_untracked() else {
            self.outcome.set(Some(Outcome::Nothing));
            return;
        };
        self.stop.set(false);
        self.so_far.set(Some((0, 0)));
        leptos::task::spawn_local(async move {
            let outcome = self.verify(export).await.unwrap_or_else(|why| why);
            self.so_far.set(None);
            self.outcome.set(Some(outcome));
        });
    }

    async fn verify(self, export: File) -> Result<Outcome, Outcome> {
        let mut noted: Vec<Noted> = Vec::new();
        let typed = self.typed.get_untracked();
        if !typed.trim().is_empty() {
            noted.push(typed.parse().map_err(|_| Outcome::BadTyped)?);
        }
        if let Some(list) = self.list.get_untracked() {
            let table = reading::text(&list).await?;
            noted.extend(noted_ends(&table).map_err(Outcome::BadList)?);
        }
        let given = noted.len();
        let verified = reading::verify(&export, noted, |rows, percent| {
            self.so_far.set(Some((rows, percent)));
            !self.stop.get_untracked()
        })
        .await?;
        Ok(Outcome::Verified { verified, given })
    }

    /// Takes files that were dropped: tables of ends go where they belong.
    fn dropped(self, event: &DragEvent) {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        for file in files.iter().flat_map(all) {
            if file.name().to_ascii_lowercase().ends_with(".csv") {
                self.list.set(Some(file));
            } else {
                self.export.set(Some(file));
            }
        }
    }
}

fn all(files: &FileList) -> impl Iterator<Item = File> {
    (0..files.length()).filter_map(|at| files.get(at))
}

/// The file that stands in a field now.
fn picked(event: &ev::Event) -> Option<File> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    field.files()?.get(0)
}

/// A file by name and size.
fn named(lang: Lang, file: &File) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size in bytes, which browsers tell as a float"
    )]
    let bytes = file.size() as u64;
    words::chosen(lang, &file.name(), &ledger::size(bytes))
}

/// The fields, the progress and the verdict.
#[component]
pub fn Desk(
    /// In which language.
    lang: Lang,
) -> impl IntoView {
    let page = Page {
        lang,
        ready: RwSignal::new(false),
        export: RwSignal::new_local(None),
        list: RwSignal::new_local(None),
        typed: RwSignal::new(String::new()),
        so_far: RwSignal::new(None),
        stop: RwSignal::new(false),
        outcome: RwSignal::new(None),
    };
    // Effects run in the browser alone.
    Effect::new(move || page.ready.set(true));
    let off = move || !page.ready.get();
    let name = move |file: RwSignal<Option<File>, LocalStorage>| {
        move || file.with(|file| file.as_ref().map(|file| named(lang, file)))
    };
    let reading = move || page.so_far.with(Option::is_some);
    let progress = move || {
        page.so_far.get().map(|(rows, percent)| {
            view! {
                <p class="verify-progress">
                    <progress max="100" value=percent.to_string() aria-label=words::progress(lang)></progress>
                    <span class="number">{words::so_far(lang, &rows, &percent)}</span>
                </p>
            }
        })
    };
    let over = |event: DragEvent| event.prevent_default();
    view! {
        <div class="verify-form" data-ready=move || page.ready.get().to_string() on:dragover=over on:drop=move |event| page.dropped(&event)>
            <div class="drop">
                <label for="export-file">{words::export_file(lang)}</label>
                <p class="hint" id="export-hint">{words::export_hint(lang)}</p>
                <input id="export-file" type="file" aria-describedby="export-hint export-name" disabled=off
                    on:change=move |event| page.export.set(picked(&event))/>
                <p class="hint" id="export-name">{name(page.export)}</p>
            </div>
            <div class="drop">
                <label for="heads-file">{words::heads_file(lang)}</label>
                <p class="hint" id="heads-hint">{words::heads_hint(lang)}</p>
                <input id="heads-file" type="file" accept=".csv" aria-describedby="heads-hint heads-name" disabled=off
                    on:change=move |event| page.list.set(picked(&event))/>
                <p class="hint" id="heads-name">{name(page.list)}</p>
            </div>
            <div class="verify-typed">
                <label for="noted-head">{words::typed_head(lang)}</label>
                <p class="hint" id="noted-hint">{words::typed_hint(lang)}</p>
                <input id="noted-head" autocomplete="off" spellcheck="false" aria-describedby="noted-hint" disabled=off
                    on:input=move |event| page.typed.set(event_target_value(&event))/>
            </div>
            <p><button type="button" id="verify" disabled=off on:click=move |_| page.pressed()>
                {move || if reading() { words::stop(lang) } else { words::verify(lang) }}
            </button></p>
            {progress}
        </div>
        <div aria-live="polite" id="verdict">{move || page.outcome.with(|outcome| outcome.as_ref().map(|outcome| found(page.lang, outcome)))}</div>
    }
}

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn take_over() {
    use leptos::web_sys::HtmlElement;

    let place = document().get_element_by_id(PLACE);
    let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let tag = document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"));
    let lang = tag
        .and_then(|tag| Lang::named(tag.split('-').next()?))
        .unwrap_or_default();
    place.set_inner_html("");
    leptos::mount::mount_to(place, move || view! { <Desk lang/> }).forget();
}
