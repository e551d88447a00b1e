//! One target: a row a unit, what the rows come to, and saving them.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use yaodian_contract::{
    Kind,
    shares::{SetShares, SharesDesk},
};
use yaodian_intake::shares::{Row, Sum};
use yaodian_words::{Lang, figures, intake::shares as told, problems, share_desk as words};

use super::{
    super::{Loading, Refusal, ask::once, shown},
    rows::{self, Line, Sort},
};
use crate::{api, lang, parts};

/// The page of one target.
#[component]
pub(in crate::desk) fn SharesPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let path = move || {
        let target = params.with(|params| params.get("target").unwrap_or_default());
        let of = query
            .with(|query| query.get("plan"))
            .map(|plan| format!("?plan={plan}"));
        format!("/api/v1/shares/{target}{}", of.unwrap_or_default())
    };
    let desk = Resource::new(path, api::text);
    let lang = lang();
    let set = RwSignal::new(None::<SharesDesk>);
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                shown(api::read::<SharesDesk>(desk.await), move |desk| {
                    // What was just saved stands in the place of what was there.
                    move || {
                        let saved = set.get();
                        let is_saved = saved.is_some();
                        page(lang, saved.unwrap_or_else(|| desk.clone()), set, is_saved)
                    }
                })
            })}
        </Suspense>
    }
}

fn page(lang: Lang, desk: SharesDesk, set: RwSignal<Option<SharesDesk>>, is_saved: bool) -> AnyView {
    let sort = Sort::of(&desk.target);
    let lines = StoredValue::new(rows::lines(&desk));
    let closed = desk.plan.closed_on.is_some();
    let desk = StoredValue::new(desk);
    let saved = is_saved.then(|| {
        let day = desk.with_value(|desk| figures::day(desk.today));
        view! { <p class="notice state-approved" role="status" id="shares-saved"><strong>{words::saved(lang, &day)}</strong></p> }
    });
    let head = desk.with_value(|desk| head(lang, desk, sort));
    let history = desk.with_value(|desk| history(lang, desk));
    let tools = (!closed).then(|| tools(lang, desk, lines));
    view! {
        {head}
        {saved}
        {tools}
        {form(lang, desk, lines, sort, set, closed)}
        {history}
    }
    .into_any()
}

fn head(lang: Lang, desk: &SharesDesk, sort: Sort) -> AnyView {
    let unit = figures::unit_of(lang, &desk.target).to_owned();
    let whole = desk.whole.map(|whole| figures::with_unit(whole.normalize(), &unit));
    let how = match sort {
        Sort::Count => words::how_count(lang),
        Sort::Share => words::how_share(lang),
        Sort::Level => words::how_level(lang),
    };
    view! {
        <p class="crumbs"><a href=format!("/app/shares?plan={}", desk.plan.id)>{words::title(lang)}</a></p>
        <h1>{lang.of(&desk.target.name).to_owned()}</h1>
        <blockquote class="quote" lang="zh-CN">{desk.target.quote.text.replace(['\n', '\r'], "")}</blockquote>
        <dl class="facts">
            <div><dt>{words::goal(lang)}</dt><dd class="number">{figures::goal(lang, &desk.target)}</dd></div>
            {whole.map(|whole| view! { <div><dt>{words::head_whole(lang)}</dt><dd class="number" id="whole">{whole}</dd></div> })}
            <div><dt>{words::how(lang)}</dt><dd>{how}</dd></div>
        </dl>
    }
    .into_any()
}

type Lines = StoredValue<Vec<Line>>;
type Held = StoredValue<SharesDesk>;

