//! 申请: a later date, another number, or closing.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use yaodian_contract::{CaseView, Kind, OpenCase, RequestGround};
use yaodian_domain::{
    Date,
    evidence::Evidence,
    id::EvidenceId,
    number,
    supervision::CaseKind,
    typed::{Field, FieldTrouble, Trouble},
};
use yaodian_words::{Lang, figures, label, supervision as words};

use super::request_name;
use crate::{
    api,
    desk::{Loading, Refusal, ask, attached, shown},
    lang, parts,
};

/// The page of a target for which something can be asked.
#[component]
pub(in crate::desk) fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let target = move || params.with(|params| params.get("target").unwrap_or_default());
    let ground = Resource::new(target, |target| {
        api::get::<RequestGround>(format!("/api/v1/cases/ground/{target}"))
    });
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(ground.await, |ground| view! { <Request ground/> }) })}
        </Suspense>
    }
}

/// What is typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    new_due: String,
    number: String,
    inventory: String,
    evidence: String,
    files: Vec<EvidenceId>,
    whole: bool,
    words: String,
}

impl Typed {
    /// The request, or what is wrong with a field.
    fn read(&self, ground: &RequestGround, kind: CaseKind) -> Result<OpenCase, Kind> {
        let target = ground.target.clone();
        let number = |text: &str| {
            number::parse(text).map_err(|why| Kind::Field {
                trouble: FieldTrouble {
                    field: Field::Value,
                    trouble: Trouble::Number { why },
                },
            })
        };
        Ok(match kind {
            CaseKind::Closure => OpenCase::Closure {
                target,
                whole: self.whole,
                evidence: self.evidence.lines().map(str::to_owned).collect(),
                files: self.files.clone(),
                note: self.words.clone(),
            },
            CaseKind::Change => OpenCase::Change {
                target,
                number: number(&self.number)?,
                inventory: match self.inventory.trim() {
                    "" => None,
                    text => Some(number(text)?),
                },
                reason: self.words.clone(),
            },
            CaseKind::Appeal => OpenCase::Appeal {
                target,
                points: number(&self.number)?,
                reason: self.words.clone(),
            },
            CaseKind::Extension | CaseKind::Notice => OpenCase::Extension {
                target,
                new_due: self.new_due.parse::<Date>().map_err(|_| Kind::Malformed {
                    what: self.new_due.clone(),
                })?,
                reason: self.words.clone(),
            },
        })
    }
}

#[component]
fn Request(
    /// What can be asked for.
    ground: RequestGround,
) -> impl IntoView {
    let lang = lang();
    let kind = RwSignal::new(ground.may.first().copied().unwrap_or(CaseKind::Extension));
    let typed = RwSignal::new(Typed {
        whole: !ground.part,
        ..Typed::default()
    });
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let (files, sending) = (RwSignal::new(Vec::<Evidence>::new()), RwSignal::new(false));
    Effect::new(move || {
        let ids = files.with(|files| files.iter().map(|file| file.id.clone()).collect());
        typed.update(|typed| typed.files = ids);
    });
    let navigate = use_navigate();
    let choices = ground
        .may
        .iter()
        .map(|&offered| {
            view! {
                <label class="choice">
                    <input type="radio" name="kind" value=offered.as_str() prop:checked=move || kind.get() == offered on:change=move |_| kind.set(offered)/>
                    {request_name(lang, offered)}
                </label>
            }
        })
        .collect_view();
    let head = view! {
        <p class="crumbs"><a href="/app/supervision">"← " {words::back(lang)}</a></p>
        <h1>{lang.of(&ground.about.name).to_owned()}</h1>
        <blockquote class="quote" lang="zh-CN">{ground.about.quote.replace('*', "")}</blockquote>
        <p>{lang.unit(&ground.about.unit).to_owned()} " · " {parts::mark(lang, ground.about.status)} " · " {label::due_word(lang)} " " <span class="number">{figures::day(ground.due)}</span></p>
    };
    let none = ground.may.is_empty();
    let fields = {
        let ground = ground.clone();
        move || {
            let kind = kind.get();
            let attach = (kind == CaseKind::Closure).then(|| {
                let locked = Signal::derive(|| false);
                attached::field(lang, &ground.target, files, refused, locked, sending)
            });
            view! { {fields(lang, kind, &ground, typed)} {attach} }
        }
    };
    let send = move || {
        let asked = match typed.with_untracked(|typed| typed.read(&ground, kind.get_untracked())) {
            Ok(asked) => asked,
            Err(kind) => {
                refused.set(Some(kind));
                return;
            }
        };
        let navigate = navigate.clone();
        let answer = api::post::<_, Vec<CaseView>>("/api/v1/cases".to_owned(), asked);
        ask::once(busy, refused, answer, move |done| {
            if let Some(view) = done.and_then(|views| views.into_iter().next()) {
                navigate(
                    &format!("/app/case/{}", view.case.id),
                    leptos_router::NavigateOptions::default(),
                );
            }
        });
    };
    if none {
        return view! { {head} <p class="absent">{words::nothing_to_ask(lang)}</p> }.into_any();
    }
    view! {
        {head}
        <form class="sheet review" novalidate on:submit=move |event| { event.prevent_default(); send(); }>
            <div role="radiogroup" aria-label=words::head_kind(lang) class="choices">{choices}</div>
            {fields}
            <p class="actions"><button id="ask" type="submit" prop:disabled=move || busy.get() || sending.get()>{words::send_request(lang)}</button></p>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> <p class="fine">{label::kept_text(lang)}</p> })}</div>
        </form>
    }
    .into_any()
}

