//! The frame of every public page: head, header, footer.

use leptos::prelude::*;
use yaodian_contract::Kind;
use yaodian_domain::{Date, ledger::Network};
use yaodian_words::{bulletin, closing, figures, label, network, open_data, problems, public_ledger, say};

use super::{Reader, html};
use crate::parts;

/// A whole document around `body`.
pub(super) fn page<V: IntoView + 'static>(reader: &Reader, title: &str, body: impl FnOnce() -> V) -> String {
    let lang = reader.lang;
    let title = if title == label::product(lang) {
        format!("{title} · {}", label::tagline(lang))
    } else {
        say::page_title(lang, &title, &label::product(lang))
    };
    let mut links = vec![
        ("/", label::overview(lang)),
        ("/plan", label::living_plan(lang)),
        ("/targets", label::targets(lang)),
        ("/units", label::units(lang)),
        ("/ledgers", public_ledger::ledgers(lang)),
    ];
    links.extend(reader.networks.iter().map(|measured| {
        let path = match measured {
            Network::Water => "/water",
            Network::Air => "/air",
        };
        (path, network::network(lang, *measured))
    }));
    links.extend([
        ("/bulletins", bulletin::bulletins(lang)),
        ("/method", label::method(lang)),
    ]);
    let nav = links
        .into_iter()
        .map(|(path, name)| {
            let own = reader.path.strip_prefix(reader.base.as_str()).unwrap_or(&reader.path);
            let current = (own == path || (own.is_empty() && path == "/")).then_some("page");
            view! { <li><a href=reader.href(path) aria-current=current>{name}</a></li> }
        })
        .collect_view();
    let banner = parts::trial_banner(lang, reader.trial);
    let demonstration = reader.demonstration.then(|| parts::demonstration_banner(lang));
    let closed = reader.closed_on.map(|on| {
        let words = closing::closed(lang, &figures::day(on));
        view! { <p class="year-closed" role="note"><strong>{words}</strong> " · " <a href=reader.href("/year-end")>{closing::final_list(lang)}</a></p> }
    });
    let body = body().into_any();
    let document = view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <link rel="stylesheet" href="/style/yaodian.css"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="alternate" hreflang=lang.other().tag() href=reader.other_language()/>
            </head>
            <body>
                <a class="skip" href="#content">{label::skip_to_content(lang)}</a>
                {banner}
                {demonstration}
                <header class="site">
                    {parts::brand(lang, reader.href("/"))}
                    <nav aria-label=label::main_navigation(lang)><ul>{nav}</ul></nav>
                    <p class="site-tools">
                        <a href=reader.other_language() hreflang=lang.other().tag() lang=lang.other().tag()>{label::other_language(lang)}</a>
                        <a href="/app">{label::for_units(lang)}</a>
                    </p>
                </header>
                {closed}
                <main id="content">{body}</main>
                <footer class="site">
                    <p>{label::no_script_needed(lang)} " " {label::method_shapes(lang)} " " <a href=reader.href("/method")>{label::method(lang)}</a> " · " <a href=reader.href("/data")>{open_data::open_data(lang)}</a> " · " <a href="/plans">{closing::plans(lang)}</a></p>
                </footer>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", html(|| document))
}

/// The line that says of which day a page speaks.
pub(super) fn day_line(reader: &Reader, as_of: Date) -> impl IntoView + use<> {
    view! { <p class="as-of">{say::as_of(reader.lang, &figures::day(as_of))}</p> }
}

/// A page that says why there is no other.
pub fn refusal(reader: &Reader, kind: &Kind) -> String {
    let lang = reader.lang;
    let title = if matches!(kind, Kind::NotFound) {
        label::not_found_title(lang)
    } else {
        label::error_title(lang)
    };
    let words = problems::problem(lang, kind);
    page(reader, title, move || {
        view! {
            <section class="refusal" role="alert">
                <h1>{title}</h1>
                <p>{words}</p>
                <p><a href="/">{label::go_back_overview(lang)}</a></p>
            </section>
        }
    })
}