/// Ways to fill in all rows at once.
fn tools(lang: Lang, desk: Held, lines: Lines) -> AnyView {
    let said = RwSignal::new(String::new());
    let bad = RwSignal::new(Vec::<Row>::new());
    let text = RwSignal::new(String::new());
    let equally = move |_| {
        let done = desk.with_value(|desk| lines.with_value(|lines| rows::equally(desk, lines)));
        said.set(
            if done {
                words::divided_equally(lang)
            } else {
                words::cannot_equally(lang)
            }
            .to_owned(),
        );
    };
    let last = move |_| {
        let done = desk.with_value(|desk| lines.with_value(|lines| rows::as_last_year(desk, lines)));
        said.set(
            if done {
                words::divided_as_last(lang)
            } else {
                words::cannot_last(lang)
            }
            .to_owned(),
        );
    };
    let empty = move |_| {
        lines.with_value(|lines| {
            for line in lines {
                line.goal.set(String::new());
                line.inventory.set(String::new());
            }
        });
        said.set(words::emptied(lang).to_owned());
    };
    let fill = move |_| {
        let typed = text.get_untracked();
        let (good, wrong) = desk.with_value(|desk| lines.with_value(|lines| rows::paste(desk, lines, &typed)));
        said.set(words::pasted(lang, &good, &wrong.len()));
        bad.set(wrong);
    };
    let none_last = desk.with_value(|desk| desk.last_year.is_empty());
    let wrong = move || {
        let rows = bad.get();
        let any = !rows.is_empty();
        let rows = rows
            .into_iter()
            .map(|row| {
                let why = match &row.read {
                    Err(trouble) => told::trouble(lang, trouble),
                    Ok(_) => words::no_reporter(lang).to_owned(),
                };
                view! { <li>{words::row_of(lang, &row.row, &row.name)} " " {why}</li> }
            })
            .collect_view();
        any.then(|| view! { <ul class="why-not odd" id="paste-troubles">{rows}</ul> })
    };
    view! {
        <section class="share-tools" aria-label=words::tools(lang)>
            <p class="actions">
                <button type="button" class="quiet" id="equally" on:click=equally>{words::equally(lang)}</button>
                <button type="button" class="quiet" id="as-last-year" prop:disabled=none_last on:click=last>{words::as_last_year(lang)}</button>
                <button type="button" class="quiet" id="empty" on:click=empty>{words::empty(lang)}</button>
            </p>
            <details>
                <summary>{words::paste(lang)}</summary>
                <label for="paste-shares">{words::paste_label(lang)}</label>
                <p class="hint" id="paste-hint">{words::paste_hint(lang)}</p>
                <textarea id="paste-shares" rows="6" aria-describedby="paste-hint" on:input=move |event| text.set(event_target_value(&event))></textarea>
                <p class="actions"><button type="button" class="quiet" id="fill-shares" on:click=fill>{words::fill(lang)}</button></p>
            </details>
            <p class="fine" role="status" id="filled">{move || said.get()}</p>
            {wrong}
        </section>
    }
    .into_any()
}

/// What is wrong with what is typed in a field.
fn wrong(lang: Lang, text: &str) -> Option<String> {
    rows::figure(text).err().map(|why| problems::number_error(lang, &why))
}

fn form(lang: Lang, desk: Held, lines: Lines, sort: Sort, set: RwSignal<Option<SharesDesk>>, closed: bool) -> AnyView {
    let whole = desk.with_value(|desk| desk.whole);
    let typed = Memo::new(move |_| lines.with_value(|lines| rows::typed(lines, sort)));
    let sum = Memo::new(move |_| typed.with(|typed| rows::sum(whole, sort, typed.as_deref()?)));
    let reason = RwSignal::new(String::new());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let differs = move || {
        sum.get().is_some_and(|sum| !sum.holds())
            && typed.with(|typed| typed.as_ref().is_some_and(|all| !all.is_empty()))
    };
    let reason_missing = move || differs() && reason.with(|reason| reason.trim().is_empty());
    let cannot = move || closed || busy.get() || typed.with(Option::is_none) || reason_missing();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(shares) = typed.get_untracked().filter(|_| !untrack(cannot)) else {
            return;
        };
        let asked = desk.with_value(|desk| SetShares {
            plan: desk.plan.id.clone(),
            version: desk.version,
            target: desk.target.id.clone(),
            shares,
            reason: if untrack(differs) {
                reason.get_untracked()
            } else {
                String::new()
            },
        });
        once(
            busy,
            refused,
            api::post::<_, SharesDesk>("/api/v1/shares".to_owned(), asked),
            move |done| {
                if let Some(done) = done {
                    set.set(Some(done));
                }
            },
        );
    };
    let mut heads = vec![(words::unit(lang), false), (words::share(lang), true)];
    if sort == Sort::Share {
        heads.push((words::inventory(lang), true));
    }
    let any_last = desk.with_value(|desk| !desk.last_year.is_empty());
    if any_last {
        heads.push((words::last_year(lang), true));
    }
    let table = lines.with_value(|lines| {
        lines
            .iter()
            .map(|line| row(lang, desk, line, sort, any_last))
            .collect_view()
    });
    let come_to = move || {
        let Some(sum) = sum.get() else {
            return match (sort, typed.with(Option::is_none)) {
                (_, true) => words::mend_first(lang).to_owned(),
                (Sort::Level, _) => words::levels_do_not_add(lang).to_owned(),
                _ => words::incomplete(lang).to_owned(),
            };
        };
        told::sum(lang, &sum)
    };
    let shape = move || sum.get().map_or("○", shape_of);
    let class = move || format!("share-sum {}", sum.get().map_or("is-none", class_of));
    let without = move || {
        let given = typed.with(|typed| typed.as_ref().map_or(0, Vec::len));
        let left = lines.with_value(Vec::len).saturating_sub(given);
        (left > 0).then(|| words::without(lang, &left))
    };
    view! {
        <form class="shares-form" novalidate on:submit=save>
            {parts::table("shares-table", &heads, table)}
            <div class="share-foot">
                <p class=class id="share-sum" role="status"><span aria-hidden="true">{shape}</span> " " <strong class="number">{come_to}</strong> " " <span class="fine">{without}</span></p>
                {move || differs().then(|| view! {
                    <div class="field">
                        <label for="reason">{words::reason(lang)}</label>
                        <textarea id="reason" rows="2" prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event))></textarea>
                    </div>
                })}
                <p class="actions">
                    <button type="submit" id="save-shares" prop:disabled=cannot>{move || if busy.get() { words::saving(lang) } else { words::save(lang) }}</button>
                </p>
                <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            </div>
        </form>
    }
    .into_any()
}

