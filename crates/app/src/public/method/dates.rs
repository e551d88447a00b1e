//! Examples of dates and days: late, extended, amended, corrected, by another edition, projected.

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    check::{Policy, Rule, Status, project},
    decision::{Amendment, Answer, Extension},
    judgement::Judgement,
    observation::{Observation, Step},
    target::{Cadence, Promise, Target},
};
use yaodian_words::{Lang, method as words};

use super::{
    super::beside,
    examples::{
        Question, amount, at, at_least, day, dec, heard, level, next, outfalls, outfalls_before, seen, stood, target,
        villages,
    },
    view::{asks, cases, full, light, matrix, question_words, tag, why},
};

pub(super) fn decisions(lang: Lang) -> AnyView {
    let regulation = target(words::regulation, Promise::Deliverable);
    let with = |answer: Option<Answer>| {
        let mut target = regulation.clone();
        let asked = target.extend(Extension {
            asked_on: day(11, 20),
            new_due: next(3, 31),
            reason: words::ext_reason(lang).to_owned(),
            answer,
        });
        debug_assert!(asked.is_ok());
        target
    };
    let answer = |granted| {
        Some(Answer {
            on: day(12, 1),
            granted,
            note: String::new(),
        })
    };
    let review = [seen(day(11, 20), at(Step::UnderReview))];
    let delivered = [seen(next(2, 20), at(Step::Delivered))];
    let of_regulation = vec![
        Question::new(words::kept_late(lang), &regulation, &delivered, next(2, 20)),
        Question::new(words::ext_pending(lang), &with(None), &review, day(11, 25)),
        Question::new(words::ext_granted(lang), &with(answer(true)), &delivered, next(2, 20)),
        Question::new(words::ext_refused(lang), &with(answer(false)), &delivered, next(2, 20)),
    ];
    let mut amended = villages();
    let taken = amended.amend(Amendment {
        decided_on: day(9, 1),
        number: dec("600"),
        inventory: None,
        reason: words::amend_reason(lang).to_owned(),
    });
    debug_assert!(taken.is_ok());
    let august = [seen(day(8, 31), amount("402"))];
    let of_villages = vec![
        Question::new(words::amended_before(lang), &amended, &august, day(8, 31)),
        Question::new(words::amended_after(lang), &amended, &august, day(9, 1)),
    ];
    view! {
        {cases(lang, asks(lang, &regulation), of_regulation)}
        {cases(lang, asks(lang, &amended), of_villages)}
    }
    .into_any()
}

pub(super) fn replay(lang: Lang) -> AnyView {
    let outfalls = outfalls();
    let all = [
        outfalls_before(),
        Observation {
            withdrawn_on: Some(day(10, 20)),
            ..stood(day(9, 21), day(9, 25), "10089")
        },
        stood(day(9, 21), day(10, 20), "9689"),
    ];
    let questions = vec![
        Question::new(words::before_correction(lang), &outfalls, &all, day(10, 1)),
        Question::new(words::after_correction(lang), &outfalls, &all, day(10, 25)),
    ];
    cases(lang, asks(lang, &outfalls), questions)
}

/// The same question by both editions of the rules.
pub(super) fn editions(lang: Lang) -> AnyView {
    let water = level(words::good_water, words::percent, at_least("89.3"));
    let duty = target(
        words::inspections,
        Promise::Duty {
            cadence: Cadence::Month,
        },
    );
    let months = [1, 2, 4, 6, 7].map(|month| heard(1, month));
    let reports = [seen(day(12, 20), amount("750")), seen(next(1, 31), amount("752"))];
    let rows = [
        Question::new(
            words::differs_rest(lang),
            &water,
            &[seen(day(4, 30), amount("88.3"))],
            day(5, 9),
        ),
        Question::new(words::differs_row(lang), &duty, &months, day(8, 31)),
        Question::new(words::differs_late(lang), &villages(), &reports, next(2, 1)),
    ]
    .map(|question| {
        let shows = question.shows.clone();
        let asked = question_words(lang, &question);
        let asked = words::then(lang, &asks(lang, &question.target), &asked);
        let cell = |rule| {
            let policy = Policy {
                rule,
                ..Policy::default()
            };
            let assessment = Question::new("", &question.target, &question.known, question.as_of)
                .by(policy)
                .judge();
            view! { <td>{light(lang, &assessment)}<small>{why(lang, &question.target, &assessment)}</small></td> }
        };
        view! {
            <tr>
                <th scope="row">{shows}<small>{asked}</small></th>
                {cell(Rule::First)}
                {cell(Rule::Second)}
            </tr>
        }
    })
    .collect_view();
    let heads = [
        words::case_word(lang),
        words::first_edition(lang),
        words::second_edition(lang),
    ];
    let title = words::same_question(lang);
    matrix(
        view! { {tag(lang, &[])} " " {title} },
        &heads.map(|head| (head, false)),
        rows,
    )
}

pub(super) fn projected(lang: Lang) -> AnyView {
    let villages = villages();
    let figures =
        [(day(3, 31), "120"), (day(6, 30), "360"), (day(8, 31), "480")].map(|(to, done)| seen(to, amount(done)));
    let on = day(8, 31);
    let question = Question::new("", &villages, &figures, on);
    let projection = project(&villages, &figures, on);
    view! {
        <div class="example">
            <p>{tag(lang, &[])} {words::then(lang, &asks(lang, &villages), &question_words(lang, &question))}</p>
            {projection.map(|projection| beside::projection(lang, &villages, &projection))}
            <p>{words::beside_verdict(lang)} " " {light(lang, &question.judge())} " " {why(lang, &villages, &question.judge())}</p>
            <p class="fine">{words::projection_needs(lang)}</p>
        </div>
    }
    .into_any()
}

pub(super) fn voices(lang: Lang) -> AnyView {
    let villages: Target = villages();
    let on: Date = day(10, 31);
    let question = Question::new("", &villages, &[seen(on, amount("600"))], on);
    let (by, reason) = (words::voice_by(lang), words::voice_reason(lang));
    let judgement = Judgement::new(villages.id.clone(), on, by, Status::OnTrack, reason).ok();
    view! {
        {full(lang, &question)}
        {judgement.map(|judgement| beside::two_voices(lang, &question.judge(), &judgement))}
    }
    .into_any()
}
