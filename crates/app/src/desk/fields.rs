//! The fields of a report's form, each with what is wrong with it.

use leptos::prelude::*;
use yaodian_contract::Kind;
use yaodian_domain::{
    observation::{Figure, Step},
    target::Target,
    typed::{self, Entry, Field, FieldTrouble, Typed},
};
use yaodian_words::{Lang, figures, label, names, problems, say};

/// What is typed, read.
pub(super) type Reading = Memo<Result<Figure, FieldTrouble>>;

/// The fields for the figure itself, each with what is wrong with it as soon as something is typed.
pub(super) fn entry_fields(
    lang: Lang,
    target: &Target,
    inputs: RwSignal<Typed>,
    read: Reading,
    problem: RwSignal<Option<Kind>>,
) -> AnyView {
    let number = move |field: Field, hint: String, get: fn(&Typed) -> &String, set: fn(&mut Typed, String)| {
        let id = field_id(field);
        let wrong = move || trouble(lang, field, read, problem, !inputs.with(|t| get(t).is_empty()));
        view! {
            <label for=id>{problems::field(lang, field)}</label>
            <input
                id=id
                class="number"
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=format!("{id}-hint {id}-wrong")
                aria-invalid=move || wrong().is_some().then_some("true")
                prop:value=move || inputs.with(|t| get(t).clone())
                on:input=move |event| inputs.update(|t| set(t, event_target_value(&event)))
            />
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <p class="wrong" id=format!("{id}-wrong")>{wrong}</p>
        }
    };
    let unit = figures::unit_of(lang, target);
    let hint = if target.is_carried() {
        label::carried_hint(lang).to_owned()
    } else if unit.is_empty() || typed::entry(target) == Entry::Counts {
        label::cumulative_hint(lang).to_owned()
    } else {
        say::cumulative_in(lang, &unit)
    };
    let of_hint = if target.reporters.len() > 1 {
        label::own_of_hint(lang)
    } else {
        label::of_hint(lang)
    };
    match typed::entry(target) {
        Entry::Value => number(Field::Value, hint, |t| &t.value, |t, v| t.value = v).into_any(),
        Entry::Counts => view! {
            {number(Field::Done, hint, |t| &t.done, |t, v| t.done = v)}
            {number(Field::Of, of_hint.to_owned(), |t| &t.of, |t, v| t.of = v)}
        }
        .into_any(),
        Entry::Step => {
            let options = Step::ALL
                .into_iter()
                .enumerate()
                .map(|(index, step)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="step"
                                value=index.to_string()
                                prop:checked=move || inputs.with(|t| t.step == Some(step))
                                on:change=move |_| inputs.update(|t| t.step = Some(step))
                            />
                            {names::step(lang, step)}
                        </label>
                    }
                })
                .collect_view();
            let wrong = move || trouble(lang, Field::Step, read, problem, false);
            view! {
                <div role="radiogroup" aria-label=problems::field(lang, Field::Step) class="choices">{options}</div>
                <p class="wrong">{wrong}</p>
            }
            .into_any()
        }
        Entry::Words => {
            let wrong = move || trouble(lang, Field::Words, read, problem, false);
            view! {
                <label for="words">{problems::field(lang, Field::Words)}</label>
                <textarea
                    id="words"
                    rows="4"
                    aria-describedby="words-wrong"
                    prop:value=move || inputs.with(|t| t.words.clone())
                    on:input=move |event| inputs.update(|t| t.words = event_target_value(&event))
                ></textarea>
                <p class="wrong" id="words-wrong">{wrong}</p>
            }
            .into_any()
        }
    }
}

fn field_id(field: Field) -> &'static str {
    match field {
        Field::Value => "value",
        Field::Done => "done",
        Field::Of => "of",
        Field::Step => "step",
        Field::Words => "words",
        Field::Progress => "progress",
        Field::Problems => "problems",
        Field::NextSteps => "next-steps",
        Field::Note => "note",
    }
}

/// What is wrong with a field: by the server's answer, or by reading it here once it was touched.
fn trouble(lang: Lang, field: Field, read: Reading, problem: RwSignal<Option<Kind>>, touched: bool) -> Option<String> {
    let here = read.with(|read| match read {
        Err(trouble) if trouble.field == field && touched => Some(problems::trouble_text(lang, &trouble.trouble)),
        _ => None,
    });
    here.or_else(|| {
        problem.with(|problem| match problem {
            Some(Kind::Field { trouble }) if trouble.field == field && read.with(Result::is_err) => {
                Some(problems::trouble_text(lang, &trouble.trouble))
            }
            _ => None,
        })
    })
}

/// A field for words around the figure.
pub(super) fn long_text(lang: Lang, field: Field, text: RwSignal<String>, problem: RwSignal<Option<Kind>>) -> AnyView {
    let id = field_id(field);
    let wrong = move || {
        problem.with(|p| {
            p.as_ref()
                .filter(|kind| kind.field() == Some(field))
                .map(|kind| problems::problem(lang, kind))
        })
    };
    view! {
        <label for=id>{problems::field(lang, field)} " " <span class="hint">{label::optional(lang)}</span></label>
        <textarea
            id=id
            rows="3"
            prop:value=move || text.get()
            on:input=move |event| text.set(event_target_value(&event))
        ></textarea>
        <p class="wrong">{wrong}</p>
    }
    .into_any()
}
