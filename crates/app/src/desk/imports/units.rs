//! Units by the names that stand in the text: those who report a target, lead a task or answer for it.

use leptos::{ev::KeyboardEvent, prelude::*};
use yaodian_domain::{id::UnitId, plan::Role, unit::UnitKind};
use yaodian_intake::{Edit, Matter, Task};
use yaodian_words::{Lang, import_desk as words, intake, names};

use super::{
    screen::{Desk, Ground},
    spot::Spot,
};

/// Parts a line of names; the brackets of the text use the same marks.
const MARKS: [char; 8] = ['\u{3001}', ',', '\u{ff0c}', ';', '\u{ff1b}', '\n', '\t', '/'];

/// Whom a name means, in words; `None` where nobody goes by it.
pub(super) fn meaning(desk: Desk, name: &str) -> Option<String> {
    let found: Vec<UnitId> = desk.names(|names| names.find(name));
    let named = |id: &UnitId| desk.ground.with_value(|ground| ground.unit(desk.lang, id));
    match found.as_slice() {
        [] if desk.names(|names| names.is_outside(name)) => Some(words::outside(desk.lang).to_owned()),
        [] => None,
        [one] => Some(named(one)),
        many => Some(words::units_count(desk.lang, &many.len())),
    }
}

/// Whether somebody in the register goes by a name.
pub(super) fn is_known(desk: Desk, name: &str) -> bool {
    desk.names(|names| !names.find(name).is_empty())
}

/// All names that can be typed: of units, and collective ones that were taught.
pub(super) fn known_names(desk: Desk) -> impl IntoView {
    let options: Vec<String> = desk.names(|names| {
        let units = names.register.iter().map(|unit| unit.name.clone());
        units
            .chain(names.learned.iter().map(|(name, _)| name.clone()))
            .collect()
    });
    let options = options
        .into_iter()
        .map(|name| view! { <option value=name></option> })
        .collect_view();
    view! { <datalist id="known-units">{options}</datalist> }
}

/// A list of names as chips, with a field for more. What nobody goes by is offered with what is near it.
pub(super) fn field(
    desk: Desk,
    id: &'static str,
    name: &'static str,
    hint: Option<&'static str>,
    names: RwSignal<Vec<String>>,
) -> AnyView {
    let lang = desk.lang;
    let typed = RwSignal::new(String::new());
    let add = move || {
        let all = typed.get_untracked();
        let more = all.split(MARKS).map(str::trim).filter(|name| !name.is_empty());
        let more: Vec<String> = more.map(str::to_owned).collect();
        if !more.is_empty() {
            names.update(|names| {
                for name in more {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            });
        }
        typed.set(String::new());
    };
    let pressed = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" if !typed.with_untracked(|typed| typed.trim().is_empty()) => {
                event.prevent_default();
                add();
            }
            "Backspace" if typed.with_untracked(String::is_empty) => {
                names.update(|names| {
                    names.pop();
                });
            }
            _ => {}
        }
    };
    let chips = move || {
        let all = names.get();
        let chip = |name: String| {
            let means = meaning(desk, &name);
            let class = if means.is_some() { "chip" } else { "chip unknown" };
            let also = means
                .clone()
                .filter(|means| *means != name)
                .map(|means| view! { <span class="fine">" = " {means}</span> });
            let (gone, label) = (name.clone(), words::remove(lang, &name));
            let near = means.is_none().then(|| {
                let near: Vec<UnitId> = desk.names(|names| names.near(&name));
                let near_any = !near.is_empty();
                let swap = near
                    .into_iter()
                    .map(|unit| {
                        let (from, to) = (
                            name.clone(),
                            desk.ground
                                .with_value(|ground| ground.units.get(&unit).map(|unit| unit.name.clone())),
                        );
                        let to = to.unwrap_or_default();
                        let shown = to.clone();
                        let swap = move |_| {
                            names.update(|names| {
                                if let Some(place) = names.iter_mut().find(|name| **name == from) {
                                    place.clone_from(&to);
                                }
                            });
                        };
                        view! { <button type="button" class="linklike" on:click=swap>{shown} "?"</button> }
                    })
                    .collect_view();
                let asks = if near_any {
                    words::nobody(lang)
                } else {
                    words::unknown(lang)
                };
                view! { <span class="fine">" " {asks} " "</span> {swap} }
            });
            view! {
                <li class=class>
                    {name} {also} {near}
                    <button type="button" class="linklike" aria-label=label on:click=move |_| names.update(|names| names.retain(|name| *name != gone))>"×"</button>
                </li>
            }
        };
        all.into_iter().map(chip).collect_view()
    };
    let described = hint.map(|_| format!("{id}-hint"));
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field units-field">
            <label for=id>{name}</label>
            {hint}
            <ul class="chips" aria-live="polite">{chips}</ul>
            <input id=id list="known-units" autocomplete="off" aria-describedby=described placeholder=words::add_unit(lang)
                prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))
                on:keydown=pressed on:change=move |_| add()/>
        </div>
    }
    .into_any()
}

