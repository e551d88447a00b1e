//! Changes and bulletins as Atom feeds (RFC 4287), and the map of the site for search engines.
//!
//! Addresses in them are made from the address under which the server is told to be reached
//! (`--public-url`, else where it listens), never from what a request calls it. Ids are `tag:` URIs of that
//! host, the plan's year and what they name, so that they stay.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use quick_xml::escape::escape;
use yaodian_app::public::{self, Knowledge, Reader};
use yaodian_contract::Kind;
use yaodian_domain::id::PlanId;
use yaodian_store::day_of;
use yaodian_words::{Lang, bulletin as bulletin_words, changes as words, figures, label, public_ledger, say};

use super::super::request::Ask;
use crate::{
    house::House,
    service::{
        Refused, Served, bulletins,
        changes::{self, Wanted},
    },
};

/// The feeds of one plan.
pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/feed/changes.atom", get(changed))
        .route("/feed/bulletins.atom", get(published))
}

/// What there is once for all plans.
pub(in super::super) fn site() -> Router<House> {
    Router::new()
        .route("/sitemap.xml", get(sitemap))
        .route("/robots.txt", get(robots))
}

/// One entry of a feed.
struct Entry {
    id: String,
    title: String,
    /// Below the server's address.
    path: String,
    /// As RFC 3339 writes it.
    updated: String,
    summary: String,
}

/// What a feed is about.
struct Feed<'a> {
    reader: &'a Reader,
    known: &'a Knowledge,
    /// Its name in ids and addresses.
    name: &'static str,
    title: &'static str,
    /// The page that shows the same.
    page: &'static str,
}

/// The host of the server's address, without its port: the authority of ids.
fn host(house: &House) -> &str {
    let address = &*house.origin;
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = address.find([':', '/']).unwrap_or(address.len());
    match &address[..end] {
        "" => "localhost",
        host => host,
    }
}

fn tag(house: &House, known: &Knowledge, what: &str) -> String {
    let (host, plan) = (host(house), &known.plan);
    format!("tag:{host},{}:{}/{what}", plan.term.from().year(), plan.id)
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escape(text))
}

fn link(rel: &str, kind: &str, address: &str) -> String {
    format!("<link rel=\"{rel}\" type=\"{kind}\" href=\"{}\"/>\n", escape(address))
}

fn atom(house: &House, feed: &Feed<'_>, entries: Vec<Entry>) -> Response {
    let Feed { reader, known, .. } = feed;
    let (lang, base) = (reader.lang, &house.origin);
    let plan = &known.plan;
    let begun = format!("{}T00:00:00+08:00", plan.term.from());
    let updated = entries.iter().map(|entry| &entry.updated).max().unwrap_or(&begun);
    let title = say::page_title(lang, &feed.title, &lang.of(&plan.title));
    let query = format!("lang={}", lang.code());
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned();
    xml.extend([format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        lang.tag()
    )]);
    xml.push_str(&element("id", &tag(house, known, feed.name)));
    xml.push_str(&element("title", &title));
    xml.push_str(&element("updated", updated));
    xml.extend([format!(
        "<author>{}</author>\n",
        element("name", lang.of(&plan.issuer)).trim()
    )]);
    xml.push_str(&element("generator", label::product(lang)));
    let own = format!("{base}{}/feed/{}.atom?{query}", reader.base, feed.name);
    xml.push_str(&link("self", "application/atom+xml", &own));
    let page = format!("{base}{}{}?{query}", reader.base, feed.page);
    xml.push_str(&link("alternate", "text/html", &page));
    for entry in entries {
        xml.push_str("<entry>\n");
        xml.push_str(&element("id", &entry.id));
        xml.push_str(&element("title", &entry.title));
        xml.push_str(&element("updated", &entry.updated));
        let page = format!("{base}{}?{query}", entry.path);
        xml.push_str(&link("alternate", "text/html", &page));
        xml.push_str(&element("summary", &entry.summary));
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    answer("application/atom+xml; charset=utf-8", xml)
}

fn answer(kind: &'static str, text: String) -> Response {
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")],
        text,
    )
        .into_response()
}

