//! The editor: words can be written, figures stand where they stand.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinStep, BulletinView, SaveBulletin},
};
use yaodian_domain::bulletin::{Figures, Page, Part, Text, page::Block};
use yaodian_words::{bulletin as words, label};

use super::{
    super::{Loading, Refusal, ask::once, shown},
    publish::{Published, SecondLook},
};
use crate::{
    api,
    bulletin::{self, title},
    lang,
};

/// One bulletin.
#[component]
pub(crate) fn BulletinPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let bulletin = Resource::new(id, |id| api::get::<BulletinView>(format!("/api/v1/bulletins/{id}")));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                shown(bulletin.await, |view| {
                    if view.head.published_on.is_some() {
                        view! { <Published view/> }.into_any()
                    } else {
                        view! { <Editor view/> }.into_any()
                    }
                })
            })}
        </Suspense>
    }
}

/// What is being done with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Edit,
    Preview,
    Publish,
}

#[component]
fn Editor(view: BulletinView) -> impl IntoView {
    let lang = lang();
    let name = title(lang, &view.head);
    let path = format!("/api/v1/bulletins/{}", view.head.id);
    let text = RwSignal::new(view.text.clone());
    let view = RwSignal::new(view);
    let mode = RwSignal::new(Mode::Edit);
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let said = RwSignal::new(None::<&'static str>);
    let dirty = Memo::new(move |_| text.with(|text| view.with(|view| *text != view.text)));
    let published = move || view.with(|view| view.head.published_on.is_some());

    // Saves what was written, if anything was, and goes on.
    let save = {
        let path = path.clone();
        move |then: Mode, words: Option<&'static str>| {
            said.set(None);
            if !dirty.get_untracked() {
                mode.set(then);
                said.set(words);
                return;
            }
            let asked = SaveBulletin {
                read: view.with_untracked(|view| view.revision),
                text: text.get_untracked(),
            };
            once(busy, refused, api::post(path.clone(), asked), move |saved| {
                if let Some(saved) = saved {
                    view.set(saved);
                    mode.set(then);
                    said.set(words);
                }
            });
        }
    };
    let step = move |path: String, words: &'static str| {
        said.set(None);
        let asked = BulletinStep {
            read: view.with_untracked(|view| view.revision),
        };
        once(busy, refused, api::post::<_, BulletinView>(path, asked), move |next| {
            if let Some(next) = next {
                view.set(next);
                said.set(Some(words));
            }
        });
    };
    let redraw = {
        let path = format!("{path}/facts");
        move |_| step(path.clone(), words::redrawn(lang))
    };
    let publish = {
        let path = format!("{path}/publish");
        Callback::new(move |()| step(path.clone(), words::published_done(lang)))
    };
    let cancel = Callback::new(move |()| mode.set(Mode::Edit));
    let (to_edit, to_preview, to_publish) = (save.clone(), save.clone(), save.clone());
    let drift = move || {
        let drift = view.with(|view| view.drift);
        if drift > 0 {
            words::drifted(lang, &drift)
        } else {
            words::fresh(lang).to_owned()
        }
    };
    let tools = move || {
        let (save, to_preview, to_publish) = (to_edit.clone(), to_preview.clone(), to_publish.clone());
        let redraw = redraw.clone();
        let disabled = move || busy.get();
        view! {
            <p class="actions bulletin-tools">
                <button id="save" type="button" prop:disabled=disabled on:click=move |_| save(Mode::Edit, Some(words::saved(lang)))>{words::save(lang)}</button>
                {move || if mode.get() == Mode::Edit {
                    let to_preview = to_preview.clone();
                    view! { <button id="preview" class="quiet" type="button" on:click=move |_| to_preview(Mode::Preview, None)>{words::preview(lang)}</button> }.into_any()
                } else {
                    view! { <button id="edit" class="quiet" type="button" on:click=move |_| mode.set(Mode::Edit)>{words::edit(lang)}</button> }.into_any()
                }}
                <button id="redraw" class="quiet" type="button" prop:disabled=disabled on:click=redraw>{words::redraw(lang)}</button>
                <button id="publish" class="quiet" type="button" prop:disabled=disabled on:click=move |_| to_publish(Mode::Publish, None)>{words::publish(lang)}</button>
                <span class="fine" role="status">{move || if dirty.get() { words::unsaved(lang).to_owned() } else { drift() }}</span>
            </p>
        }
    };
    let shown_page = move || view.with(|view| bulletin::document(lang, &view.page, view.head.as_of));
    let body = move || match mode.get() {
        Mode::Edit => view! { <Fields text view/> }.into_any(),
        Mode::Preview => shown_page(),
        Mode::Publish => view! {
            <SecondLook view busy publish cancel/>
            {shown_page()}
        }
        .into_any(),
    };
    view! {
        {move || if published() {
            view! { <Published view=view.get()/> }.into_any()
        } else {
            let (tools, body) = (tools.clone(), body);
            view! {
                <p><a href="/app/bulletins">{label::back_to_list(lang)}</a></p>
                <h1>{name.clone()}</h1>
                {tools}
                <div aria-live="assertive">
                    {move || refused.get().map(|kind| view! { <Refusal kind/> })}
                    {move || said.get().map(|words| view! { <p role="status"><strong>{words}</strong></p> })}
                </div>
                {body}
            }.into_any()
        }}
    }
}

