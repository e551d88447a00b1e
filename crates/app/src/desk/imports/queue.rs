//! 待核清单: everything that the parser is unsure of, one after the other, by keyboard alone.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use yaodian_domain::{id::UnitId, plan::Span};
use yaodian_intake::{About, Doubt, Edit, Matter, Severity};
use yaodian_words::{import_desk as words, intake};

use super::{
    card, keys, light,
    screen::{Desk, Editing, Mode},
    spot::Spot,
};

/// What a row shows; its key stays the same while other things are decided.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    key: String,
    severity: Severity,
    message: String,
    words: String,
    whereabouts: String,
    card: Option<card::Card>,
    can: Can,
}

/// What can be done about a doubt; the words of its buttons.
#[derive(Debug, Clone, PartialEq)]
struct Can {
    accept: Option<String>,
    correct: &'static str,
    drop: Option<&'static str>,
    /// The units that a name may mean, to be chosen with the mouse or by tabbing.
    near: Vec<(UnitId, String)>,
}

impl Can {
    fn open(correct: &'static str) -> Self {
        Self {
            accept: None,
            correct,
            drop: None,
            near: Vec::new(),
        }
    }
}

/// So many characters of the text tell where a doubt stands.
const EXCERPT: usize = 60;

fn row(desk: Desk, doubt: &Doubt) -> Row {
    let lang = desk.lang;
    let message = desk
        .ground
        .with_value(|ground| intake::about(lang, &doubt.about, Some(&ground.units)));
    desk.reviewed.with_untracked(|reviewed| {
        let target = match doubt.about {
            About::Target { target } | About::Reporters { target } => Some(target),
            _ => None,
        };
        let headline = |spot: Option<Spot>| matches!(spot, Some(Spot::Promise(..)));
        let card = target.and_then(|key| {
            let found = reviewed.target(key)?;
            Some(card::of(
                desk,
                reviewed,
                key,
                found,
                headline(Spot::of_key(reviewed, key)),
            ))
        });
        let spot = Spot::at(reviewed, doubt.span.start);
        let whereabouts = match spot {
            Some(Spot::Item(i) | Spot::Task(i, _) | Spot::Target(i, ..)) => {
                let item = reviewed.draft.items.get(i);
                item.map(|item| words::in_item(lang, &item.number, &item.title))
                    .unwrap_or_default()
            }
            Some(Spot::Headline(_) | Spot::Promise(..)) => words::headline(lang).to_owned(),
            None => String::new(),
        };
        let words: String = card::clean(&desk.words(doubt.span)).chars().take(EXCERPT).collect();
        Row {
            key: doubt.key(),
            severity: doubt.severity,
            message,
            words,
            whereabouts,
            card,
            can: can(desk, doubt),
        }
    })
}

fn can(desk: Desk, doubt: &Doubt) -> Can {
    let lang = desk.lang;
    match &doubt.about {
        About::Target { .. } => Can {
            accept: Some(words::accept(lang).to_owned()),
            drop: Some(words::drop(lang)),
            ..Can::open(words::correct(lang))
        },
        About::Reporters { .. } => Can {
            drop: Some(words::drop(lang)),
            ..Can::open(words::name_reporters(lang))
        },
        About::Task { .. } => Can::open(words::change_units(lang)),
        // Who is meant is remembered for good: a guess is offered, and never taken by a key.
        About::Name { near, .. } => Can {
            near: desk.ground.with_value(|ground| {
                let named = |unit: &UnitId| (unit.clone(), words::is_unit(lang, &ground.unit(lang, unit)));
                near.iter().map(named).collect()
            }),
            ..Can::open(words::whom(lang))
        },
        About::Matter { matter } => match matter {
            Matter::DoubtfulFigure { .. } => Can {
                drop: Some(words::no_target(lang)),
                ..Can::open(words::this_is_one(lang))
            },
            Matter::LeadByOrder { .. } | Matter::RoleTwice | Matter::NoRole | Matter::OpenBracket => Can {
                accept: Some(words::settle_right(lang).to_owned()),
                ..Can::open(words::change_units(lang))
            },
            Matter::NoTitle | Matter::NoYear => Can {
                accept: Some(words::settle(lang).to_owned()),
                ..Can::open(words::titles(lang))
            },
            _ => Can {
                accept: Some(words::settle(lang).to_owned()),
                ..Can::open(words::edit_text(lang))
            },
        },
    }
}

/// «Enter»: it is right.
pub(super) fn accept(desk: Desk, doubt: &Doubt) {
    let edit = match &doubt.about {
        About::Target { target } => Edit::Accept { target: *target },
        About::Name { .. }
        | About::Reporters { .. }
        | About::Task { .. }
        | About::Matter {
            matter: Matter::DoubtfulFigure { .. },
        } => return correct(desk, doubt),
        About::Matter { .. } => doubt.settle(),
    };
    decide(desk, doubt, edit);
}

