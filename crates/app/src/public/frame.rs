//! The frame of every public page: head, header, footer.

use leptos::prelude::*;
use yaodian_contract::Kind;
use yaodian_domain::{Date, ledger::Network};
use yaodian_words::{
    Lang, accessibility, bulletin, changes, closing, figures, label, network, open_data, privacy, problems,
    public_ledger, say, sign_in,
};

use super::{
    Reader, html,
    preview::{self, Preview},
};
use crate::parts;

/// A whole document around `body`.
pub(super) fn page<V: IntoView + 'static>(reader: &Reader, title: &str, body: impl FnOnce() -> V) -> String {
    pictured(reader, title, None, body)
}

/// A whole document about all of the plan, whose link goes with the overview's picture.
pub(super) fn about_all<V: IntoView + 'static>(reader: &Reader, title: &str, body: impl FnOnce() -> V) -> String {
    pictured(reader, title, preview::of_the_whole(reader), body)
}

/// A whole document with the picture that goes with its link, where there is one.
pub(super) fn pictured<V: IntoView + 'static>(
    reader: &Reader,
    title: &str,
    picture: Option<Preview>,
    body: impl FnOnce() -> V,
) -> String {
    let description = say::page_description(reader.lang, &title, &label::tagline(reader.lang));
    described(reader, title, &description, picture, false, body)
}

/// A whole document that runs a script, and so does not say that it needs none.
pub(super) fn scripted<V: IntoView + 'static>(reader: &Reader, title: &str, body: impl FnOnce() -> V) -> String {
    let description = say::page_description(reader.lang, &title, &label::tagline(reader.lang));
    described(reader, title, &description, None, true, body)
}

/// A whole document, with what search engines and previews say of it.
fn described<V: IntoView + 'static>(
    reader: &Reader,
    title: &str,
    description: &str,
    picture: Option<Preview>,
    scripted: bool,
    body: impl FnOnce() -> V,
) -> String {
    let lang = reader.lang;
    let no_script = (!scripted).then(|| view! { {label::no_script_needed(lang)} " " });
    let preview = for_machines(reader, title, description, picture);
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
    let whose = reader.other_plan.as_ref().filter(|_| reader.path != reader.base);
    let whose = whose.map(|plan| {
        view! { <nav class="whose" aria-label=closing::plans(lang)><a href=reader.href("/")>{lang.of(plan).to_owned()}</a> " " <a href="/plans">{closing::plans(lang)}</a></nav> }
    });
    let body = body().into_any();
    let document = view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                {preview}
                <link rel="stylesheet" href="/style/yaodian.css"/>
                <style>{running_foot(&say::printed(lang, &reader.cited(), &figures::day(reader.today)))}</style>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="alternate" type="application/atom+xml" title=changes::feed(lang) href=format!("{}/feed/changes.atom", reader.base)/>
                <link rel="alternate" type="application/atom+xml" title=changes::feed_bulletins(lang) href=format!("{}/feed/bulletins.atom", reader.base)/>
            </head>
            <body>
                <a class="skip" href="#content">{label::skip_to_content(lang)}</a>
                {banner}
                {demonstration}
                <header class="site">
                    {parts::brand(lang, reader.href("/"))}
                    <nav aria-label=label::main_navigation(lang)><ul>{nav}</ul></nav>
                    {super::search::head_box(reader)}
                    <p class="site-tools">
                        <a href=reader.other_language() hreflang=lang.other().tag() lang=lang.other().tag()>{label::other_language(lang)}</a>
                        " "
                        <a href="/app">{label::sign_in(lang)}</a>
                    </p>
                </header>
                {whose}
                {closed}
                <main id="content">{body}</main>
                <p class="printed">{say::printed(lang, &reader.cited(), &figures::day(reader.today))}</p>
                <footer class="site">
                    <p>{no_script} {label::method_shapes(lang)} " " <a href=reader.href("/method")>{label::method(lang)}</a> " · " <a href=reader.href("/data")>{open_data::open_data(lang)}</a> " · " <a href=reader.href("/changes")>{changes::changes(lang)}</a> " · " <a href="/plans">{closing::plans(lang)}</a> " · " <a href="/accessibility">{accessibility::title(lang)}</a> " · " <a href="/privacy">{privacy::title(lang)}</a></p>
                </footer>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", html(|| document))
}