async fn changed(State(house): State<House>, ask: Ask) -> Response {
    let answered = async {
        let (_, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
        let (rows, _) = changes::page(&house, &known, &Wanted::default()).await?;
        let (reader, lang) = (&ask.reader, ask.reader.lang);
        let entries = rows.into_iter().map(|row| {
            let (title, path) = public::change_told(lang, &known, &row.what);
            let by = row.by.as_ref().and_then(|id| known.plan.units.get(id));
            let by = by.map_or_else(|| (row.otherwise)(lang).to_owned(), |unit| lang.unit(unit).to_owned());
            let beside = path.starts_with("/bulletin/");
            Entry {
                id: tag(&house, &known, &format!("change/{}", row.seq)),
                path: if beside { path } else { format!("{}{path}", reader.base) },
                updated: row.instant,
                summary: say::said_by(lang, &by, &row.at),
                title: if row.made_up {
                    format!("{title} [{}]", public_ledger::demonstration_tag(lang))
                } else {
                    title
                },
            }
        });
        let feed = Feed {
            reader,
            known: &known,
            name: "changes",
            title: words::changes(lang),
            page: "/changes",
        };
        Ok::<_, Refused>(atom(&house, &feed, entries.collect()))
    };
    told(&ask, answered.await)
}

async fn published(State(house): State<House>, ask: Ask) -> Response {
    let answered = async {
        let (_, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
        let heads = bulletins::published(&house).await?;
        let lang = ask.reader.lang;
        let entries = heads.iter().map(|head| {
            let on = head.published_on.unwrap_or(head.as_of);
            Entry {
                id: tag(&house, &known, &format!("bulletin/{}", head.id)),
                title: yaodian_app::bulletin::title(lang, head),
                path: format!("/bulletin/{}", head.id),
                updated: format!("{on}T00:00:00+08:00"),
                summary: say::as_of(lang, &figures::day(head.as_of)),
            }
        });
        let feed = Feed {
            reader: &ask.reader,
            known: &known,
            name: "bulletins",
            title: bulletin_words::bulletins(lang),
            page: "/bulletins",
        };
        Ok::<_, Refused>(atom(&house, &feed, entries.collect()))
    };
    told(&ask, answered.await)
}

fn told(ask: &Ask, answered: Served<Response>) -> Response {
    answered.unwrap_or_else(|refused| ask.refused(refused))
}

async fn robots(State(house): State<House>) -> Response {
    let mut text = "User-agent: *\nDisallow: /api/\nDisallow: /app\nDisallow: /sign-in\nDisallow: /search\n".to_owned();
    if !house.origin.is_empty() {
        text.extend([format!("\nSitemap: {}/sitemap.xml\n", house.origin)]);
    }
    answer("text/plain; charset=utf-8", text)
}

/// Every public page in both languages, with the day of the plan's last public change.
async fn sitemap(State(house): State<House>, ask: Ask) -> Response {
    if house.origin.is_empty() {
        tracing::warn!("there is no map of the site without an address: give the server --public-url");
        return (StatusCode::NOT_FOUND, "").into_response();
    }
    let answered = async {
        let (_, known) = house.knowledge().await?.ok_or(Kind::NotFound)?;
        let (rows, _) = changes::page(&house, &known, &Wanted::default()).await?;
        let begun = known.plan.term.from().to_string();
        let changed = rows.first().map_or(begun, |row| row.at.chars().take(10).collect());
        let mut pages: Vec<(String, String)> = public::known_addresses(&ask.reader, &known)
            .into_iter()
            .map(|one| (one.path, changed.clone()))
            .filter(|(path, _)| path != "/search")
            .collect();
        for head in bulletins::published(&house).await? {
            let on = head.published_on.unwrap_or(head.as_of);
            pages.push((format!("/bulletin/{}", head.id), on.to_string()));
        }
        for plan in house.store.plans().await? {
            if plan.id != known.plan.id {
                let on = last_change(&house, &plan.id).await?;
                pages.push((
                    Reader::of_plan(&plan.id, ""),
                    on.unwrap_or_else(|| plan.term.from().to_string()),
                ));
            }
        }
        Ok::<_, Refused>(answer("application/xml; charset=utf-8", map(&house, &pages)))
    };
    told(&ask, answered.await)
}

async fn last_change(house: &House, plan: &PlanId) -> Served<Option<String>> {
    let rows = house.store.audit_before(plan, i64::MAX, 1).await?;
    Ok(rows.first().map(|row| day_of(row.at).to_string()))
}

fn map(house: &House, pages: &[(String, String)]) -> String {
    let base = &house.origin;
    let mut xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n".to_owned();
    for (path, on) in pages {
        let of = |lang: Lang| escape(format!("{base}{path}?lang={}", lang.code())).into_owned();
        let both = [Lang::Zh, Lang::En];
        for lang in both {
            xml.push_str("<url>\n");
            xml.extend([format!("<loc>{}</loc>\n<lastmod>{on}</lastmod>\n", of(lang))]);
            for other in both {
                let link = format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>\n",
                    other.tag(),
                    of(other)
                );
                xml.push_str(&link);
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}