/// «e»: it says something else.
pub(super) fn correct(desk: Desk, doubt: &Doubt) {
    let task = || {
        desk.reviewed.with_untracked(|reviewed| {
            let task = Spot::at(reviewed, doubt.span.start)?.task(reviewed)?;
            Some(task.span.start)
        })
    };
    match &doubt.about {
        About::Target { target } | About::Reporters { target } => desk.edit(Editing::Target(*target)),
        About::Task { at } => desk.edit(Editing::Assign(*at)),
        About::Name { name, .. } => desk.edit(Editing::Name(name.clone())),
        About::Matter { matter } => match matter {
            Matter::DoubtfulFigure { .. } => desk.edit(Editing::Add(clause_around(desk, doubt.span))),
            Matter::LeadByOrder { .. } | Matter::RoleTwice | Matter::NoRole | Matter::OpenBracket => {
                if let Some(at) = task() {
                    desk.edit(Editing::Assign(at));
                }
            }
            Matter::NoTitle | Matter::NoYear => desk.mode.set(Mode::Publish),
            _ => desk.mode.set(Mode::Text),
        },
    }
}

/// «d»: it is none.
pub(super) fn drop(desk: Desk, doubt: &Doubt) {
    match &doubt.about {
        About::Target { target } | About::Reporters { target } => decide(desk, doubt, Edit::Drop { target: *target }),
        About::Matter { .. } => decide(desk, doubt, doubt.settle()),
        About::Name { .. } | About::Task { .. } => {}
    }
}

/// Decides about a doubt, and goes on to the one that takes its place.
fn decide(desk: Desk, doubt: &Doubt, edit: Edit) {
    let at = desk
        .reviewed
        .with_untracked(|reviewed| reviewed.queue.iter().position(|other| other.key() == doubt.key()));
    desk.decide(edit);
    let next = desk.reviewed.with_untracked(|reviewed| {
        let last = reviewed.queue.len().checked_sub(1)?;
        reviewed.queue.get(at?.min(last)).map(Doubt::key)
    });
    go(desk, next, true);
}

/// The clause around a figure: from the mark before it to the mark behind it.
pub(super) fn clause_around(desk: Desk, span: Span) -> Span {
    const MARKS: [char; 9] = [
        '\u{3002}', '\u{ff1b}', ';', '\u{ff0c}', ',', '(', '\u{ff08}', ')', '\u{ff09}',
    ];
    let within = desk.reviewed.with_untracked(|reviewed| {
        let task = Spot::at(reviewed, span.start).and_then(|spot| spot.task(reviewed).map(|task| task.span));
        task.filter(|task| task.covers(span))
    });
    desk.text.with_untracked(|text| {
        let (from, to) = within.map_or((0, text.len()), |task| (task.start, task.end));
        let before = text.get(from..span.start).unwrap_or_default();
        let start = before.rfind(MARKS).map_or(from, |at| {
            from + at
                + before
                    .get(at..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8)
        });
        let after = text.get(span.end..to).unwrap_or_default();
        let end = after.find(MARKS).map_or(to, |at| span.end + at);
        let words = text.get(start..end).unwrap_or_default();
        let start = start + (words.len() - words.trim_start().len());
        Span { start, end }
    })
}

/// Goes to a doubt: it is the one that the keyboard reaches, and what it is about lights up.
pub(super) fn go(desk: Desk, key: Option<String>, focus: bool) {
    desk.doubt.set(key.clone());
    let Some(doubt) = key.and_then(|key| desk.doubt_at(&key)) else {
        if focus {
            request_animation_frame(|| {
                if let Some(done) = document()
                    .get_element_by_id("queue-head")
                    .and_then(|head| head.dyn_into::<HtmlElement>().ok())
                {
                    let _ = done.focus();
                }
            });
        }
        return;
    };
    light::show(desk, doubt.span);
    if focus {
        request_animation_frame(|| {
            let row = document().query_selector("#queue [tabindex='0']").ok().flatten();
            if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
                let _ = row.focus();
            }
        });
    }
}

