//! 归档: the page with which an archive of a plan opens, by itself and with nothing but the folder
//! around it.

use leptos::prelude::*;
use yaodian_domain::bulletin::{Bulletin, BulletinHead};
use yaodian_words::{Lang, archive as words, bulletin as bulletin_words, closing, figures, label};

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

fn list(files: &[ArchiveFile]) -> impl IntoView + use<> {
    let files: Vec<_> = files
        .iter()
        .map(|file| view! { <li><a href=file.name.clone()>{file.name.clone()}</a> " " {file.what.clone()}</li> })
        .collect();
    view! { <ul>{files}</ul> }
}

/// The page. `evidence` names the files of evidence, `demonstration` says whether any of it is made up.
/// Of a closed year it shows the final list.
pub fn archive(
    lang: Lang,
    picture: Picture<'_>,
    files: &[ArchiveFile],
    evidence: &[ArchiveFile],
    demonstration: bool,
) -> String {
    let (plan, standing) = (picture.plan(), picture.standing);
    let files = list(files);
    let count = evidence.len();
    let evidence = (count > 0).then(|| view! { <h2>{words::evidence_title(lang)}</h2> {list(evidence)} });
    let finals = picture.known.finals.as_ref();
    let last = match finals {
        Some(finals) => view! {
            <p><strong>{closing::closed(lang, &figures::day(finals.as_of))} "。" {words::is_final(lang)}</strong></p>
        }
        .into_any(),
        None => view! { <p><strong>{words::not_final(lang)}</strong></p> }.into_any(),
    };
    let table_title = finals.map_or(words::targets(lang), |_| words::finals(lang));
    let rows = plan
        .targets
        .iter()
        .filter_map(|target| Some((target, standing.target(&target.id)?)))
        .map(|(target, assessment)| {
            // What is frozen stands as it was; it is not judged anew.
            let frozen = finals.and_then(|finals| finals.get(&target.id));
            let outcome = frozen.map_or_else(|| assessment.into(), |one| one.outcome.clone());
            let value = outcome.basis.as_ref().map(|basis| figures::basis(lang, target, basis));
            view! {
                <tr>
                    <th scope="row">{lang.of(&target.name).to_owned()}</th>
                    <td lang="zh-CN">{target.quote.text.replace('*', "")}</td>
                    <td>{parts::outcome(lang, &outcome)}</td>
                    <td>{value}</td>
                    <td>{figures::goal(lang, target)}</td>
                    <td>{figures::day(outcome.due)}</td>
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
                {last}
                <h2>{words::files(lang)}</h2>
                {files}
                <p>{words::evidence(lang, &count)} " " {words::verify_hint(lang)}</p>
                <h2>{table_title}</h2>
                {parts::table("archive", &heads, rows)}
                {evidence}
            </body>
        </html>
    }
    .to_html()
}

/// A bulletin by itself, as it was published. Its links led into Yaodian and lead nowhere here.
pub fn bulletin(lang: Lang, bulletin: &Bulletin, head: &BulletinHead) -> String {
    let name = crate::bulletin::title(lang, head);
    let shown = bulletin_words::page(lang, bulletin, None);
    let document = crate::bulletin::document(lang, &shown, bulletin.facts.as_of);
    let html = view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{name}</title>
                <style>{STYLE}</style>
            </head>
            <body>{document}</body>
        </html>
    }
    .to_html();
    html.replace(" href=\"/", " data-was=\"/")
}

/// Enough to read by: the archive brings no style sheet along.
const STYLE: &str = "body{font-family:sans-serif;line-height:1.7;margin:2rem auto;max-width:70rem;padding:0 1rem}\
    table{border-collapse:collapse}td,th{text-align:start;vertical-align:baseline;padding:.3rem .8rem .3rem 0;\
    border-block-end:1px solid #ccc;font-weight:400}thead th{font-weight:700}";
