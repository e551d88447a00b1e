//! The units' app at `/app`: what I owe, the form that judges while one types, the inbox,
//! the ledgers, the office's cockpit, its bulletins, the year's end.

mod ask;
mod attached;
mod bulletins;
mod cockpit;
mod fields;
mod focus;
mod form;
mod history;
mod imports;
mod inbox;
mod judge;
mod kept_here;
mod keys;
mod ledger;
mod monitoring;
mod one_time;
mod owed;
mod people;
mod periods;
mod reminders;
mod review;
mod scores;
mod shares;
mod sign_in;
mod supervision;
mod titles;
mod trial;
mod year_end;

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
use serde::{Deserialize, Serialize};
use yaodian_contract::{Kind, Me, Problem};
use yaodian_domain::{Date, access::Duty, observation::Lateness};
use yaodian_words::{
    Lang, bulletin as bulletin_words, closing as closing_words, cockpit as words_of_cockpit, figures,
    import_desk as import_words, keys as words_of_keys, label, ledger as words, monitoring_desk as monitoring_words,
    people::desk as people_words, periods as words_of_periods, problems, report as words_of_report, say,
    scores as words_of_scores, share_desk as share_words, sign_in as words_of_sign_in,
    supervision as supervision_words,
};

use crate::{
    Base,
    api::{self, Answer},
    lang, parts, public_page,
};

/// What the page around the app says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// In which language.
    pub lang: Lang,
    /// The product's day, if this is a trial.
    pub trial: Option<Date>,
    /// Whether figures rest on made-up entries.
    pub demonstration: bool,
    /// The day on which the year was closed, if it was.
    pub closed_on: Option<Date>,
    /// Under which address the public pages of the person's plan lie; empty where it is the plan that is shown.
    pub base: String,
}

/// The whole document, as the server sends it.
pub fn document(setting: Setting) -> impl IntoView {
    let lang = setting.lang;
    let base = (!setting.base.is_empty()).then(|| setting.base.clone());
    let day = |day: Date| day.to_string();
    let (trial, closed) = (setting.trial.map(day), setting.closed_on.map(day));
    let demonstration = setting.demonstration.then_some("true");
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-trial=trial data-demonstration=demonstration data-closed=closed data-base=base>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href="/style/yaodian.css"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="modulepreload" href="/pkg/yaodian.js"/>
                <link rel="preload" href="/pkg/yaodian_bg.wasm" r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" src="/pkg/start.js"></script>
                <MetaTags/>
            </head>
            <body>
                <App setting=setting.clone()/>
            </body>
        </html>
    }
}

/// What the server wrote into the document for the app to go on from.
#[cfg(feature = "hydrate")]
pub fn setting_of_page() -> Setting {
    let root = leptos::prelude::document().document_element();
    let attribute = |name: &str| root.as_ref().and_then(|root| root.get_attribute(name));
    let lang = attribute("lang")
        .and_then(|tag| Lang::named(tag.split('-').next()?))
        .unwrap_or_default();
    Setting {
        lang,
        trial: attribute("data-trial").and_then(|day| day.parse().ok()),
        demonstration: attribute("data-demonstration").is_some(),
        closed_on: attribute("data-closed").and_then(|day| day.parse().ok()),
        base: attribute("data-base").unwrap_or_default(),
    }
}

/// Who is signed in; asked once.
#[derive(Clone, Copy)]
struct Person(Resource<Answer<Me>>);