/// The foot of every printed page, where the browser knows margin boxes: words that are safe inside a style sheet.
fn running_foot(words: &str) -> String {
    let safe: String = (words.chars())
        .filter(|c| !c.is_control() && !matches!(c, '"' | '\\' | '<' | '>'))
        .collect();
    format!("@page{{@bottom-left{{content:\"{safe}\"}}}}")
}

/// What stands in the head for machines: the address that counts, the languages, the preview of a link.
fn for_machines(reader: &Reader, title: &str, description: &str, picture: Option<Preview>) -> impl IntoView + use<> {
    let (lang, origin) = (reader.lang, reader.origin.clone());
    let alternates = [Lang::Zh, Lang::En].map(|lang| {
        view! { <link rel="alternate" hreflang=lang.tag() href=reader.in_language(lang)/> }
    });
    let address = format!("{origin}{}", reader.path);
    let locale = match lang {
        Lang::Zh => "zh_CN",
        Lang::En => "en_GB",
    };
    // A day long ago is the same page for whoever searches.
    let past = reader
        .as_of
        .map(|_| view! { <meta name="robots" content="noindex, follow"/> });
    let url = (!origin.is_empty()).then(|| property("og:url", &address));
    let card = if picture.is_some() {
        "summary_large_image"
    } else {
        "summary"
    };
    let image = picture.map(|picture| {
        let (width, height) = picture.size();
        view! {
            {property("og:image", &picture.address)}
            {property("og:image:type", "image/png")}
            {property("og:image:width", &width.to_string())}
            {property("og:image:height", &height.to_string())}
            {property("og:image:alt", &picture.alt)}
            <meta name="twitter:image:alt" content=picture.alt/>
        }
    });
    view! {
        <meta name="description" content=description.to_owned()/>
        <link rel="canonical" href=address/>
        {alternates}
        <link rel="alternate" hreflang="x-default" href=format!("{origin}{}", reader.path)/>
        {past}
        {property("og:type", "website")}
        {property("og:site_name", label::product(lang))}
        {property("og:locale", locale)}
        {property("og:title", title)}
        {property("og:description", description)}
        {url}
        {image}
        <meta name="twitter:card" content=card/>
    }
}

/// A property of the Open Graph protocol.
fn property(name: &'static str, content: &str) -> impl IntoView + use<> {
    leptos::html::meta().attr("property", name).content(content.to_owned())
}

/// Words of the catalogue.
type Words = fn(Lang) -> &'static str;

/// A part of a page that states something, point by point.
pub(super) fn statement(lang: Lang, title: Words, points: &[Words]) -> impl IntoView + use<> {
    let points = points
        .iter()
        .map(|words| view! { <li>{words(lang)}</li> })
        .collect_view();
    view! { <section class="statement"><h2>{title(lang)}</h2><ul>{points}</ul></section> }
}

/// The line that says of which day a page speaks; of another than today, with the way back, and of one that is
/// still to come, that it is.
pub(super) fn day_line(reader: &Reader, as_of: Date) -> impl IntoView + use<> {
    let (lang, today) = (reader.lang, reader.today);
    let other = (as_of != today).then(|| {
        let ahead = (as_of > today).then(|| say::day_ahead(lang, &figures::day(today)));
        view! { " · " {ahead} " " <a href=reader.path.clone()>{label::to_today(lang)}</a> }
    });
    view! { <p class="as-of">{say::as_of(lang, &figures::day(as_of))} {other}</p> }
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
    // Whoever has set a password already can go on.
    let sign_in = matches!(kind, Kind::LinkUsed | Kind::LinkExpired | Kind::LinkUnknown)
        .then(|| view! { <p><a href="/sign-in">{sign_in::to_sign_in(lang)}</a></p> });
    page(reader, title, move || {
        view! {
            <section class="refusal" role="alert">
                <h1>{title}</h1>
                <p>{words}</p>
                {sign_in}
                <p><a href="/">{label::go_back_overview(lang)}</a></p>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_running_foot_cannot_break_out_of_its_style_sheet() {
        let foot = super::running_foot("a\"}</style><script>\\\n");
        assert_eq!(foot, "@page{@bottom-left{content:\"a}/stylescript\"}}");
    }
}