/// The queue.
pub(super) fn pane(desk: Desk, help: RwSignal<bool>) -> AnyView {
    let lang = desk.lang;
    let rows = Memo::new(move |_| {
        desk.reviewed.track();
        desk.reviewed.with_untracked(|reviewed| {
            reviewed
                .queue
                .iter()
                .map(|doubt| row(desk, doubt))
                .collect::<Vec<Row>>()
        })
    });
    // Some doubt is always the one that the keyboard reaches: the chosen one, or that which took its place.
    let last = StoredValue::new(0_usize);
    let active = Memo::new(move |_| {
        let chosen = desk.doubt.get();
        rows.with(|rows| {
            let there = rows.iter().position(|row| Some(&row.key) == chosen.as_ref());
            let at = there.unwrap_or_else(|| last.get_value().min(rows.len().saturating_sub(1)));
            last.set_value(at);
            rows.get(at).map(|row| row.key.clone())
        })
    });
    Effect::new(move |_| {
        let active = active.get();
        if desk.doubt.get_untracked() != active {
            go(desk, active, false);
        }
    });
    let head = move || {
        let left = rows.with(Vec::len);
        if left == 0 {
            words::all_done(lang).to_owned()
        } else {
            let next = rows.with(|rows| {
                let row = rows.iter().find(|row| Some(&row.key) == active.get().as_ref());
                row.map(|row| row.whereabouts.clone()).unwrap_or_default()
            });
            words::left(lang, &left, &next)
        }
    };
    view! {
        <section class="queue" aria-labelledby="queue-head">
            <h2 id="queue-head" tabindex="-1" aria-live="polite">{head}</h2>
            <p class="queue-keys fine">
                <span>{keys::line(lang)}</span> " "
                <button type="button" class="linklike" aria-expanded=move || help.get().to_string() on:click=move |_| help.update(|help| *help = !*help)>{words::keys(lang)} " ?"</button>
            </p>
            {move || help.get().then(|| keys::help(desk))}
            <ol id="queue" class="queue-list">
                <For each=move || rows.get() key=|row| row.key.clone() let:row>
                    {
                        let key = row.key.clone();
                        let shown = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.key == key).cloned()));
                        move || shown.get().map(|row| drawn(desk, row, active))
                    }
                </For>
            </ol>
        </section>
    }
    .into_any()
}

fn drawn(desk: Desk, row: Row, active: Memo<Option<String>>) -> AnyView {
    let lang = desk.lang;
    let key = StoredValue::new(row.key.clone());
    let is_active = move || key.with_value(|key| active.with(|active| active.as_ref() == Some(key)));
    let doubt = move || key.with_value(|key| desk.doubt_at(key));
    let chosen = move || {
        let now = key.get_value();
        if desk.doubt.get_untracked().as_ref() != Some(&now) {
            go(desk, Some(now), false);
        }
    };
    let open = desk.is_open();
    let act = move |act: fn(Desk, &Doubt)| {
        if let Some(doubt) = doubt() {
            desk.doubt.set(Some(doubt.key()));
            act(desk, &doubt);
        }
    };
    let facts = row.card.as_ref().map(|one| {
        view! { <p class="card-head"><strong class="number">{card::figure(lang, &one.target)}</strong> <span class="card-name">{one.target.subject.clone()}</span></p> {card::facts(lang, one)} }
    });
    let Can {
        accept: yes,
        correct: other,
        drop: no,
        near,
    } = row.can;
    let meant = move |unit: UnitId| {
        let Some(doubt) = doubt() else { return };
        if let About::Name { name, .. } = &doubt.about {
            let edit = Edit::Learn {
                name: name.clone(),
                units: vec![unit],
            };
            decide(desk, &doubt, edit);
        }
    };
    let tools = open.then(|| {
        let enter = yes.is_none().then(|| view! { <kbd>"Enter"</kbd> " " });
        let near = near
            .into_iter()
            .map(|(unit, words)| view! { <button type="button" class="quiet" on:click=move |_| meant(unit.clone())>{words}</button> })
            .collect_view();
        let yes = yes.map(|words| view! { <button type="button" on:click=move |_| act(accept)>{words} " " <kbd>"Enter"</kbd></button> });
        let no = no.map(|words| view! { <button type="button" class="quiet" on:click=move |_| act(drop)>{words} " " <kbd>"d"</kbd></button> });
        view! {
            <p class="queue-actions">
                {yes}
                {near}
                <button type="button" class="quiet" on:click=move |_| act(correct)>{other} " " {enter} <kbd>"e"</kbd></button>
                {no}
            </p>
        }
    });
    let see = move |_: ev::MouseEvent| {
        if let Some(doubt) = doubt() {
            light::jump(desk, doubt.span);
        }
    };
    view! {
        <li class=format!("doubt is-{:?}", row.severity).to_lowercase() tabindex=move || if is_active() { "0" } else { "-1" }
            aria-current=move || is_active().then_some("true") on:focus=move |_| chosen() on:click=move |_| chosen()>
            <p class="doubt-head"><span class="severity">{severity_shape(row.severity)} " " {intake::severity(lang, row.severity)}</span> " " <span class="fine">{row.whereabouts}</span></p>
            <p class="quote">{row.words}</p>
            {facts}
            <p class="doubt-why">{row.message}</p>
            <p class="narrow-only"><button type="button" class="linklike" on:click=see>{words::see_in_text(lang)}</button></p>
            {tools}
        </li>
    }
    .into_any()
}

fn severity_shape(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "○",
        Severity::Warning => "▲",
        Severity::Error => "■",
    }
}
