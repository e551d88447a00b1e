//! `yaodian user`: people and their posts, by the same services as the app.
//!
//! Exit codes: 0 done; 1 «no», with why; 2 a wrong call, such as a person or a unit that is not there.

mod asked;
mod find;
mod list;
mod named;
mod printed;
mod renew;

use yaodian_contract::people::{Decide, Invite};
use yaodian_domain::{Date, id::PlanId, people::Decision, time::DaySpan};
use yaodian_store::{Act, Actor};
use yaodian_words::{Lang, people as words, privacy as privacy_words, sign_in as sign_in_words};

use super::{ledger::told, plan::Place};
use crate::{
    Outcome,
    house::House,
    service::{Refused, people, privacy, second_step, single_sign_on},
};
use asked::{How, NewPost, Which};
use find::Found;
use printed::{hand_out, told_of};

/// People.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Adds a person and prints a one-time link to set the password: a whole address where `--public-url` is known.
    Add {
        /// The name to sign in with.
        login: String,
        /// The name that reports and history show.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        post: NewPost,
        /// Where reminders to the person are mailed; without it they stand in the app alone.
        #[arg(long)]
        email: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Lists people with their posts, and what is vacant.
    List {
        /// Posts of the past, too.
        #[arg(long)]
        past: bool,
        /// As JSON, in the shape of `/api/v1/people`.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Prints another one-time link, for who lost the first one or the password.
    Link {
        /// Who, by the name to sign in with.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Gives a person who is there a further post.
    Appoint {
        /// Who.
        login: String,
        #[command(flatten)]
        post: NewPost,
        #[command(flatten)]
        how: How,
    },
    /// Gives everybody who holds a post in one plan alone the same post in another one: for the next year's plan. Who has
    /// it there is left as it is, so that it can be done again; deputies are named anew.
    Renew {
        /// The plan whose posts are taken as they are.
        from: PlanId,
        /// The plan in which the new ones hold.
        into: PlanId,
        #[command(flatten)]
        how: How,
    },
    /// Ends a post, or sets another last day for it.
    End {
        /// Whose post.
        login: String,
        #[command(flatten)]
        which: Which,
        /// The last day; today if left out.
        #[arg(long, conflicts_with = "open")]
        last: Option<Date>,
        /// No last day: the post goes on.
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        how: How,
    },
    /// Lets somebody stand in for the holder of a post; it ends by itself.
    Deputise {
        /// Who is away.
        login: String,
        /// Who stands in.
        #[arg(long)]
        by: String,
        #[command(flatten)]
        which: Which,
        /// The first day; today if left out.
        #[arg(long)]
        from: Option<Date>,
        /// The last day.
        #[arg(long)]
        to: Date,
        #[command(flatten)]
        how: How,
    },
    /// Passes a post on; what is under way stays with the unit.
    HandOver {
        /// Whose post.
        login: String,
        /// To whom.
        #[arg(long)]
        to: String,
        #[command(flatten)]
        which: Which,
        /// The first day of the new holder; today if left out.
        #[arg(long)]
        from: Option<Date>,
        #[command(flatten)]
        how: How,
    },
    /// Shuts a person out: every post ends today, and nobody is signed in any more.
    Shut {
        /// Who.
        login: String,
        #[command(flatten)]
        how: How,
    },
    /// Takes the second step of signing in away, for who has lost the phone and the recovery codes.
    ResetSecondStep {
        /// Who.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Writes all that is kept about a person as JSON, to be handed to that person.
    Export {
        /// Who.
        login: String,
        #[command(flatten)]
        place: Place,
    },
    /// Erases a person for good: login, name, address, secrets, sessions and messages go; records keep a pseudonym, and
    /// the chain of the audit still holds.
    ///
    /// Backups, exports and archives that were made before still hold all of it, until they are removed: nightly
    /// backups as --backup-keep drops them. Whoever restores one of them erases again, by the id that is printed.
    ///
    /// A SQLite file is written anew, so that nothing of it is left in pages that are free: who writes meanwhile waits.
    Erase {
        /// Who, by the name to sign in with or the id.
        login: String,
        /// Really: it cannot be undone.
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Finds somebody whom ledgers name, with or without an account, by name and telephone number; writes it as JSON to be
    /// handed to that person, or erases it.
    Named(named::Args),
    /// Opens an account to single sign-on: whoever next comes by it with this login binds the account, and nobody else
    /// opens it by the provider from then on. Once more forgets whom it was bound to.
    SingleSignOn {
        /// Who.
        login: String,
        /// Close it to single sign-on; its sessions end.
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Lets a person who was shut out in again, without a post; prints a one-time link if there is no password yet.
    LetIn {
        /// Who.
        login: String,
        #[command(flatten)]
        place: Place,
    },
}

/// What a command could not do: wrongly called, or refused.
enum Not {
    Called(String),
    Refused(Refused),
}

impl From<String> for Not {
    fn from(problem: String) -> Self {
        Self::Called(problem)
    }
}

impl From<Refused> for Not {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    match command {
        Command::Add {
            login,
            name,
            post,
            email,
            place,
        } => at(place, async |house, found| {
            let new = Invite {
                login,
                name,
                email,
                post: post.read(found, house.clock.today())?,
            };
            let act = by(house, "user add");
            let account = people::create(house, &act, new).await?;
            hand_out(house, &people::invitation(house, &act, &account).await?);
            Ok(())
        }),
        Command::List { past, json, place } => at(place, async |_, found| list::print(found, past, json)),
        Command::Link { login, place } => at(place, async |house, found| {
            let id = found.person(&login)?.id.clone();
            hand_out(house, &people::another(house, &by(house, "user link"), &id).await?);
            Ok(())
        }),
        Command::Appoint { login, post, how } => decide("user appoint", how, |found, today| {
            Ok(Decision::Appoint {
                account: found.person(&login)?.id.clone(),
                post: post.read(found, today)?,
            })
        }),
        Command::End {
            login,
            which,
            last,
            open,
            how,
        } => decide("user end", how, |found, today| {
            Ok(Decision::Until {
                post: found.post(&login, &which)?,
                last: (!open).then(|| last.unwrap_or(today)),
            })
        }),
        Command::Deputise {
            login,
            by,
            which,
            from,
            to,
            how,
        } => decide("user deputise", how, |found, today| {
            Ok(Decision::Deputy {
                post: found.post(&login, &which)?,
                account: found.person(&by)?.id.clone(),
                days: DaySpan::new(from.unwrap_or(today), to).map_err(|error| error.to_string())?,
            })
        }),
        Command::HandOver {
            login,
            to,
            which,
            from,
            how,
        } => decide("user hand-over", how, |found, today| {
            Ok(Decision::HandOver {
                post: found.post(&login, &which)?,
                to: found.person(&to)?.id.clone(),
                from: from.unwrap_or(today),
            })
        }),
        Command::Renew { from, into, how } => at(how.place, async |house, found| {
            renew::renew(house, found, (&from, &into), how.preview).await
        }),
        Command::Shut { login, how } => decide("user shut", how, |found, _| {
            Ok(Decision::Leave {
                account: found.person(&login)?.id.clone(),
            })
        }),
        Command::ResetSecondStep { login, place } => at(place, async |house, found| {
            let id = found.person(&login)?.id.clone();
            second_step::reset(house, &by(house, "user reset-second-step"), &id).await?;
            say!("{}", sign_in_words::reset_done(Lang::En));
            Ok(())
        }),
        Command::Export { login, place } => at(place, async |house, found| {
            let data = privacy::copy(house, &found.person(&login)?.id).await?;
            let text = serde_json::to_string_pretty(&data).map_err(|error| error.to_string())?;
            say!("{text}");
            Ok(())
        }),
        Command::Erase { login, yes, place } => at(place, async |house, found| {
            let id = found.person(&login)?.id.clone();
            if !yes {
                return Err(Not::Called(privacy_words::needs_yes(Lang::En).to_owned()));
            }
            let erased = privacy::erase(house, &by(house, "user erase"), &id).await?;
            told_of(&login, &id, &erased);
            if let Err(error) = house.store.overwrite_what_went().await {
                return Err(Not::Called(privacy_words::not_overwritten(Lang::En, &error)));
            }
            Ok(())
        }),
        Command::Named(args) => args.run(),
        Command::SingleSignOn { login, off, place } => at(place, async |house, found| {
            let id = found.person(&login)?.id.clone();
            single_sign_on::mark(house, &by(house, "user single-sign-on"), &id, !off).await?;
            let done = if off {
                sign_in_words::single_unmarked(Lang::En)
            } else {
                sign_in_words::single_marked(Lang::En)
            };
            say!("{done}");
            Ok(())
        }),
        Command::LetIn { login, place } => at(place, async |house, found| {
            let person = found.person(&login)?;
            let act = by(house, "user let-in");
            people::reopen(house, &act, &person.id).await?;
            if person.invited {
                hand_out(house, &people::another(house, &act, &person.id).await?);
            } else {
                say!("{}", words::desk::let_in_means(Lang::En, &person.name));
            }
            Ok(())
        }),
    }
}

fn by(house: &House, command: &str) -> Act {
    house.act(Actor::command(command))
}

/// Does something with everybody as they stand.
fn at(place: Place, job: impl AsyncFnOnce(&House, &Found) -> Result<(), Not>) -> Result<Outcome, String> {
    place.with(async |house| {
        let found = Found(people::all(house).await.map_err(told)?);
        match job(house, &found).await {
            Ok(()) => Ok(Outcome::Done),
            Err(Not::Refused(refused @ Refused::Because(_))) => {
                tell!("yaodian: {}", told(refused));
                Ok(Outcome::No)
            }
            Err(Not::Refused(refused)) => Err(told(refused)),
            Err(Not::Called(problem)) => Err(problem),
        }
    })
}

/// Makes a decision, having said what it comes to.
fn decide(
    command: &str,
    how: How,
    decision: impl FnOnce(&Found, Date) -> Result<Decision, String>,
) -> Result<Outcome, String> {
    let preview = how.preview;
    at(how.place, async |house, found| {
        let Found(people) = found;
        let decision = decision(found, people.today)?;
        let outcome = words::outcome(Lang::En, people, &decision).map_err(Refused::from)?;
        if !preview {
            let revision = people.revision;
            people::carry_out(house, &by(house, command), Decide { revision, decision }, None).await?;
        }
        for line in &outcome.lines {
            say!("{line}");
        }
        for warning in &outcome.warnings {
            tell!("vacant: {warning}");
        }
        if preview {
            tell!("(nothing was done)");
        }
        Ok(())
    })
}