fn fields(lang: Lang, kind: CaseKind, ground: &RequestGround, typed: RwSignal<Typed>) -> AnyView {
    let input = move |id: &'static str,
                      name: &'static str,
                      sort: &'static str,
                      set: fn(&mut Typed, String),
                      get: fn(&Typed) -> &String| {
        view! {
            <label for=id>{name}</label>
            <input id=id type=sort class="number" autocomplete="off" prop:value=move || typed.with(|typed| get(typed).clone())
                on:input=move |event| typed.update(|typed| set(typed, event_target_value(&event)))/>
        }
        .into_any()
    };
    let area = move |id: &'static str,
                     name: &'static str,
                     hint: &'static str,
                     set: fn(&mut Typed, String),
                     get: fn(&Typed) -> &String| {
        view! {
            <label for=id>{name}</label>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <textarea id=id rows="3" aria-describedby=format!("{id}-hint") prop:value=move || typed.with(|typed| get(typed).clone())
                on:input=move |event| typed.update(|typed| set(typed, event_target_value(&event)))></textarea>
        }
        .into_any()
    };
    let words_of = |name, hint| {
        area(
            "words",
            name,
            hint,
            |typed, text| typed.words = text,
            |typed| &typed.words,
        )
    };
    match kind {
        CaseKind::Closure => {
            let both = ground.part && ground.whole;
            let whole = both.then(|| {
                view! {
                    <label class="choice">
                        <input type="checkbox" id="whole" prop:checked=move || typed.with(|typed| typed.whole)
                            on:change=move |_| typed.update(|typed| typed.whole = !typed.whole)/>
                        {words::whole(lang)}
                    </label>
                }
            });
            view! {
                {words_of(words::what_was_done(lang), "")}
                {area("evidence", words::evidence(lang), words::evidence_hint(lang), |typed, text| typed.evidence = text, |typed| &typed.evidence)}
                {whole}
            }
            .into_any()
        }
        CaseKind::Change => {
            let inventory = ground.inventory.then(|| {
                input(
                    "inventory",
                    words::inventory(lang),
                    "text",
                    |typed, text| typed.inventory = text,
                    |typed| &typed.inventory,
                )
            });
            let now = ground
                .number
                .map(|number| view! { <p class="hint">{words::in_force(lang, &figures::number(number))}</p> });
            view! {
                {input("number", words::number(lang), "text", |typed, text| typed.number = text, |typed| &typed.number)}
                {now}
                {inventory}
                {words_of(words::reason(lang), words::reason_hint(lang))}
            }
            .into_any()
        }
        CaseKind::Appeal => view! {
            {input("points", words::points(lang), "text", |typed, text| typed.number = text, |typed| &typed.number)}
            {words_of(words::reason(lang), words::reason_hint(lang))}
        }
        .into_any(),
        CaseKind::Extension | CaseKind::Notice => view! {
            {input("new-due", words::new_due(lang), "date", |typed, text| typed.new_due = text, |typed| &typed.new_due)}
            {words_of(words::reason(lang), words::reason_hint(lang))}
        }
        .into_any(),
    }
}
