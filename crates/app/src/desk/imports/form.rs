//! The form that is open: a target's fields, checked while they are filled in; a name; sentences.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::HtmlElement,
};
use yaodian_domain::{plan::Span, target::Kind};
use yaodian_intake::{About, Comparator, Edit, Form, Key, Target, parse, usual_among, wrong_with};
use yaodian_words::{import_desk as words, intake, names};

use super::{
    card,
    screen::{Desk, Editing},
    spot::Spot,
    units,
};

/// What is being written, beside everything else.
pub(super) fn panel(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let open = Memo::new(move |_| desk.editing.get());
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    // The focus goes into the form, and back to where it came from.
    Effect::new(move |before: Option<bool>| {
        let is_open = open.with(Option::is_some);
        if is_open {
            if before != Some(true) {
                let active = document().active_element().and_then(|element| element.dyn_into().ok());
                came_from.set_value(active);
            }
            // Where only those who report are missing, they are asked for at once.
            let doubt = desk.doubt.get_untracked().and_then(|key| desk.doubt_at(&key));
            let asks = |doubt: &yaodian_intake::Doubt| match (&doubt.about, &desk.editing.get_untracked()) {
                (About::Reporters { target }, Some(Editing::Target(key))) => target == key,
                _ => false,
            };
            let css = if doubt.is_some_and(|doubt| asks(&doubt)) {
                "#import-form #reporters"
            } else {
                "#import-form :is(input, select, textarea, .sentence button)"
            };
            request_animation_frame(move || {
                let first = document().query_selector(css);
                if let Some(first) = first
                    .ok()
                    .flatten()
                    .and_then(|element| element.dyn_into::<HtmlElement>().ok())
                {
                    let _ = first.focus();
                }
            });
        } else if before == Some(true) {
            back(came_from.try_update_value(Option::take).flatten());
        }
        is_open
    });
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            desk.editing.set(None);
        }
    };
    move || {
        open.get().map(|editing| {
            let title = match &editing {
                Editing::Target(_) => words::correct_target(lang),
                Editing::Add(_) => words::add_target(lang),
                Editing::Assign(_) => words::change_units(lang),
                Editing::Sentences(_) => words::sentences_title(lang),
                Editing::Rename(_) => words::rename_item(lang),
                Editing::Name(_) => words::whom(lang),
            };
            let body = match editing {
                Editing::Target(key) => corrected(desk, key),
                Editing::Add(span) => added(desk, span),
                Editing::Assign(at) => units::assign(desk, at),
                Editing::Sentences(at) => sentences(desk, at),
                Editing::Rename(at) => renamed(desk, at),
                Editing::Name(name) => units::name(desk, &name),
            };
            view! {
                <section id="import-form" class="import-form sheet" aria-label=title on:keydown=pressed>
                    <h2>{title}</h2>
                    {body}
                </section>
            }
        })
    }
}

/// The focus goes back to where it was, or to the doubt that is looked at by now.
fn back(to: Option<HtmlElement>) {
    request_animation_frame(move || {
        let there = to.filter(|element| element.is_connected());
        let row = || {
            let row = document().query_selector("#queue [tabindex='0']").ok().flatten()?;
            row.dyn_into::<HtmlElement>().ok()
        };
        if let Some(element) = there.or_else(row) {
            let _ = element.focus();
        }
    });
}

pub(super) fn cancel(desk: Desk) -> impl IntoView {
    view! { <button type="button" class="quiet" on:click=move |_| desk.editing.set(None)>{words::cancel(desk.lang)}</button> }
}

const KINDS: [Kind; 8] = [
    Kind::Level,
    Kind::Count,
    Kind::Share,
    Kind::NotWorse,
    Kind::SetElsewhere,
    Kind::Deliverable,
    Kind::Duty,
    Kind::Statement,
];

const COMPARATORS: [Comparator; 9] = [
    Comparator::AtLeast,
    Comparator::AtMost,
    Comparator::About,
    Comparator::NotLower,
    Comparator::NotHigher,
    Comparator::Deliver,
    Comparator::Sustain,
    Comparator::AsSet,
    Comparator::Progress,
];

/// The comparator that goes with a kind, where the one that is there does not.
fn fitting(kind: Kind, now: Comparator) -> Comparator {
    let held = matches!(now, Comparator::AtLeast | Comparator::AtMost | Comparator::About);
    match kind {
        Kind::Level | Kind::Count | Kind::Share if held => now,
        Kind::Level | Kind::Count | Kind::Share => Comparator::AtLeast,
        Kind::NotWorse if matches!(now, Comparator::NotLower | Comparator::NotHigher) || held => now,
        Kind::NotWorse => Comparator::NotLower,
        Kind::SetElsewhere => Comparator::AsSet,
        Kind::Deliverable => Comparator::Deliver,
        Kind::Duty => Comparator::Sustain,
        Kind::Statement => Comparator::Progress,
    }
}