fn shape_of(sum: Sum) -> &'static str {
    match (sum.holds(), sum.over.is_zero()) {
        (true, _) => "●",
        (false, true) => "▲",
        (false, false) => "■",
    }
}

fn class_of(sum: Sum) -> &'static str {
    match (sum.holds(), sum.over.is_zero()) {
        (true, _) => "is-whole",
        (false, true) => "is-short",
        (false, false) => "is-over",
    }
}

fn row(lang: Lang, desk: Held, line: &Line, sort: Sort, any_last: bool) -> AnyView {
    let name = lang.unit(&line.unit).to_owned();
    let field = |id: String, label: String, value: RwSignal<String>| {
        let trouble = Memo::new(move |_| value.with(|text| wrong(lang, text)));
        let why = format!("{id}-why");
        let described = why.clone();
        view! {
            <input id=id class="number" inputmode="decimal" autocomplete="off" aria-label=label aria-describedby=described
                aria-invalid=move || trouble.with(Option::is_some).then_some("true") prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))/>
            <span class="wrong" id=why>{move || trouble.get()}</span>
        }
    };
    let id = line.unit.id.to_string();
    let inventory = (sort == Sort::Share).then(|| {
        let label = format!("{name}: {}", words::inventory(lang));
        view! { <td class="number">{field(format!("inventory-{id}"), label, line.inventory)}</td> }
    });
    let last = any_last.then(|| {
        let told = desk.with_value(|desk| {
            let share = desk.last_year.iter().find(|share| share.unit == line.unit.id)?;
            let of = share.inventory.map(|of| format!(" / {}", figures::number(of)));
            Some(format!("{}{}", figures::number(share.goal), of.unwrap_or_default()))
        });
        view! { <td class="number fine">{told}</td> }
    });
    let label = format!("{name}: {}", words::share(lang));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{field(format!("share-{id}"), label, line.goal)}</td>
            {inventory}
            {last}
        </tr>
    }
    .into_any()
}

/// When shares were set, by whom, and what held before.
fn history(lang: Lang, desk: &SharesDesk) -> Option<AnyView> {
    let rows = desk
        .history
        .iter()
        .map(|set| {
            let at = format!(
                "{} {:02}:{:02}",
                figures::day(set.at.date()),
                set.at.hour(),
                set.at.minute()
            );
            view! { <li><span class="number">{at}</span> " · " {set.by.clone()} {parts::paragraphs(&set.reason)}</li> }
        })
        .collect_view();
    let name = |id| {
        desk.units
            .iter()
            .find(|unit| unit.id == id)
            .map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
    };
    let earlier = desk
        .earlier
        .iter()
        .map(|share| {
            let until = share.withdrawn_on.map(figures::day).unwrap_or_default();
            view! { <li>{words::earlier_share(lang, &name(share.unit.clone()), &figures::number(share.goal), &until)}</li> }
        })
        .collect_view();
    let any_earlier = !desk.earlier.is_empty();
    let earlier = any_earlier.then(
        || view! { <details><summary>{words::earlier(lang)}</summary><ul class="plain">{earlier}</ul></details> },
    );
    (!desk.history.is_empty() || any_earlier).then(|| {
        view! { <section class="history"><h2>{words::history(lang)}</h2><ol>{rows}</ol>{earlier}</section> }.into_any()
    })
}
