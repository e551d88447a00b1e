//! 程序接口密钥: keys with which programs act in the person's name; made, listed, revoked.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    keys::{KeyHolder, KeyRow, Keys, MadeKey, MakeKey},
};
use yaodian_domain::{Date, key::KeyScope};
use yaodian_words::{Lang, figures, keys as words, network};

use super::{Loading, Refusal, ask, one_time::OneTime, shown};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(super) fn KeysPage() -> impl IntoView {
    let lang = lang();
    let keys = Resource::new(|| (), |()| api::get::<Keys>("/api/v1/keys".to_owned()));
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(keys.await, |keys| view! { <All keys/> }) })}
        </Suspense>
    }
}

#[component]
fn All(
    /// What the server knows.
    keys: Keys,
) -> impl IntoView {
    let lang = lang();
    let all = keys.all;
    let keys = RwSignal::new(keys);
    let made = RwSignal::new(None::<String>);
    let (title, note) = if all {
        (words::everybody(lang), Some(words::intro_all(lang)))
    } else {
        (words::own(lang), None)
    };
    view! {
        {move || made.get().map(|value| {
            let (title, note) = (words::made(lang).to_owned(), words::made_note(lang).to_owned());
            view! { <OneTime id="new-key" title note label=words::secret(lang) copy_word=words::copy(lang) value/> }
        })}
        <Make keys made/>
        <section>
            <h2>{title}</h2>
            {note.map(|note| view! { <p class="hint">{note}</p> })}
            <List keys/>
        </section>
    }
}

/// The form that makes a key.
#[component]
fn Make(
    /// What the server knows; the new key is put before the others.
    keys: RwSignal<Keys>,
    /// Where the secret goes.
    made: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = lang();
    let today = keys.with_untracked(|keys| keys.today);
    let (name, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let scopes = RwSignal::new(Vec::<KeyScope>::new());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let send = move || {
        let typed = until.get_untracked();
        let until_day = match typed.as_str() {
            "" => None,
            typed => match typed.parse::<Date>() {
                Ok(day) => Some(day),
                Err(_) => {
                    refused.set(Some(Kind::Malformed { what: typed.to_owned() }));
                    return;
                }
            },
        };
        let asked = MakeKey {
            name: name.get_untracked(),
            scopes: scopes.get_untracked(),
            until: until_day,
        };
        made.set(None);
        let answer = api::post::<_, MadeKey>("/api/v1/keys".to_owned(), asked);
        ask::once(busy, refused, answer, move |answer| {
            if let Some(MadeKey { key, secret }) = answer {
                keys.update(|keys| keys.keys.insert(0, key));
                made.set(Some(secret));
                name.set(String::new());
                until.set(String::new());
                scopes.set(Vec::new());
            }
        });
    };
    let boxes = KeyScope::ALL
        .map(|scope| {
            let change = move |event| {
                scopes.update(|scopes| {
                    scopes.retain(|other| *other != scope);
                    if event_target_checked(&event) {
                        scopes.push(scope);
                    }
                });
            };
            view! {
                <label class="tick">
                    <input type="checkbox" name="scope" value=scope.as_str()
                        prop:checked=move || scopes.with(|scopes| scopes.contains(&scope)) on:change=change/>
                    <span>{words::scope(lang, scope)} " " <span class="hint">{words::scope_note(lang, scope)}</span></span>
                </label>
            }
        })
        .collect_view();
    view! {
        <form class="sheet decision" id="make-key" novalidate on:submit=move |event| { event.prevent_default(); send(); }>
            <h2>{words::new(lang)}</h2>
            <label for="key-name">{words::name(lang)}</label>
            <p class="hint" id="key-name-hint">{words::name_hint(lang)}</p>
            <input id="key-name" autocomplete="off" aria-describedby="key-name-hint" prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))/>
            <fieldset class="duties">
                <legend>{words::scopes(lang)}</legend>
                {boxes}
            </fieldset>
            <label for="key-until">{words::until(lang)}</label>
            <input id="key-until" type="date" min=today.to_string() prop:value=move || until.get()
                on:input=move |event| until.set(event_target_value(&event))/>
            <p class="actions"><button type="submit" prop:disabled=move || busy.get()>{words::make(lang)}</button></p>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
        </form>
    }
}

#[component]
fn List(
    /// What the server knows.
    keys: RwSignal<Keys>,
) -> impl IntoView {
    let lang = lang();
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    // Which one is about to be revoked: it is asked twice.
    let sure = RwSignal::new(None::<String>);
    let revoke = move |id: String| {
        if sure.get_untracked().as_ref() != Some(&id) {
            sure.set(Some(id));
            return;
        }
        let answer = api::post::<_, Keys>(format!("/api/v1/keys/{id}/revoke"), ());
        ask::once(busy, refused, answer, move |answer| {
            sure.set(None);
            if let Some(answer) = answer {
                keys.set(answer);
            }
        });
    };
    let table = move || {
        keys.with(|keys| {
            if keys.keys.is_empty() {
                return view! { <p class="absent">{words::none(lang)}</p> }.into_any();
            }
            let rows = keys.keys.iter().cloned();
            let rows = rows.map(|key| row(lang, key, sure, revoke)).collect_view();
            let heads = [
                (words::name(lang), false),
                (words::holder(lang), false),
                (words::scopes(lang), false),
                (words::last_used(lang), true),
                (words::state(lang), false),
                (words::revoke(lang), false),
            ];
            parts::table("records keys", &heads, rows).into_any()
        })
    };
    view! {
        {table}
        <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
    }
}

fn row(
    lang: Lang,
    key: KeyRow,
    sure: RwSignal<Option<String>>,
    revoke: impl Fn(String) + Copy + Send + 'static,
) -> AnyView {
    let (holder, scopes) = match &key.holder {
        KeyHolder::Person { name, scopes, .. } => (name.clone(), words::scopes_of(lang, scopes)),
        KeyHolder::Station { network: of, unit } => {
            let unit = unit
                .as_ref()
                .map_or_else(|| words::all_units(lang).to_owned(), ToString::to_string);
            let holder = format!("{} · {unit}", words::station(lang));
            (holder, network::network(lang, *of).to_owned())
        }
    };
    let used = key
        .last_used_on
        .map_or_else(|| words::never_used(lang).to_owned(), figures::day);
    let state = match (key.revoked_at, key.holds) {
        (Some(_), _) => words::revoked(lang),
        (None, true) => words::in_use(lang),
        (None, false) => words::over(lang),
    };
    let until = key.until.map(|day| words::until_day(lang, &figures::day(day)));
    let button = key.revoked_at.is_none().then(|| {
        let (id, asked) = (key.id.clone(), key.id.clone());
        let label = move || {
            if sure.with(|sure| sure.as_ref() == Some(&asked)) {
                words::revoke_sure(lang)
            } else {
                words::revoke(lang)
            }
        };
        let (name, said) = (key.name.clone(), label.clone());
        let called = move || format!("{} · {name}", said());
        view! { <button type="button" class="quiet" aria-label=called on:click=move |_| revoke(id.clone())>{label}</button> }
    });
    view! {
        <tr>
            <th scope="row">{key.name}</th>
            <td>{holder}</td>
            <td>{scopes}</td>
            <td class="number">{used}</td>
            <td>{state} " " <span class="fine">{until}</span></td>
            <td>{button}</td>
        </tr>
    }
    .into_any()
}
