//! What was found: one line for each, and the entries of ledgers.

use leptos::prelude::*;
use yaodian_domain::ledger::Network;
use yaodian_search::{Document, Part, Piece, Query, Subject};
use yaodian_words::{Lang, reading, search as words};

use super::{SearchPage, sort_name};
use crate::{
    parts,
    public::{Picture, Reader, encoded, short},
};

/// About so many letters of a text are shown.
const EXCERPT: usize = 90;

/// A text with its hits marked.
fn marked(pieces: Vec<Piece>) -> impl IntoView + use<> {
    pieces
        .into_iter()
        .map(|piece| {
            if piece.hit {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
}

fn foreign(lang: Lang, text: &str) -> Option<&'static str> {
    (lang == Lang::En && text.chars().any(yaodian_search::fold::is_han)).then_some("zh-CN")
}

/// What is shown of a document: where it is, its title, what stands before it and what it says.
struct Shown {
    href: String,
    title: String,
    mark: Option<AnyView>,
    says: Option<String>,
}

fn shown(reader: &Reader, picture: Picture<'_>, page: &SearchPage<'_>, subject: &Subject) -> Option<Shown> {
    let (lang, plan, standing) = (reader.lang, picture.plan(), picture.standing);
    let plain = |href: String, title: String, says: Option<String>| Shown {
        href,
        title,
        mark: None,
        says,
    };
    Some(match subject {
        Subject::Target(id) => {
            let target = plan.target(id)?;
            let assessment = standing.target(id);
            let status = assessment.map(|assessment| assessment.status);
            let value = short(lang, target, standing);
            let made_up = parts::made_up(lang, assessment);
            Shown {
                href: reader.href(&format!("/target/{id}")),
                title: lang.of(&target.name).to_owned(),
                mark: status.map(|status| {
                    view! { {parts::mark(lang, status)} " " <span class="number">{value}</span> {made_up} }.into_any()
                }),
                says: Some(crate::public::plan::clean(&target.quote.text)),
            }
        }
        Subject::Chapter(place) => {
            let chapter = plan.chapters.get(place.checked_sub(1)?)?;
            let title = reading::chapter_title(lang, &chapter.number, &lang.of(&chapter.name));
            plain(reader.href(&format!("/chapter/{place}")), title, None)
        }
        Subject::Item(number) => {
            let item = plan.item(*number)?;
            Shown {
                mark: Some(parts::dot(lang, standing.item(plan, item)).into_any()),
                ..plain(
                    reader.href(&format!("/item/{number}")),
                    format!("{number}. {}", lang.of(&item.name)),
                    None,
                )
            }
        }
        Subject::Task(id) => {
            let (task, item) = (plan.task(id)?, plan.item_of(id)?);
            Shown {
                mark: Some(parts::dot(lang, standing.task(plan, task)).into_any()),
                ..plain(
                    reader.href(&format!("/task/{id}")),
                    reading::task_title(lang, id, &lang.of(&item.name)),
                    Some(crate::public::plan::clean(plan.words(task.span))),
                )
            }
        }
        Subject::Unit(id) => {
            let unit = plan.units.get(id)?;
            plain(
                reader.href(&format!("/unit/{id}")),
                lang.unit(unit).to_owned(),
                Some(unit.full_name.clone()),
            )
        }
        Subject::Ledger(id) => {
            let ledger = plan.ledger(id)?;
            plain(
                reader.href(&format!("/ledger/{id}")),
                lang.of(&ledger.name).to_owned(),
                Some(lang.of(&ledger.counted).to_owned()),
            )
        }
        Subject::Place {
            network,
            code,
            name,
            unit,
        } => {
            let unit = plan.units.get(unit).map(|unit| lang.unit(unit).to_owned())?;
            let href = match network {
                Network::Water => crate::public::monitoring::section_href(reader, code),
                Network::Air => crate::public::monitoring::air_href(reader, code),
            };
            let says = format!("{code} · {}", words::place_in(lang, &unit));
            plain(href, name.clone(), Some(says))
        }
        Subject::Bulletin(at) => {
            let announced = page.announced.get(*at)?;
            plain(
                announced.path.clone(),
                lang.of(&announced.name).to_owned(),
                Some(announced.text.clone()),
            )
        }
        Subject::Rule(at) => {
            let told = page.told.get(*at)?;
            plain(
                format!("{}{}", reader.base, told.path),
                lang.of(&told.name).to_owned(),
                Some(lang.of(&told.text).to_owned()),
            )
        }
    })
}

/// One of what was found, with its hits marked; nothing where it is no more.
pub(super) fn row(
    reader: &Reader,
    picture: Picture<'_>,
    page: &SearchPage<'_>,
    query: &Query,
    document: &Document<Subject>,
) -> Option<impl IntoView + use<>> {
    let lang = reader.lang;
    let Shown {
        href,
        title,
        mark,
        says,
    } = shown(reader, picture, page, &document.of)?;
    let seen = query.weight(&title) + says.as_deref().map_or(0, |says| query.weight(says));
    // Where it was found by what is not shown, in the other language say, that is shown as well.
    let elsewhere = (seen == 0)
        .then(|| {
            let fields = document.fields.iter().filter(|field| field.part != Part::Beside);
            let beside = document.fields.iter().filter(|field| field.part == Part::Beside);
            let weighty = |field: &&yaodian_search::Field| query.weight(&field.text) > 0;
            fields.chain(beside).find(weighty)
        })
        .flatten()
        .map(|field| {
            let pieces = query.excerpt(&field.text, EXCERPT);
            view! { <p class="hit-also fine" lang=foreign(lang, &field.text)>{marked(pieces)}</p> }
        });
    let says = says.map(|says| {
        let pieces = query.excerpt(&says, EXCERPT);
        view! { <p class="hit-says" lang=foreign(lang, &says)>{marked(pieces)}</p> }
    });
    let mark = mark.map(|mark| view! { <span class="hit-mark">{mark}</span> });
    Some(view! {
        <li class="hit">
            <p class="hit-head">
                <span class="hit-kind">{sort_name(lang, document.of.sort())}</span>
                " "
                <a href=href lang=foreign(lang, &title)>{marked(query.mark(&title))}</a>
                " "
                {mark}
            </p>
            {says}
            {elsewhere}
        </li>
    })
}

/// Entries of ledgers, by ledger, with the way to all of them.
pub(super) fn entries_found(reader: &Reader, page: &SearchPage<'_>, query: &Query) -> Option<impl IntoView + use<>> {
    let lang = reader.lang;
    let ledgers: Vec<_> = page
        .entries
        .iter()
        .filter(|found| found.matching > 0)
        .map(|found| {
            let ledger = &found.ledger;
            let name = lang.of(&found.name).to_owned();
            let rows = found
                .rows
                .iter()
                .map(|entry| {
                    let values: Vec<&str> = entry.row.values.iter().flatten().map(String::as_str).collect();
                    let pieces = query.excerpt(&values.join(" · "), EXCERPT);
                    let href = crate::public::ledger::entry_href(reader, ledger, &entry.row.key);
                    view! {
                        <li>
                            <a href=href>{marked(query.mark(&entry.row.key))}</a>
                            " "
                            <span class="fine" lang="zh-CN">{marked(pieces)}</span>
                        </li>
                    }
                })
                .collect_view();
            let base = &reader.base;
            let all = format!("{base}/ledger/{ledger}?q={}#entries", encoded(query.text()));
            let tag = found.demonstration.then(|| parts::demonstration_tag(lang));
            let more = (found.matching > found.rows.len())
                .then(|| view! { <p><a href=all>{words::all_entries(lang, &found.matching)}</a></p> });
            view! {
                <section class="entries-found">
                    <h3>{words::of_ledger(lang, &name, &found.matching)} {tag}</h3>
                    <ul>{rows}</ul>
                    {more}
                </section>
            }
        })
        .collect();
    (!ledgers.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::entries(lang)}</h2>
                {reader.as_of.map(|_| view! { <p class="fine">{words::entries_today(lang)}</p> })}
                {ledgers}
            </section>
        }
    })
}