/// The units of a task as it stands, by role.
fn of_role(task: &Task, role: Role) -> Vec<String> {
    let all = task
        .assignments
        .iter()
        .chain(&task.standing)
        .filter(|one| one.role == role);
    let mut names: Vec<String> = Vec::new();
    for name in all.flat_map(|one| &one.units) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

const ROLES: [(Role, &str); 3] = [
    (Role::Lead, "units-lead"),
    (Role::Responsible, "units-responsible"),
    (Role::Participant, "units-participant"),
];

/// The form of an assignment.
pub(super) fn assign(desk: Desk, at: usize) -> AnyView {
    let lang = desk.lang;
    let task = desk.reviewed.with_untracked(|reviewed| {
        let spot = Spot::of_task(reviewed, at)?;
        spot.task(reviewed).cloned()
    });
    let Some(task) = task else {
        return ().into_any();
    };
    let fields = ROLES.map(|(role, id)| (role, id, RwSignal::new(of_role(&task, role))));
    let views = fields.map(|(role, id, names)| field(desk, id, intake::role(lang, role), None, names));
    let units: StoredValue<_> = StoredValue::new(fields.map(|(role, _, names)| (role, names)));
    let nobody = move || units.with_value(|units| units.iter().all(|(_, names)| names.with(Vec::is_empty)));
    let save = move |_| {
        let units = units.with_value(|units| units.map(|(role, names)| (role, names.get_untracked())).to_vec());
        desk.decide(Edit::Assign { at, units });
    };
    view! {
        <p class="quote">{task.text.clone()}</p>
        {known_names(desk)}
        {views.into_iter().collect_view()}
        <p class="wrong" role="status">{move || nobody().then(|| words::somebody(lang))}</p>
        <p class="actions">
            <button type="button" id="save-units" prop:disabled=nobody on:click=save>{words::save_units(lang)}</button>
            {super::form::cancel(desk)}
        </p>
    }
    .into_any()
}

/// The form that says whom a name means: one unit, or several for a collective one.
pub(super) fn name(desk: Desk, name: &str) -> AnyView {
    let lang = desk.lang;
    let near: Vec<UnitId> = desk.names(|names| names.near(name));
    let chosen = RwSignal::new(Vec::<UnitId>::new());
    let ticks = move |ground: &Ground, units: &[UnitId]| {
        let tick = |unit: &UnitId| {
            let (is, change) = (unit.clone(), unit.clone());
            let change = move |event| {
                chosen.update(|chosen| {
                    chosen.retain(|unit| *unit != change);
                    if event_target_checked(&event) {
                        chosen.push(change.clone());
                    }
                });
            };
            view! {
                <label class="tick">
                    <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&is)) on:change=change/>
                    {ground.unit(lang, unit)}
                </label>
            }
        };
        units.iter().map(tick).collect_view()
    };
    let nearest = desk.ground.with_value(|ground| {
        (!near.is_empty()).then(|| {
            view! {
                <fieldset id="near-units">
                    <legend>{words::near_units(lang)}</legend>
                    <div class="ticks">{ticks(ground, &near)}</div>
                </fieldset>
            }
        })
    });
    let kinds = [UnitKind::Division, UnitKind::Affiliate, UnitKind::Bureau];
    let groups = desk.ground.with_value(|ground| {
        kinds.map(|kind| {
            let all: Vec<UnitId> = ground.units.of_kind(kind).map(|unit| unit.id.clone()).collect();
            let others: Vec<UnitId> = all.iter().filter(|unit| !near.contains(unit)).cloned().collect();
            let boxes = ticks(ground, &others);
            let every = all.clone();
            let all_of_kind = move |_| {
                chosen.set(every.clone());
            };
            view! {
                <fieldset>
                    <legend>{names::unit_kind(lang, kind)} " " <button type="button" class="linklike" on:click=all_of_kind>{words::all_of_kind(lang)}</button></legend>
                    <div class="ticks">{boxes}</div>
                </fieldset>
            }
        })
    });
    let written = name.to_owned();
    let save = move |_| {
        let units = chosen.get_untracked();
        if !units.is_empty() {
            desk.decide(Edit::Learn {
                name: written.clone(),
                units,
            });
        }
    };
    let body = name.to_owned();
    let outside = move |_| desk.decide(is_outside(&body));
    let matter = Matter::UnknownUnit {
        name: name.to_owned(),
        near: near.clone(),
    };
    let unknown = desk
        .ground
        .with_value(|ground| intake::matter(lang, &matter, Some(&ground.units)));
    let shown = name.to_owned();
    let told = move || {
        let units = chosen.get();
        let units: Vec<String> = desk
            .ground
            .with_value(|ground| units.iter().map(|unit| ground.unit(lang, unit)).collect());
        if units.is_empty() {
            words::choose_whom(lang).to_owned()
        } else {
            words::remember(lang, &shown, &join(lang, &units))
        }
    };
    view! {
        <p>{unknown}</p>
        {nearest}
        {groups.into_iter().collect_view()}
        <p role="status"><strong>{told}</strong></p>
        <p class="actions">
            <button type="button" id="save-name" prop:disabled=move || chosen.with(Vec::is_empty) on:click=save>{words::learn(lang)}</button>
            <button type="button" class="quiet" id="outside" on:click=outside>{words::is_outside(lang)}</button>
            {super::form::cancel(desk)}
        </p>
    }
    .into_any()
}

/// A body outside the register keeps its name in the text, and nobody is asked for it again.
pub(super) fn is_outside(name: &str) -> Edit {
    Edit::Learn {
        name: name.to_owned(),
        units: Vec::new(),
    }
}

/// Names one after the other.
pub(super) fn join(lang: Lang, names: &[String]) -> String {
    names.join(words::and(lang))
}
