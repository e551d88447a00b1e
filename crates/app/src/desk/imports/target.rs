//! The form of a target: its fields, checked while they are filled in.

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_domain::{plan::Span, target::Kind};
use yaodian_intake::{Comparator, Edit, Form, Key, Target, proposed, usual_among, wrong_with};
use yaodian_words::{import_desk as words, intake, names};

use super::{card, screen::Desk, spot::Spot, units};

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
pub(super) fn corrected(desk: Desk, key: Key) -> AnyView {
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
pub(super) fn added(desk: Desk, span: Span) -> AnyView {
    let read = |text: &std::sync::Arc<str>| desk.reviewed.with_untracked(|reviewed| proposed(text, reviewed, span));
    let target = desk.text.with_untracked(read);
    fields(desk, target, Vec::new(), words::add(desk.lang), move |form| Edit::Add {
        span,
        form,
    })
}

/// The fields of a target. What hinders publishing is said while it is filled in, and is not saved.
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
            return Some(words::name_missing(lang).to_owned());
        }
        if due.with(|due| !due.is_empty() && due.parse::<yaodian_domain::Date>().is_err()) {
            return Some(words::no_day(lang).to_owned());
        }
        let nobody = reporters.with(|names| names.iter().find(|name| !units::is_known(desk, name)).cloned());
        if let Some(name) = nobody {
            return Some(words::reports_nothing(lang, &name));
        }
        let what = wrong_with(&target, key)?;
        Some(intake::obstacle(lang, &what))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if wrong.with_untracked(Option::is_none) {
            desk.decide(made(form.get_untracked()));
        }
    };
    let turn = move |event| {
        let chosen: String = event_target_value(&event);
        if let Some(now) = Kind::ALL.into_iter().find(|kind| format!("{kind:?}") == chosen) {
            kind.set(now);
            comparator.update(|comparator| *comparator = fitting(now, *comparator));
        }
    };
    let kinds = Kind::ALL
        .map(|kind| view! { <option value=format!("{kind:?}") selected=kind == target.kind>{names::kind(lang, kind)}</option> })
        .collect_view();
    let comparators = move || {
        let now = comparator.get();
        let options = Comparator::ALL
            .into_iter()
            .filter(|one| fitting(kind.get(), *one) == *one);
        options
            .map(|one| view! { <option value=format!("{one:?}") selected=one == now>{intake::comparator(lang, one)}</option> })
            .collect_view()
    };
    let compare = move |event| {
        let chosen: String = event_target_value(&event);
        if let Some(now) = Comparator::ALL.into_iter().find(|one| format!("{one:?}") == chosen) {
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
            <p class="wrong" id="form-wrong" role="status">{move || wrong.get()}</p>
            <p class="actions">
                <button type="submit" id="save-form" prop:disabled=move || wrong.with(Option::is_some)>{button}</button>
                {super::form::cancel(desk)}
            </p>
        </form>
    }
    .into_any()
}