/// Everything that can be written, with the figures where they stand.
#[component]
fn Fields(text: RwSignal<Text>, view: RwSignal<BulletinView>) -> impl IntoView {
    let lang = lang();
    // The order of figures never changes: what is typed is put in its place.
    let start = text.get_untracked();
    let line = |id: &'static str, name: &'static str, rows: u8, get: fn(&mut Text) -> &mut String| {
        let value = move || text.with(|text| get(&mut text.clone()).clone());
        view! {
            <p class="bulletin-line">
                <label for=id>{name}</label>
                <textarea id=id rows=rows.to_string() lang="zh-CN" prop:value=value on:input=move |event| text.update(|text| *get(text) = event_target_value(&event))></textarea>
            </p>
        }
    };
    let sections = start
        .sections
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let heading_id = format!("heading-{at}");
            let attached = section.attached.then(|| view! { <span class="tag">{words::attachments(lang)}</span> });
            let heading = move || text.with(|text| text.sections.get(at).map(|s| s.heading.clone()).unwrap_or_default());
            let parts = (0..section.parts.len())
                .map(|part| part_field(text, view, at, part, &start.sections[at].parts[part]))
                .collect_view();
            view! {
                <fieldset class="bulletin-section">
                    <legend class="visually-hidden">{section.heading.clone()}</legend>
                    <p class="bulletin-line">
                        <label for=heading_id.clone()>{words::heading_field(lang)} " " {attached}</label>
                        <input id=heading_id type="text" lang="zh-CN" prop:value=heading on:input=move |event| text.update(|text| {
                            if let Some(section) = text.sections.get_mut(at) {
                                section.heading = event_target_value(&event);
                            }
                        })/>
                    </p>
                    {parts}
                </fieldset>
            }
        })
        .collect_view();
    view! {
        <form class="sheet bulletin-editor" novalidate on:submit=|event| event.prevent_default()>
            {line("title", words::title_field(lang), 2, |text| &mut text.title)}
            {line("addressee", words::addressee_field(lang), 1, |text| &mut text.addressee)}
            <p class="fine">{words::words_hint(lang)}</p>
            {sections}
            {line("signed", words::signed_field(lang), 1, |text| &mut text.signed)}
            <details>
                <summary>{words::mark_field(lang)} " · " {words::number_field(lang)}</summary>
                <p class="fine">{words::head_hint(lang)}</p>
                {line("mark", words::mark_field(lang), 1, |text| &mut text.mark)}
                {line("number", words::number_field(lang), 1, |text| &mut text.number)}
            </details>
        </form>
    }
}

/// One part of a section: words to write, or figures to read.
fn part_field(
    text: RwSignal<Text>,
    view: RwSignal<BulletinView>,
    section: usize,
    part: usize,
    start: &Part,
) -> AnyView {
    let lang = lang();
    match start {
        Part::Figures(figures) => {
            let figures = *figures;
            let blocks = move || view.with(|view| bulletin::blocks(lang, &of(&view.page, figures), view.head.as_of));
            view! {
                <div class="locked" role="group" aria-label=words::figures_name(lang, figures)>
                    <p class="fine"><span aria-hidden="true">"🔒 "</span>{words::locked(lang)} " · " {words::figures_name(lang, figures)}</p>
                    {blocks}
                </div>
            }
            .into_any()
        }
        Part::Words(_) => {
            let id = format!("words-{section}-{part}");
            let value = move || {
                text.with(
                    |text| match text.sections.get(section).and_then(|s| s.parts.get(part)) {
                        Some(Part::Words(words)) => words.clone(),
                        _ => String::new(),
                    },
                )
            };
            view! {
                <p class="bulletin-line">
                    <label for=id.clone() class="visually-hidden">{words::words_field(lang)}</label>
                    <textarea id=id rows="3" lang="zh-CN" prop:value=value on:input=move |event| text.update(|text| {
                        let place = text.sections.get_mut(section).and_then(|section| section.parts.get_mut(part));
                        if let Some(place) = place {
                            *place = Part::Words(event_target_value(&event));
                        }
                    })></textarea>
                </p>
            }
            .into_any()
        }
    }
}

/// The blocks that were set for a place of figures.
fn of(page: &Page, which: Figures) -> Vec<Block> {
    let all = page
        .sections
        .iter()
        .chain(&page.attachments)
        .flat_map(|section| &section.blocks);
    all.filter(|block| match block {
        Block::Words(_) => false,
        Block::Sentence(figures, _) | Block::Items(figures, _) | Block::Table(figures, _) | Block::Bars(figures, _) => {
            *figures == which
        }
    })
    .cloned()
    .collect()
}
