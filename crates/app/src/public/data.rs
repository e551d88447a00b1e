//! 开放数据: every table with what it holds, and one table with its fields and first rows.

use leptos::prelude::*;
use yaodian_words::{Lang, changes, label, open_data as words, public_ledger};

use super::{Picture, Reader, download::files, frame};
use crate::parts;

/// A field of an open table, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataField {
    /// How it is called in files.
    pub name: &'static str,
    /// Its type, as a Table Schema names it.
    pub kind: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it says, where the title does not.
    pub about: Option<&'static str>,
    /// The unit of measure, where it is the same in all rows.
    pub unit: Option<&'static str>,
    /// Whether it is never blank.
    pub required: bool,
    /// Whether no two rows have the same.
    pub unique: bool,
    /// Whether it is of what tells rows apart.
    pub key: bool,
    /// The table and the field whose key it holds.
    pub refers: Option<(&'static str, &'static str)>,
    /// The values that it can have, where they are few.
    pub options: Vec<String>,
}

/// An open table, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataTable {
    /// How it is called in files and addresses.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What a row of it is.
    pub about: &'static str,
    /// How many rows it has.
    pub rows: usize,
    /// Its fields in order.
    pub fields: Vec<DataField>,
}

/// The page of all tables; `cite` is how they are cited.
pub fn data(reader: &Reader, picture: Picture<'_>, tables: &[DataTable], cite: &str) -> String {
    let (lang, plan) = (reader.lang, picture.plan());
    let listed = tables
        .iter()
        .map(|table| {
            let fields: Vec<_> = (table.fields.iter())
                .map(|field| view! { <li><code>{field.name}</code> " " <span class="fine">{field.kind}</span> " " {field.title}</li> })
                .collect();
            view! {
                <div class="open-table">
                    <h3 id=table.id><a href=reader.href(&format!("/data/{}", table.id))>{table.title}</a> " " <code>{table.id}</code></h3>
                    <p>{table.about}</p>
                    <p><span class="number">{words::rows(lang, &table.rows)}</span> " · " {files(reader, table.id, &[])}</p>
                    <details class="related">
                        <summary>{words::fields_title(lang)} " (" {table.fields.len().to_string()} ")"</summary>
                        <ul class="plain-list">{fields}</ul>
                    </details>
                </div>
            }
        })
        .collect_view();
    let (licence, as_of) = (plan.open_data.clone(), picture.standing.as_of);
    let licence = match licence.url {
        Some(url) => view! { <a href=url rel="license">{licence.title}</a> }.into_any(),
        None => licence.title.into_any(),
    };
    let made_up = made_up(reader);
    let cite = cite.to_owned();
    frame::about_all(reader, words::open_data(lang), move || {
        view! {
            <header class="masthead">
                <p class="issuer">{lang.of(&plan.title).to_owned()}</p>
                <h1>{words::open_data(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                {frame::day_line(reader, as_of)}
                {made_up}
            </header>
            <section>
                <h2>{words::whole_title(lang)}</h2>
                <p>
                    <a href=reader.href(&format!("/data/{}.zip", plan.id.as_str().replace('/', "-"))) download="">{words::package_word(lang)}</a>
                    " · "
                    <a href=reader.href("/data/datapackage.json")>{words::descriptor_word(lang)}</a>
                </p>
                <p class="fine">{words::package_note(lang)}</p>
            </section>
            <section>
                <h2>{words::tables_title(lang)}</h2>
                <p class="fine">{words::filter_note(lang)}</p>
                {listed}
            </section>
            <section>
                <h2>{words::licence_title(lang)}</h2>
                <p>{words::licence_note(lang)} " " {licence}</p>
                <p>{words::cite_word(lang)} ": " {cite}</p>
                <h2>{words::identifiers_title(lang)}</h2>
                <p>{words::identifiers_note(lang)}</p>
                <h2>{words::history_title(lang)}</h2>
                <p>{words::history_note(lang)}</p>
                <p><a href=format!("{}/changes/heads.csv", reader.base)>{changes::heads_csv(lang)}</a></p>
                <h2>{words::formats_title(lang)}</h2>
                <p>{words::numbers_note(lang)} " " {words::no_people(lang)}</p>
            </section>
        }
    })
}

fn made_up(reader: &Reader) -> Option<impl IntoView + use<>> {
    let words = words::demonstration_note(reader.lang);
    reader.demonstration.then(|| view! { <p class="note">{words}</p> })
}

/// The page of one table, with its first rows.
pub fn data_table(reader: &Reader, picture: Picture<'_>, table: &DataTable, preview: &[Vec<String>]) -> String {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let rows = table.fields.iter().map(|field| described(reader, field)).collect_view();
    let heads = [
        (words::field_word(lang), false),
        (words::type_word(lang), false),
        (words::meaning_word(lang), false),
        (words::rules_word(lang), false),
    ];
    let fields = parts::table("records open-fields", &heads, rows);
    let shown = if preview.is_empty() {
        view! { <p class="absent">{words::no_rows(lang)}</p> }.into_any()
    } else {
        let heads: Vec<(&str, bool)> = (table.fields.iter())
            .map(|field| (field.name, matches!(field.kind, "number" | "integer")))
            .collect();
        let rows = (preview.iter())
            .map(|row| {
                let cells = (row.iter().zip(&heads))
                    .map(|(cell, (_, number))| {
                        let foreign = (!cell.is_ascii()).then_some("zh-CN");
                        view! { <td class=number.then_some("number") lang=foreign>{cut(cell)}</td> }
                    })
                    .collect_view();
                view! { <tr>{cells}</tr> }
            })
            .collect_view();
        view! { <div class="preview-wrap">{parts::table("records preview", &heads, rows)}</div> }.into_any()
    };
    let (title, id, about, count) = (table.title, table.id, table.about, table.rows);
    let made_up = made_up(reader);
    frame::about_all(reader, title, move || {
        view! {
            <header class="masthead">
                <p class="issuer"><a href=reader.href("/data")>{words::back(lang)}</a></p>
                <h1>{title} " " <code>{id}</code></h1>
                <p class="lede">{about}</p>
                {frame::day_line(reader, as_of)}
                {made_up}
                <p><span class="number">{words::rows(lang, &count)}</span> " · " {files(reader, id, &[])}</p>
            </header>
            <section>
                <h2>{words::preview_title(lang)}</h2>
                {shown}
            </section>
            <section>
                <h2>{words::fields_title(lang)}</h2>
                {fields}
                <p class="fine">{words::filter_note(lang)} " " {words::numbers_note(lang)}</p>
            </section>
        }
    })
}

/// A long text by its beginning.
fn cut(text: &str) -> String {
    const MOST: usize = 60;
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() { head + "…" } else { head }
}

fn described(reader: &Reader, field: &DataField) -> impl IntoView + use<> {
    let lang = reader.lang;
    let unit = field.unit.map(|unit| format!(" ({unit})"));
    let about = field.about.map(|about| view! { <small>{about}</small> });
    let refers = field.refers.map(|(table, name)| {
        let href = reader.href(&format!("/data/{table}"));
        view! { {words::refers_word(lang)} " " <a href=href>{format!("{table}.{name}")}</a> }
    });
    let rules = rules(lang, field);
    let comma = (!rules.is_empty() && refers.is_some()).then(|| public_ledger::comma(lang));
    let none = (rules.is_empty() && refers.is_none()).then(|| label::no_value(lang));
    view! {
        <tr>
            <th scope="row"><code>{field.name}</code></th>
            <td>{field.kind} {unit}</td>
            <td>{field.title} " " {about}</td>
            <td class="fine">{rules} {comma} {refers} {none}</td>
        </tr>
    }
}

fn rules(lang: Lang, field: &DataField) -> String {
    let mut all = Vec::new();
    if field.key {
        all.push(words::key_word(lang).to_owned());
    }
    if field.required {
        all.push(words::required_word(lang).to_owned());
    }
    if field.unique {
        all.push(words::unique_word(lang).to_owned());
    }
    if !field.options.is_empty() {
        all.push(format!("{}: {}", words::one_of_word(lang), field.options.join(", ")));
    }
    all.join(public_ledger::comma(lang))
}
