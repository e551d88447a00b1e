//! Every route × method × person: who is let through, who is not, and that no route is missing here.
//!
//! What a post may do is told by the domain's own table ([`access::matrix`](yaodian_domain::access::matrix)); here
//! stands which route is which act, and what is nobody's and everybody's.

mod desk;
mod entry;
mod foreign;
mod office;
mod open;
pub(crate) mod routes;
mod world;

use std::collections::BTreeSet;

use entry::{About, Denied, Entry, Opens};
use world::{Who, World};

fn table(world: &World) -> Vec<Entry> {
    let mut all = open::table(world);
    all.extend(desk::table(world));
    all.extend(office::table(world));
    all
}

#[tokio::test]
async fn every_route_is_opened_to_whom_it_should_be() {
    let world = World::begun().await;
    let table = table(&world);

    let told: BTreeSet<String> = table.iter().map(Entry::key).collect();
    let found = routes::found(&world.server).await;
    assert!(found.len() > 120, "the sources were read: {found:?}");
    let missing: Vec<&String> = found.iter().filter(|route| !entry::covers(&told, route)).collect();
    assert!(
        missing.is_empty(),
        "who may do what at these routes stands in no table: {missing:#?}"
    );
    let gone: Vec<&String> = told.difference(&found).collect();
    assert!(gone.is_empty(), "there are no such routes: {gone:#?}");

    let (mut wrong, mut asked) = (Vec::new(), 0);
    for entry in &table {
        let (mut hidden, mut through, mut elsewhere) = (false, false, false);
        for who in World::everybody(entry) {
            asked += 1;
            let (status, body) = world.ask(entry, who).await;
            let expected = entry.expected(who);
            hidden |= status == 404;
            through |= expected == Wanted::Through && matches!(who, Who::Person(_));
            elsewhere |= body.contains("other-plan");
            if !expected.fits(status, &body, entry) {
                let shown: String = body.chars().take(160).collect();
                wrong.push(format!(
                    "{} {} by {who:?}: {status}, not {expected:?}: {shown}",
                    entry.key(),
                    entry.path(who.mark())
                ));
            }
        }
        // «There is no such thing» is a refusal only of what is there: somebody was let through to it, afterwards.
        if entry.is_for_some() && hidden && !through {
            wrong.push(format!(
                "{}: nobody is let through to what the others are told is not there",
                entry.key()
            ));
        }
        // It is the plan that shuts others out, and not a duty that they happen to lack.
        if entry.is_for_some() && entry.about == About::Thing && entry.denied != Denied::Hidden && !elsewhere {
            wrong.push(format!(
                "{}: nobody of another plan is told that it is another plan's",
                entry.key()
            ));
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert!(
        wrong.is_empty(),
        "{} of {asked} answers are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn there_is_one_router_to_look_at() {
    let sources = routes::sources("");
    let routers = |text: &str| text.lines().filter(|line| line.contains("Router::new()")).count();
    for (path, text) in &sources {
        let inside = path.contains("/web/");
        assert!(
            inside || routers(text) == 0,
            "{path} makes a router that nobody looks at"
        );
    }
    let count = |what: &str| {
        sources
            .iter()
            .map(|(_, text)| text.matches(what).count())
            .sum::<usize>()
    };
    assert_eq!(count(".nest("), 1, "routes.rs knows of /api/v1 alone");
    assert_eq!(count(".nest_service("), 2, "routes.rs knows of two folders");
}

#[test]
fn who_is_signed_in_is_served_in_the_house_of_the_plan() {
    let mut seen = 0;
    for (path, text) in routes::sources("web") {
        for handler in text.split("async fn ").skip(1) {
            let head = handler.split(" {\n").next().unwrap_or_default();
            let signed_in = head.contains(": SignedIn");
            seen += usize::from(signed_in);
            assert!(
                !(signed_in && head.contains("State<House>")),
                "{path}: a handler for who is signed in takes the house of SignedIn, which is that of the post's plan: {head}"
            );
        }
    }
    assert!(seen > 80, "the sources were read: {seen}");
}

/// What is wanted of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Neither 401 nor 403: what is asked for is judged, or done.
    Through,
    /// 401.
    SignIn,
    /// 303 to the form for signing in.
    ToSignIn,
    /// 403, or as the entry says.
    Refused,
    /// 403; of what is hidden, or part of what the other plan has its own of, 404.
    Elsewhere,
    /// 401 or 403.
    Stopped,
    /// 404: as if there were no such thing.
    Nothing,
}

impl Wanted {
    fn fits(self, status: u16, body: &str, entry: &Entry) -> bool {
        let told =
            entry.denied == Denied::Told && ["not-your-unit", "not-your-stage"].iter().any(|why| body.contains(why));
        match self {
            Self::Through => {
                let judged = match entry.opens {
                    Opens::Anybody => ![401, 403].contains(&status),
                    Opens::Form => status != 403,
                    Opens::Holder => status != 403 && (status != 401 || body.contains("wrong-password")),
                    _ => ![400, 401, 403, 404, 415].contains(&status) && !told,
                };
                judged && status != 405 && status < 500
            }
            Self::SignIn => status == 401,
            Self::ToSignIn => status == 303,
            Self::Refused => match entry.denied {
                Denied::Forbidden => status == 403,
                Denied::Hidden => status == 404,
                Denied::Told => status == 403 || status == 404 || told,
            },
            Self::Elsewhere => {
                let nothing = entry.denied == Denied::Hidden || entry.about == About::Part;
                status == 403 || nothing && status == 404
            }
            Self::Stopped => status == 401 || status == 403,
            Self::Nothing => status == 404,
        }
    }
}

impl Entry {
    /// What somebody is answered here.
    fn expected(&self, who: Who) -> Wanted {
        let post = |who: Who| {
            if self.lets(who) {
                Wanted::Through
            } else {
                Wanted::Refused
            }
        };
        match (&self.opens, who) {
            // Measurements come with a key, and with nothing else.
            (Opens::Anybody | Opens::Form, _)
            | (Opens::App, Who::Person(_))
            | (Opens::Holder, Who::Person(_) | Who::Ended)
            | (Opens::Station, Who::Station | Who::Key { fits: true }) => Wanted::Through,
            (Opens::App, Who::Ended) | (Opens::Station, Who::Key { fits: false }) => Wanted::Refused,
            (Opens::App, _) => Wanted::ToSignIn,
            (Opens::Station, _) | (Opens::Holder, Who::Nobody) => Wanted::SignIn,
            (Opens::Holder, _) => Wanted::Stopped,
            (_, Who::Person(_)) if self.is_for_some() && who.acts_elsewhere() => Wanted::Elsewhere,
            (_, Who::Person(_)) => post(who),
            // Whoever is not signed in sees what anybody sees.
            (_, Who::Nobody | Who::Ended | Who::Station | Who::Key { .. }) if self.maybe => Wanted::Nothing,
            (_, Who::Nobody) => Wanted::SignIn,
            (_, Who::Key { fits: true }) => post(Who::Person('R')),
            (_, Who::Ended | Who::Station | Who::Key { fits: false }) => Wanted::Stopped,
        }
    }
}