fn has_figure(kind: Kind) -> bool {
    matches!(kind, Kind::Level | Kind::Count | Kind::Share | Kind::NotWorse)
}

/// A target that is there.
fn corrected(desk: Desk, key: Key) -> AnyView {
    let found = desk.reviewed.with_untracked(|reviewed| {
        let dropped = || {
            reviewed
                .dropped
                .iter()
                .find(|(other, _)| *other == key)
                .map(|(_, target)| target)
        };
        let target = reviewed.target(key).or_else(dropped).cloned()?;
        Some((target, reviewed.reporters.get(&key).cloned().unwrap_or_default()))
    });
    match found {
        Some((target, reporters)) => fields(desk, target, reporters, words::save_target(desk.lang), move |form| {
            Edit::Correct { target: key, form }
        }),
        None => ().into_any(),
    }
}

/// Words that promise something, as the parser would read them by themselves.
fn added(desk: Desk, span: Span) -> AnyView {
    let quote = desk.words(span);
    fields(
        desk,
        guess(&quote, span),
        Vec::new(),
        words::add(desk.lang),
        move |form| Edit::Add { span, form },
    )
}

/// What the parser makes of words by themselves.
fn guess(quote: &str, span: Span) -> Target {
    let plain: String = quote.chars().filter(|c| !matches!(c, '\n' | '\r' | '*')).collect();
    let draft = parse(&format!("1.{plain}"), None);
    let tasks = draft.items.iter().flat_map(|item| &item.tasks);
    let read = tasks.flat_map(|task| &task.targets);
    let read = draft
        .headlines
        .iter()
        .flat_map(|headline| &headline.targets)
        .chain(read)
        .next()
        .cloned();
    let subject: String = plain.trim().chars().take(LONGEST_NAME).collect();
    let mut target = read.unwrap_or(Target {
        quote: String::new(),
        span,
        figure: None,
        kind: Kind::Statement,
        comparator: Comparator::Progress,
        value: None,
        unit: None,
        subject,
        inventory: None,
        base: None,
        due: None,
        due_written: false,
        confidence: 1.0,
        why: Vec::new(),
    });
    quote.clone_into(&mut target.quote);
    target.span = span;
    target
}

/// A name that is made of the words themselves has at most so many characters.
const LONGEST_NAME: usize = 30;