/// The app.
#[component]
pub fn App(setting: Setting) -> impl IntoView {
    provide_meta_context();
    provide_context(setting.lang);
    provide_context(Base(setting.base));
    let me = Person(Resource::new(|| (), |()| api::get::<Me>("/api/v1/me".to_owned())));
    provide_context(me);
    // Tells tests and assistive scripts that the page reacts.
    Effect::new(|| {
        if let Some(body) = leptos::prelude::document().body() {
            let _ = body.set_attribute("data-ready", "true");
        }
    });
    let lang = setting.lang;
    let banner = setting.trial.map(|day| view! { <trial::TrialBanner day/> });
    let closed = setting.closed_on.map(|on| {
        let words = closing_words::plan_closed(lang, &figures::day(on));
        view! { <p class="year-closed" role="note">{words} " " <a rel="external" href=public_page("/year-end")>{closing_words::final_list(lang)}</a></p> }
    });
    let demonstration = setting.demonstration.then(|| parts::demonstration_banner(lang));
    view! {
        <Router>
            <titles::PageTitle/>
            <a class="skip" href="#content">{label::skip_to_content(lang)}</a>
            {banner}
            {demonstration}
            <Header/>
            {closed}
            // Its words are no part of the page where scripts run.
            <noscript inner_html=format!("<p class=\"refusal\">{}</p>", label::script_needed(lang))></noscript>
            <main id="content" class="desk">
                <Routes fallback=|| view! { <Refusal kind=Kind::NotFound/> }>
                    <Route path=path!("/app") view=owed::Owed/>
                    <Route path=path!("/app/report/:target") view=form::ReportForm/>
                    <Route path=path!("/app/ledgers") view=ledger::LedgerList/>
                    <Route path=path!("/app/ledger/:id") view=ledger::LedgerPage/>
                    <Route path=path!("/app/ledger/:id/upload") view=ledger::UploadPage/>
                    <Route path=path!("/app/ledger/:id/entry/:entry") view=ledger::EntryPage/>
                    <Route path=path!("/app/monitoring") view=monitoring::MonitoringPage/>
                    <Route path=path!("/app/monitoring/batch/:id") view=monitoring::BatchPage/>
                    <Route path=path!("/app/bulletins") view=bulletins::BulletinList/>
                    <Route path=path!("/app/bulletin/:id") view=bulletins::BulletinPage/>
                    <Route path=path!("/app/cockpit") view=cockpit::CockpitPage/>
                    <Route path=path!("/app/periods") view=periods::PeriodsPage/>
                    <Route path=path!("/app/scores") view=scores::ScoresPage/>
                    <Route path=path!("/app/supervision") view=supervision::Supervision/>
                    <Route path=path!("/app/case/:id") view=supervision::CasePage/>
                    <Route path=path!("/app/request/:target") view=supervision::RequestPage/>
                    <Route path=path!("/app/reminders") view=reminders::RemindersPage/>
                    <Route path=path!("/app/reminders/told") view=reminders::ToldPage/>
                    <Route path=path!("/app/imports") view=imports::ImportsPage/>
                    <Route path=path!("/app/imports/:id") view=imports::ImportPage/>
                    <Route path=path!("/app/shares") view=shares::SharesListPage/>
                    <Route path=path!("/app/shares/:target") view=shares::SharesPage/>
                    <Route path=path!("/app/people") view=people::PeoplePage/>
                    <Route path=path!("/app/people/appoint") view=people::AppointPage/>
                    <Route path=path!("/app/people/named") view=people::NamedPage/>
                    <Route path=path!("/app/person/:id") view=people::PersonPage/>
                    <Route path=path!("/app/keys") view=keys::KeysPage/>
                    <Route path=path!("/app/sign-in") view=sign_in::SignInPage/>
                    <Route path=path!("/app/personal-data") view=sign_in::PersonalPage/>
                    <Route path=path!("/app/year-end") view=year_end::YearEnd/>
                    <Route path=path!("/app/inbox") view=inbox::Inbox/>
                    <Route path=path!("/app/review/:report") view=review::ReviewPage/>
                </Routes>
            </main>
        </Router>
    }
}

#[component]
fn Header() -> impl IntoView {
    let lang = lang();
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let Person(me) = expect_context();
    let current = move |to: &'static str| move || (path.get() == to).then_some("page");
    let in_ledgers = move || path.with(|path| path.starts_with("/app/ledger")).then_some("page");
    let in_monitoring = move || path.with(|path| path.starts_with("/app/monitoring")).then_some("page");
    let in_supervision = move || {
        let places = ["/app/supervision", "/app/case", "/app/request"];
        path.with(|path| places.iter().any(|place| path.starts_with(place)))
            .then_some("page")
    };
    let in_people = move || {
        let places = ["/app/people", "/app/person"];
        path.with(|path| places.iter().any(|place| path.starts_with(place)))
            .then_some("page")
    };
    let in_bulletins = move || path.with(|path| path.starts_with("/app/bulletin")).then_some("page");
    let in_imports = move || path.with(|path| path.starts_with("/app/imports")).then_some("page");
    let in_shares = move || path.with(|path| path.starts_with("/app/shares")).then_some("page");
    let other = lang.other();
    let sign_out = move |event: SubmitEvent| {
        if !kept_here::let_go(lang) {
            event.prevent_default();
        }
    };
    view! {
        <header class="site">
            {parts::brand(lang, "/".to_owned())}
            <nav aria-label=label::main_navigation(lang)>
                <ul>
                    <li><a href="/app" aria-current=current("/app")>{label::owed_title(lang)}</a></li>
                    <li><a href="/app/ledgers" aria-current=in_ledgers>{words::title(lang)}</a></li>
                    <li><a href="/app/monitoring" aria-current=in_monitoring>{monitoring_words::title(lang)}</a></li>
                    <li><a href="/app/supervision" aria-current=in_supervision>{supervision_words::title(lang)}</a></li>
                    <li><a href="/app/periods" aria-current=current("/app/periods")>{words_of_periods::title(lang)}</a></li>
                    <li><a href="/app/scores" aria-current=current("/app/scores")>{words_of_scores::title(lang)}</a></li>
                    <Suspense>
                        {move || Suspend::new(async move {
                            let (duties, waiting) = me.await.map(|me| (me.duties, me.waiting)).unwrap_or_default();
                            let has = |duty| duties.contains(&duty);
                            let (reviews, oversees) = (has(Duty::Reviewer) || has(Duty::Office), has(Duty::Office) || has(Duty::Administrator));
                            view! {
                                {(reviews || has(Duty::Leader)).then(|| {
                                    let title = if reviews { label::inbox_title(lang) } else { words_of_report::to_sign_title(lang) };
                                    let waiting = (waiting > 0).then(|| view! { " " <span class="count number">{waiting.to_string()}</span> });
                                    view! { <li><a href="/app/inbox" aria-current=current("/app/inbox")>{title}{waiting}</a></li> }
                                })}
                                {oversees.then(|| view! { <li><a href="/app/cockpit" aria-current=current("/app/cockpit")>{words_of_cockpit::title(lang)}</a></li> })}
                                {has(Duty::Administrator).then(|| view! { <li><a href="/app/people" aria-current=in_people>{people_words::title(lang)}</a></li> })}
                                {oversees.then(|| view! {
                                    <li><a href="/app/imports" aria-current=in_imports>{import_words::title(lang)}</a></li>
                                    <li><a href="/app/shares" aria-current=in_shares>{share_words::title(lang)}</a></li>
                                })}
                                {oversees.then(|| view! { <li><a href="/app/year-end" aria-current=current("/app/year-end")>{closing_words::title(lang)}</a></li> })}
                                {has(Duty::Office).then(|| view! { <li><a href="/app/bulletins" aria-current=in_bulletins>{bulletin_words::bulletins(lang)}</a></li> })}
                            }
                        })}
                    </Suspense>
                </ul>
            </nav>
            <div class="site-tools">
                <reminders::Bell/>
                <Suspense>
                    {move || Suspend::new(async move {
                        me.await.ok().map(|me| people::who(lang, me))
                    })}
                </Suspense>
                <a href="/app/keys" aria-current=current("/app/keys")>{words_of_keys::title(lang)}</a>
                <a href="/app/sign-in" aria-current=current("/app/sign-in")>{words_of_sign_in::title(lang)}</a>
                <a rel="external" href=move || in_language(&path.get(), &search.get(), other) hreflang=other.tag() lang=other.tag()>{label::other_language(lang)}</a>
                <form method="post" action="/sign-out" on:submit=sign_out><button class="quiet" type="submit">{label::sign_out(lang)}</button></form>
            </div>
        </header>
    }
}

