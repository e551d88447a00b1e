//! Bulletins as they are shown: in lists, on their public pages and in the office's preview.

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    bulletin::{
        BulletinHead, Page,
        page::{Block, Piece, Shown, Table},
    },
};
use yaodian_words::{Lang, bulletin as words, figures};

use crate::{parts, pictures};

/// What a bulletin is called in a list.
pub fn title(lang: Lang, head: &BulletinHead) -> String {
    let edition = words::edition(lang, head.edition);
    if head.corrects.is_some() {
        words::correction_title(lang, &edition)
    } else {
        words::list_title(lang, &edition)
    }
}

/// A list of bulletins, each with its page at `place`, and with its files, where they lie beside it.
pub fn list<'a>(lang: Lang, heads: impl IntoIterator<Item = &'a BulletinHead>, place: &str, files: bool) -> AnyView {
    let rows = heads
        .into_iter()
        .map(|head| {
            let corrected = head.corrected_by.as_ref().map(|by| {
                let edition = words::edition(lang, head.edition);
                view! { <a href=format!("{place}/{by}")>{words::corrected_by(lang, &edition)}</a> }
            });
            let page = format!("{place}/{}", head.id);
            let formats = files.then(|| {
                let file = |form: &str| format!("{page}/{form}");
                view! {
                    <td>
                        <a href=page.clone()>{words::page_word(lang)}</a> " · "
                        <a href=file("docx")>"DOCX"</a> " · "
                        <a href=file("pdf")>"PDF"</a>
                    </td>
                }
            });
            view! {
                <tr>
                    <th scope="row"><a href=page.clone()>{title(lang, head)}</a></th>
                    <td class="number">{figures::day(head.as_of)}</td>
                    <td class="number">{head.published_on.map(figures::day)}</td>
                    {formats}
                    <td>{corrected}</td>
                </tr>
            }
        })
        .collect_view();
    let mut columns = vec![
        (words::edition_word(lang), false),
        (words::as_of_word(lang), true),
        (words::published_word(lang), true),
    ];
    columns.extend(files.then(|| (words::formats_word(lang), false)));
    columns.push((words::correction_word(lang), false));
    parts::table("bulletin-list", &columns, rows).into_any()
}

/// The document. What a person wrote is Chinese in either language.
pub fn document(lang: Lang, page: &Page, as_of: Date) -> AnyView {
    let head = page.head.clone().map(|(mark, number)| {
        view! { <div class="red-head"><p class="mark-of-issuer">{mark}</p><p class="number">{number}</p></div> }
    });
    let title = page
        .title
        .lines()
        .map(|line| view! { <span>{line.to_owned()}</span> })
        .collect_view();
    let addressee = page
        .addressee
        .clone()
        .map(|addressee| view! { <p class="addressee" lang="zh-CN">{addressee}"："</p> });
    let notice = page
        .notice
        .clone()
        .map(|notice| view! { <p class="document-notice" role="note">{notice}</p> });
    let sections = page
        .sections
        .iter()
        .map(|shown| section(lang, shown, as_of, false))
        .collect_view();
    let attachments = page
        .attachments
        .iter()
        .map(|shown| section(lang, shown, as_of, true))
        .collect_view();
    let signed = page.on.map(|on| {
        view! {
            <p class="signature" lang="zh-CN">
                <span>{page.signed.clone()}</span>
                <span>{words::date(Lang::Zh, on)}</span>
            </p>
        }
    });
    let pinned = page.pinned.as_ref().map(|pinned| {
        view! { <footer class="document-pinned">{pinned.said.clone()}</footer> }
    });
    view! {
        <article class="document">
            {notice}
            {head}
            <h1 lang="zh-CN">{title}</h1>
            {addressee}
            <div class="document-sections">{sections}</div>
            {signed}
            <div class="document-attachments">{attachments}</div>
            {pinned}
        </article>
    }
    .into_any()
}

fn section(lang: Lang, shown: &Shown, as_of: Date, attached: bool) -> AnyView {
    let heading = (!shown.heading.is_empty()).then(|| {
        let label = attached.then(|| view! { <span class="attachment-label">{words::attachments(lang)}</span> });
        view! { <h2>{label} <span lang="zh-CN">{shown.heading.clone()}</span></h2> }
    });
    view! { <section>{heading} {blocks(lang, &shown.blocks, as_of)}</section> }.into_any()
}

/// Blocks one under the other.
pub fn blocks(lang: Lang, blocks: &[Block], as_of: Date) -> AnyView {
    blocks
        .iter()
        .map(|one| block(lang, one, as_of))
        .collect_view()
        .into_any()
}

fn block(lang: Lang, block: &Block, as_of: Date) -> AnyView {
    match block {
        Block::Words(words) => view! { <p lang="zh-CN">{words.clone()}</p> }.into_any(),
        Block::Sentence(_, sentence) => view! { <p>{pieces(sentence, as_of)}</p> }.into_any(),
        Block::Items(_, items) => {
            let items = items
                .iter()
                .map(|(head, body)| {
                    view! { <li><h3>{pieces(head, as_of)}</h3><p>{pieces(body, as_of)}</p></li> }
                })
                .collect_view();
            view! { <ol class="document-items">{items}</ol> }.into_any()
        }
        Block::Table(_, shown) => table(shown, as_of),
        Block::Bars(_, bars) => pictures::status_bars(lang, bars),
    }
}

/// Words, those that come from an assessment linked to it.
fn pieces(pieces: &[Piece], as_of: Date) -> AnyView {
    pieces
        .iter()
        .map(|piece| match piece.address(as_of) {
            Some(path) => view! { <a href=path rel="external">{piece.text.clone()}</a> }.into_any(),
            None => piece.text.clone().into_any(),
        })
        .collect_view()
        .into_any()
}

fn table(table: &Table, as_of: Date) -> AnyView {
    let number = |at: usize| {
        table
            .columns
            .get(at)
            .is_some_and(|(.., figures)| *figures)
            .then_some("number")
    };
    let heads = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, (head, ..))| view! { <th scope="col" class=number(at)>{head.clone()}</th> })
        .collect_view();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells = row
                .iter()
                .enumerate()
                .map(|(at, cell)| view! { <td class=number(at)>{pieces(cell, as_of)}</td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0">
            <table class="records">
                <caption>{table.caption.clone()}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