/// The fields of a target. What hinders is said while it is filled in; it can be saved all the same where
/// it is only a hindrance to publishing.
fn fields(
    desk: Desk,
    target: Target,
    reporters: Vec<String>,
    button: &'static str,
    made: impl Fn(Form) -> Edit + Copy + Send + Sync + 'static,
) -> AnyView {
    let lang = desk.lang;
    let key = Key {
        span: target.span,
        nth: 0,
    };
    let text = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
    let kind = RwSignal::new(target.kind);
    let comparator = RwSignal::new(target.comparator);
    let (value, unit, inventory) = (text(&target.value), text(&target.unit), text(&target.inventory));
    let subject = RwSignal::new(target.subject.clone());
    let due = RwSignal::new(target.due.map(|due| due.to_string()).unwrap_or_default());
    let reporters = RwSignal::new(reporters);
    let is_headline = desk.reviewed.with_untracked(|reviewed| {
        let home = Spot::at(reviewed, target.span.start);
        !matches!(home, Some(Spot::Task(..) | Spot::Target(..)))
    });
    let usual = desk.ground.with_value(|ground| {
        let year = desk.head.with_untracked(|head| head.titles.year);
        let units = usual_among(&target, year, &ground.usual);
        let units: Vec<String> = units.iter().map(|unit| ground.unit(lang, unit)).collect();
        (is_headline && !units.is_empty()).then(|| words::usual(lang, &units::join(lang, &units)))
    });
    let start = StoredValue::new(target.clone());
    let form = Memo::new(move |_| {
        let some = |text: String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let kind = kind.get();
        Form {
            kind,
            comparator: comparator.get(),
            value: some(value.get()).filter(|_| has_figure(kind)),
            unit: some(unit.get()),
            subject: subject.get().trim().to_owned(),
            inventory: some(inventory.get()).filter(|_| has_figure(kind)),
            due: due.with(|due| due.parse().ok()),
            reporters: reporters.get(),
        }
    });
    let as_target = Memo::new(move |_| {
        let form = form.get();
        start.with_value(|start| Target {
            kind: form.kind,
            comparator: form.comparator,
            value: form.value,
            unit: form.unit,
            subject: form.subject,
            inventory: form.inventory,
            due: form.due,
            ..start.clone()
        })
    });
    let wrong = Memo::new(move |_| {
        let target = as_target.get();
        if target.subject.is_empty() {
            return Some((true, words::name_missing(lang).to_owned()));
        }
        if due.with(|due| !due.is_empty() && due.parse::<yaodian_domain::Date>().is_err()) {
            return Some((true, words::no_day(lang).to_owned()));
        }
        let what = wrong_with(&target, key)?;
        Some((false, intake::obstacle(lang, &what)))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if wrong.with_untracked(|wrong| wrong.as_ref().is_none_or(|(bars, _)| !bars)) {
            desk.decide(made(form.get_untracked()));
        }
    };
    let turn = move |event| {
        let chosen: String = event_target_value(&event);
        if let Some(now) = KINDS.into_iter().find(|kind| format!("{kind:?}") == chosen) {
            kind.set(now);
            comparator.update(|comparator| *comparator = fitting(now, *comparator));
        }
    };
    let kinds = KINDS
        .map(|kind| view! { <option value=format!("{kind:?}") selected=kind == target.kind>{names::kind(lang, kind)}</option> })
        .collect_view();
    let comparators = move || {
        let now = comparator.get();
        let options = COMPARATORS.into_iter().filter(|one| fitting(kind.get(), *one) == *one);
        options
            .map(|one| view! { <option value=format!("{one:?}") selected=one == now>{intake::comparator(lang, one)}</option> })
            .collect_view()
    };
    let compare = move |event| {
        let chosen: String = event_target_value(&event);
        if let Some(now) = COMPARATORS.into_iter().find(|one| format!("{one:?}") == chosen) {
            comparator.set(now);
        }
    };
    let line = move |id: &'static str, name: &'static str, value: RwSignal<String>, numeric: bool| {
        view! {
            <div class="field">
                <label for=id>{name}</label>
                <input id=id autocomplete="off" inputmode=numeric.then_some("decimal") aria-describedby="form-wrong"
                    prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
            </div>
        }
    };
    let figures = move || {
        has_figure(kind.get()).then(|| {
            view! {
                <div class="form-row">
                    <div class="field">
                        <label for="comparator">{words::comparator(lang)}</label>
                        <select id="comparator" on:change=compare>{comparators}</select>
                    </div>
                    {line("value", words::value(lang), value, true)}
                    {line("unit-of", words::unit_of(lang), unit, false)}
                    {(kind.get() != Kind::Level).then(|| line("inventory", words::inventory(lang), inventory, true))}
                </div>
            }
        })
    };
    let hint = if is_headline {
        words::reporters_headline(lang)
    } else {
        words::reporters_hint(lang)
    };
    view! {
        <form novalidate on:submit=save>
            <p class="quote">{card::clean(&target.quote)}</p>
            {line("subject", words::subject(lang), subject, false)}
            <div class="form-row">
                <div class="field">
                    <label for="kind">{words::kind(lang)}</label>
                    <select id="kind" on:change=turn>{kinds}</select>
                </div>
                <div class="field">
                    <label for="due">{words::due(lang)}</label>
                    <input id="due" type="date" prop:value=move || due.get() on:input=move |event| due.set(event_target_value(&event))/>
                </div>
            </div>
            {figures}
            {units::known_names(desk)}
            {units::field(desk, "reporters", words::reporters(lang), Some(hint), reporters)}
            {usual.map(|usual| view! { <p class="fine">{usual}</p> })}
            <p class="form-sum"><strong class="number">{move || as_target.with(|target| card::figure(lang, target))}</strong></p>
            <p class="wrong" id="form-wrong" role="status">{move || wrong.get().map(|(_, why)| why)}</p>
            <p class="actions">
                <button type="submit" id="save-form" prop:disabled=move || wrong.with(|wrong| wrong.as_ref().is_some_and(|(bars, _)| *bars))>{button}</button>
                {cancel(desk)}
            </p>
        </form>
    }
    .into_any()
}

/// The name of an item.
fn renamed(desk: Desk, at: usize) -> AnyView {
    let lang = desk.lang;
    let found = desk.reviewed.with_untracked(|reviewed| {
        let item = reviewed.draft.items.iter().find(|item| item.span.start == at)?;
        Some((
            item.title.clone(),
            reviewed.titles_en.get(&at).cloned().unwrap_or_default(),
        ))
    });
    let (title, title_en) = found.unwrap_or_default();
    let (title, title_en) = (RwSignal::new(title), RwSignal::new(title_en));
    let line = |id: &'static str, name: &'static str, value: RwSignal<String>| {
        view! {
            <label for=id>{name}</label>
            <input id=id autocomplete="off" prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        }
    };
    let empty = move || title.with(|title| title.trim().is_empty());
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(empty) {
            desk.decide(Edit::Rename {
                at,
                title: title.get_untracked(),
                title_en: title_en.get_untracked(),
            });
        }
    };
    view! {
        <form on:submit=save>
            {line("title-zh", words::title_zh(lang), title)}
            {line("title-en", words::title_en(lang), title_en)}
            <p class="actions">
                <button type="submit" id="save-title" prop:disabled=empty>{words::save(lang)}</button>
                {cancel(desk)}
            </p>
        </form>
    }
    .into_any()
}