/// The same address in another language.
fn in_language(path: &str, search: &str, lang: Lang) -> String {
    let search = search.trim_start_matches('?');
    let more = if search.is_empty() { "" } else { "&" };
    format!("{path}?{search}{more}lang={}", lang.code())
}

/// Why something could not be shown or done; where another page mends it, that opens beside this one.
#[component]
fn Refusal(
    /// Why.
    kind: Kind,
) -> impl IntoView {
    let lang = lang();
    let mend = match kind {
        Kind::SignedOut => Some(("/sign-in?ended=1", label::sign_in(lang))),
        Kind::ChoosePost => Some(("/sign-in/post", people_words::change_over(lang))),
        _ => None,
    };
    view! {
        <div class="refusal" role="alert">
            <p><strong>{label::error_title(lang)}</strong></p>
            <p>{problems::problem(lang, &kind)}</p>
            {mend.map(|(to, words)| view! { <p><a href=to target="_blank" rel="external noopener">{words}</a></p> })}
        </div>
    }
}

/// What was answered, or why there is no answer.
fn shown<T, V: IntoView>(answer: Answer<T>, show: impl FnOnce(T) -> V) -> impl IntoView {
    match answer {
        Ok(value) => show(value).into_any(),
        Err(Problem { kind, .. }) => view! { <Refusal kind/> }.into_any(),
    }
}

/// What is asked for in the browser alone, anew whenever something that `ask` reads has changed; nothing before the
/// first answer. A resource that is local to a thread may be dropped by another one where pages are rendered, which
/// ends the request.
fn in_browser<T: Send + Sync + 'static, F: Future<Output = T> + 'static>(
    ask: impl Fn() -> F + 'static,
) -> RwSignal<Option<T>> {
    let (answer, turn) = (RwSignal::new(None), StoredValue::new(0_u32));
    Effect::new(move || {
        let asked = ask();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        leptos::task::spawn_local(async move {
            let told = asked.await;
            // An answer that was overtaken by a later question is none.
            if turn.try_get_value() == mine {
                answer.try_set(Some(told));
            }
        });
    });
    answer
}

/// 迟报, with the day on which a report was due and the day on which it was first sent.
fn late_mark(lang: Lang, late: Option<Lateness>) -> Option<AnyView> {
    late.map(|late| {
        view! {
            " " <span class="late">{label::late_report(lang)}</span>
            " " <span class="fine">{say::late_report(lang, &late.due, &late.sent)}</span>
        }
        .into_any()
    })
}

#[component]
fn Loading() -> impl IntoView {
    view! { <p class="loading" role="status">{label::loading(lang())}</p> }
}
