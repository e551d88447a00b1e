//! 归档: the page with which an archive of a plan opens, by itself and with nothing but the folder
//! around it.

use leptos::prelude::*;
use yaodian_words::{Lang, archive as words, figures, label};

use super::Picture;
use crate::parts;

/// A file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveFile {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub what: String,
}

/// The page. `evidence` says how many files of evidence there are, `demonstration` whether any of
/// it is made up.
pub fn archive(
    lang: Lang,
    picture: Picture<'_>,
    files: &[ArchiveFile],
    evidence: usize,
    demonstration: bool,
) -> String {
    let (plan, standing) = (picture.plan(), picture.standing);
    let files = files
        .iter()
        .map(|file| view! { <li><a href=file.name.clone()>{file.name.clone()}</a> " " {file.what.clone()}</li> })
        .collect_view();
    let rows = plan
        .targets
        .iter()
        .filter_map(|target| Some((target, standing.target(&target.id)?)))
        .map(|(target, assessment)| {
            view! {
                <tr>
                    <th scope="row">{lang.of(&target.name).to_owned()}</th>
                    <td lang="zh-CN">{target.quote.text.replace('*', "")}</td>
                    <td>{parts::mark(lang, assessment.status)}</td>
                    <td>{figures::value(lang, target, assessment)}</td>
                    <td>{figures::goal(lang, target)}</td>
                    <td>{figures::day(assessment.due)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (label::targets(lang), false),
        (words::plan_text(lang), false),
        (label::status_word(lang), false),
        (label::value_word(lang), false),
        (label::target_word(lang), false),
        (words::due(lang), false),
    ];
    let title = words::heading(lang, &lang.of(&plan.title));
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title.clone()}</title>
                <style>{STYLE}</style>
            </head>
            <body>
                <h1>{title}</h1>
                <p>{words::as_of(lang, &figures::day(standing.as_of))} " " {words::intro(lang)}</p>
                {demonstration.then(|| view! { <p><strong>{words::demonstration(lang)}</strong></p> })}
                <h2>{words::files(lang)}</h2>
                <ul>{files}</ul>
                <p>{words::evidence(lang, &evidence)}</p>
                <h2>{words::targets(lang)}</h2>
                {parts::table("archive", &heads, rows)}
            </body>
        </html>
    }
    .to_html()
}

/// Enough to read by: the archive brings no style sheet along.
const STYLE: &str = "body{font-family:sans-serif;line-height:1.7;margin:2rem auto;max-width:70rem;padding:0 1rem}\
    table{border-collapse:collapse}td,th{text-align:start;vertical-align:baseline;padding:.3rem .8rem .3rem 0;\
    border-block-end:1px solid #ccc;font-weight:400}thead th{font-weight:700}";