/// What a sentence ends with.
const STOPS: [char; 6] = ['\u{3002}', '\u{ff1b}', ';', '\u{ff01}', '\u{ff0c}', ','];

/// The clauses of a stretch of the text.
fn clauses(text: &str, span: Span) -> Vec<Span> {
    let words = text.get(span.start..span.end).unwrap_or_default();
    let mut start = span.start;
    let mut all = Vec::new();
    for part in words.split_inclusive(STOPS) {
        let (from, end) = (start, start + part.len());
        start = end;
        let lead = part.len() - part.trim_start().len();
        if !part.trim_matches(STOPS).trim().is_empty() {
            all.push(Span {
                start: from + lead,
                end,
            });
        }
    }
    all
}

/// The clauses of a task: each can be a target, or begin a task of its own. All that the mouse does in the
/// document can be done here without one.
fn sentences(desk: Desk, at: usize) -> AnyView {
    let lang = desk.lang;
    let found = desk.reviewed.with_untracked(|reviewed| {
        let spot = Spot::of_task(reviewed, at)?;
        spot.task(reviewed).map(|task| task.span)
    });
    let Some(span) = found else { return ().into_any() };
    let all = desk.text.with_untracked(|text| clauses(text, span));
    let rows = all
        .into_iter()
        .map(|clause| {
            let words_ = card::clean(&desk.words(clause));
            let (first, target) = (clause.start == span.start, stopless(desk, clause));
            let split = (!first).then(|| {
                let label = format!("{}: {words_}", words::split_here(lang));
                view! { <button type="button" class="linklike" aria-label=label on:click=move |_| desk.decide(Edit::Split { at: clause.start })>{words::split_here(lang)}</button> }
            });
            let label = format!("{}: {words_}", words::make_target(lang));
            view! {
                <li class="sentence">
                    <span class="quote">{words_.clone()}</span>
                    <span class="row-actions">
                        <button type="button" class="linklike" aria-label=label on:click=move |_| desk.edit(Editing::Add(target))>{words::make_target(lang)}</button>
                        {split}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="hint">{words::sentences_hint(lang)}</p>
        <ol class="sentence-list">{rows}</ol>
        <p class="actions">{cancel(desk)}</p>
    }
    .into_any()
}

/// A clause without the stop at its end.
fn stopless(desk: Desk, clause: Span) -> Span {
    let words = desk.words(clause);
    let kept = words.trim_end_matches(|c: char| STOPS.contains(&c) || c.is_whitespace());
    Span {
        start: clause.start,
        end: clause.start + kept.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_stand_where_they_say() {
        let text = "前文。整治排污口,\n完成率达90%;持续推进。(牵头单位:水处)";
        let start = "前文。".len();
        let end = text.find('(').unwrap();
        let found = clauses(text, Span { start, end });
        let words: Vec<&str> = found.iter().map(|span| &text[span.start..span.end]).collect();
        assert_eq!(words, ["整治排污口,", "完成率达90%;", "持续推进。"]);
    }

    #[test]
    fn words_by_themselves_are_read_as_the_parser_would() {
        let quote = "新建空气质量监测站点30个";
        let span = Span {
            start: 7,
            end: 7 + quote.len(),
        };
        let target = guess(quote, span);
        assert_eq!(
            (target.kind, target.value.as_deref(), target.span),
            (Kind::Count, Some("30"), span)
        );
        let plain = guess("加强队伍建设", span);
        assert!(!plain.subject.is_empty());
    }
}
