//! Every reason and every refusal has a sentence in both languages.

use yaodian_contract::{AskingTrouble, Kind};
use yaodian_domain::{
    Date, Decimal,
    access::{Duty, Refusal},
    alert::{Alert, What},
    check::{Status, assess},
    id::{TargetId, UnitId},
    judgement::JudgementProblem,
    number::NumberError,
    observation::FigureProblem,
    people::NotPossible,
    period::{InvalidReopening, Stage},
    report::{InvalidStep, State, StateName},
    sign_in::{PasskeyProblem, PasswordProblem, SecondStepProblem, SingleSignOnProblem},
    testing,
    typed::{Field, FieldTrouble, Trouble},
};
use yaodian_words::{Lang, alert, problems, reasons};

fn is_a_sentence(text: &str, lang: Lang) {
    assert!(!text.trim().is_empty());
    assert!(!text.contains(['{', '}']), "an argument was forgotten: {text}");
    let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if lang == Lang::Zh {
        assert!(chinese, "not Chinese: {text}");
    }
    assert!(text.ends_with(['。', '.']), "not closed: {text}");
}

#[test]
fn reasons_in_both_languages() {
    let mut seen = std::collections::BTreeSet::new();
    for case in testing::cases(4_000) {
        let assessment = assess(&case.target, &case.observations, case.as_of, &case.policy);
        for reason in &assessment.reasons {
            seen.insert(
                format!("{reason:?}")
                    .split([' ', '('])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
            for lang in [Lang::Zh, Lang::En] {
                is_a_sentence(&reasons::reason(lang, &case.target, None, reason), lang);
            }
        }
    }
    assert!(seen.len() >= 22, "the cases reach nearly every reason: {seen:?}");
}

#[test]
fn refusals_in_both_languages() {
    let day = Date::constant(2023, 9, 25);
    let period: yaodian_domain::period::Period = "2023-09".parse().expect("a period");
    let by = "水处".to_owned();
    let step = |why| Kind::Step { why };
    let reopening = |why| Kind::Reopening { why };
    let moved = |state| step(InvalidStep::MovedOn { read: 1, now: 2, state });
    let number = |why| Kind::Field {
        trouble: FieldTrouble {
            field: Field::Value,
            trouble: Trouble::Number { why },
        },
    };
    let figure = |why| Kind::Field {
        trouble: FieldTrouble {
            field: Field::Done,
            trouble: Trouble::Figure { why },
        },
    };
    let value = Decimal::NEGATIVE_ONE;
    let asking = |why| Kind::Asking { why };
    let password = |why| Kind::Password { why };
    let second = |why| Kind::SecondStep { why };
    let passkey = |why| Kind::Passkey { why };
    let single = |why| Kind::SingleSignOn { why };
    let kinds = [
        Kind::SignedOut,
        Kind::WrongPassword,
        Kind::TooManyTries { minutes: 15 },
        Kind::TooOften { seconds: 3 },
        Kind::DayOutOfRange {
            day: Date::constant(1900, 1, 1),
            from: Date::constant(2022, 1, 1),
            to: Date::constant(2026, 12, 31),
        },
        Kind::LinkUnknown,
        Kind::LinkExpired,
        Kind::LinkUsed,
        Kind::AccountErased,
        Kind::PasswordTooShort { least: 12 },
        Kind::Forbidden {
            why: Refusal::OtherUnit,
        },
        Kind::Forbidden {
            why: Refusal::NotAReporter,
        },
        Kind::Forbidden {
            why: Refusal::NotAReviewer,
        },
        Kind::Forbidden {
            why: Refusal::NotLeading,
        },
        Kind::Forbidden {
            why: Refusal::NotTheOffice,
        },
        Kind::Forbidden {
            why: Refusal::NotAnAdministrator,
        },
        password(PasswordProblem::TooLong { most: 200 }),
        password(PasswordProblem::Common),
        password(PasswordProblem::Yours),
        password(PasswordProblem::Pattern),
        password(PasswordProblem::Same),
        password(PasswordProblem::OldIsWrong),
        password(PasswordProblem::Missing),
        password(PasswordProblem::Differs),
        password(PasswordProblem::None),
        second(SecondStepProblem::WrongCode),
        second(SecondStepProblem::NoCode),
        second(SecondStepProblem::UsedCode),
        second(SecondStepProblem::Over),
        second(SecondStepProblem::SetUp),
        second(SecondStepProblem::NotSetUp),
        second(SecondStepProblem::Own),
        second(SecondStepProblem::Sealed),
        second(SecondStepProblem::Demanded),
        passkey(PasskeyProblem::Off),
        passkey(PasskeyProblem::Over),
        passkey(PasskeyProblem::Unproved),
        passkey(PasskeyProblem::Unknown),
        passkey(PasskeyProblem::Known),
        passkey(PasskeyProblem::TooMany { most: 10 }),
        passkey(PasskeyProblem::Name { most: 40 }),
        passkey(PasskeyProblem::NoBrowser),
        passkey(PasskeyProblem::BrokenOff),
        passkey(PasskeyProblem::NoneHere),
        single(SingleSignOnProblem::Off),
        single(SingleSignOnProblem::Unreachable),
        single(SingleSignOnProblem::Refused),
        single(SingleSignOnProblem::Over),
        single(SingleSignOnProblem::Unproved),
        single(SingleSignOnProblem::Unknown),
        single(SingleSignOnProblem::NotOpen),
        Kind::TrialDay { from: day, to: day },
        Kind::NotAnAddress { text: "x".to_owned() },
        asking(AskingTrouble::NoUnit),
        asking(AskingTrouble::NoNote),
        asking(AskingTrouble::NoteTooLong {
            length: 501,
            limit: 500,
        }),
        asking(AskingTrouble::UnknownUnit {
            unit: UnitId::new("x").expect("a unit"),
        }),
        asking(AskingTrouble::UnknownTarget {
            target: TargetId::new("x").expect("a target"),
        }),
        Kind::OwnTarget,
        Kind::Judgement {
            why: JudgementProblem::NoReason,
        },
        Kind::Judgement {
            why: JudgementProblem::TooLong { length: 9_999 },
        },
        Kind::Judgement {
            why: JudgementProblem::NotAnOpinion { status: Status::NoData },
        },
        Kind::CrossSite,
        Kind::ReportExists,
        Kind::PeriodAhead { period, opens: day },
        Kind::PeriodClosed { period, closed: day },
        Kind::PeriodLocked { period, locked: day },
        Kind::OtherPeriod {
            given: period,
            asked: period.previous(),
        },
        Kind::FileUnknown,
        reopening(InvalidReopening::NotClosed { stage: Stage::Open }),
        reopening(InvalidReopening::ReasonMissing),
        reopening(InvalidReopening::ReasonTooLong { length: 9_999, most: 1 }),
        reopening(InvalidReopening::BadUntil {
            until: day,
            from: day,
            to: day,
        }),
        step(InvalidStep::TakenUp {
            by: by.clone(),
            on: day,
        }),
        step(InvalidStep::TooManyFiles { files: 99 }),
        Kind::NotFound,
        Kind::Malformed {
            what: "as_of=x".to_owned(),
        },
        Kind::TooLarge { limit_kib: 256 },
        Kind::Broken {
            incident: "x".to_owned(),
        },
        Kind::Unreachable,
        Kind::DiskFull,
        Kind::NotWritable,
        Kind::DatabaseAway,
        Kind::FilesAway,
        Kind::TooSlow { seconds: 60 },
        Kind::CutShort,
        Kind::Stopping,
        Kind::RequestKeyReused,
        Kind::RequestUnderWay,
        Kind::AnswerLost {
            subject: "report".to_owned(),
            id: "x".to_owned(),
        },
        moved(State::Draft),
        moved(State::Submitted {
            on: day,
            by: by.clone(),
        }),
        moved(State::Returned {
            on: day,
            by: by.clone(),
            note: String::new(),
            unsigned: false,
        }),
        moved(State::Approved { on: day, by }),
        step(InvalidStep::NotFrom {
            from: StateName::Approved,
        }),
        step(InvalidStep::NoteMissing),
        step(InvalidStep::TextTooLong { length: 9_999 }),
        number(NumberError::Empty),
        number(NumberError::Unexpected { found: 'x', at: 3 }),
        number(NumberError::Comma { at: 3 }),
        number(NumberError::TooPrecise),
        number(NumberError::TooLarge),
        figure(FigureProblem::WrongForm),
        figure(FigureProblem::Negative { value }),
        figure(FigureProblem::AboveHundred { value }),
        figure(FigureProblem::MoreThanWhole { done: value, of: value }),
        figure(FigureProblem::EmptyWhole),
        figure(FigureProblem::NotWhole { value }),
        figure(FigureProblem::WholeUnknown),
        figure(FigureProblem::TooLarge { value }),
        figure(FigureProblem::NoWords),
    ];
    let mut sentences = std::collections::BTreeSet::new();
    for kind in &kinds {
        for lang in [Lang::Zh, Lang::En] {
            let sentence = problems::problem(lang, kind);
            is_a_sentence(&sentence, lang);
            sentences.insert(sentence);
        }
        // The code for programs is the name of the case on the wire.
        let json = serde_json::to_value(kind).expect("JSON");
        let name = json.as_str().map_or_else(
            || json.as_object().and_then(|o| o.keys().next().cloned()),
            |s| Some(s.to_owned()),
        );
        assert_eq!(name.as_deref(), Some(kind.code()));
    }
    // «too large» is said of the number itself and of the figure in the same words.
    assert!(sentences.len() >= kinds.len() * 2 - 2, "no two refusals read alike");
}

#[test]
fn refusals_about_posts_in_both_languages() {
    let day = Date::constant(2023, 9, 25);
    let all = [
        NotPossible::UnknownPost,
        NotPossible::Over,
        NotPossible::InThePast { earliest: day },
        NotPossible::BackToFront { from: day, until: day },
        NotPossible::NoDuty,
        NotPossible::TitleTooLong { length: 99 },
        NotPossible::AlreadyHeld { duty: Duty::Reporter },
        NotPossible::NothingChanges,
        NotPossible::SamePerson,
        NotPossible::ADeputys,
        NotPossible::OutsideThePost,
        NotPossible::HasBegun { from: day },
        NotPossible::NotBefore,
        NotPossible::Oneself,
        NotPossible::NoAdministrator { from: day },
    ];
    let mut sentences = std::collections::BTreeSet::new();
    for why in &all {
        for lang in [Lang::Zh, Lang::En] {
            let sentence = problems::problem(lang, &Kind::NotPossible { why: why.clone() });
            is_a_sentence(&sentence, lang);
            sentences.insert(sentence);
        }
    }
    assert_eq!(sentences.len(), all.len() * 2, "no two read alike");
}

#[test]
fn what_happens_to_an_account_has_words_of_its_own() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for lang in [Lang::Zh, Lang::En] {
        let words: std::collections::BTreeSet<&str> = What::ALL.map(|what| alert::what(lang, what)).into();
        assert_eq!(words.len(), What::ALL.len(), "{words:?}");
        assert!(
            words.iter().all(|words| chinese(words) == (lang == Lang::Zh)),
            "{words:?}"
        );
    }
    // Nobody is named who is not known; the person himself is never named.
    let by = |what, by: Option<&str>, command| {
        let by = by.map(str::to_owned);
        alert::by(Lang::En, &Alert { what, by, command })
    };
    assert_eq!(by(What::CodeRepeated, None, false), None);
    assert_eq!(by(What::PasswordSet, None, false).as_deref(), Some("yourself"));
    assert_eq!(by(What::PasswordSet, Some("Li"), false).as_deref(), Some("Li"));
    assert!(by(What::LinkMade, Some("user link"), true).is_some_and(|by| by.contains("(user link)")));
}
