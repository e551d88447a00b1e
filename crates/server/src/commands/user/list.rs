//! Everybody, as text.

use yaodian_contract::people::{People, SingleSignOn};
use yaodian_domain::people::Post;
use yaodian_words::{Lang, names, people as words, sign_in};

use super::{Not, find::Found};

/// Prints people with their posts, then what is vacant.
pub(super) fn print(Found(people): &Found, past: bool, json: bool) -> Result<(), Not> {
    if json {
        let text = serde_json::to_string_pretty(people).map_err(|error| error.to_string())?;
        say!("{text}");
        return Ok(());
    }
    for person in &people.people {
        let email = person
            .email
            .as_ref()
            .map(|email| format!(" <{email}>"))
            .unwrap_or_default();
        let state = match (person.active, person.invited) {
            (false, _) => format!(", {}", words::desk::is_shut(Lang::En)),
            (true, true) => format!(", {}", words::desk::is_invited(Lang::En)),
            (true, false) => String::new(),
        };
        let by_provider = match &person.single_sign_on {
            None => String::new(),
            Some(SingleSignOn::Waits) => format!(
                ", {}: {}",
                sign_in::single_title(Lang::En),
                sign_in::single_waits(Lang::En)
            ),
            Some(SingleSignOn::Bound { subject, issuer, since }) => format!(
                ", {}: {}",
                sign_in::single_title(Lang::En),
                sign_in::single_bound(Lang::En, subject, issuer, since)
            ),
        };
        say!("{}: {}{email}{state}{by_provider}", person.login, person.name);
        let posts = people.posts.iter().filter(|post| post.account == person.id);
        for post in posts.filter(|post| past || post.until().is_none_or(|until| until >= people.today)) {
            say!("{}", self::post(people, post));
        }
    }
    for (plan, vacancy) in people.vacancies() {
        let id = vacancy.need.unit.as_ref();
        let unit = id.and_then(|id| people.unit_in(plan.map(|plan| &plan.id), id));
        let unit = unit.map_or(words::desk::any_unit(Lang::En), |unit| Lang::En.unit(unit));
        say!(
            "vacant from {}: {} of {unit}{}",
            vacancy.from,
            names::duty(Lang::En, vacancy.need.duty),
            plan.map(|plan| format!(", in {}", plan.id)).unwrap_or_default()
        );
    }
    Ok(())
}

/// A post in a line, with its id.
pub(super) fn post(people: &People, post: &Post) -> String {
    let name = match people.unit_of(post) {
        Some(unit) => words::post_name(Lang::En, unit, &post.title),
        None => post.unit.to_string(),
    };
    let absent = post.deputy_of().and_then(|absent| people.person(&absent.account));
    let absent = absent.map(|person| format!(", {}", words::deputy_for(Lang::En, &person.name)));
    let days = match post.until() {
        Some(until) => words::desk::from_until(Lang::En, &post.from(), &until),
        None => words::desk::from_on(Lang::En, &post.from()),
    };
    let plan = post.plan.as_ref().map(|plan| format!(", in {plan} alone"));
    format!(
        "  {name} ({}), {days}{}{}  {}",
        words::duties(Lang::En, &post.duties),
        absent.unwrap_or_default(),
        plan.unwrap_or_default(),
        post.id
    )
}
