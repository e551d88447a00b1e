use yaodian_domain::{
    bulletin::{Bulletin, BulletinProblem as Problem, Figures, LONGEST_WORDS, Page, Part, Text, may_draw},
    standing::Observations,
};

use crate::fixtures::{bulletin_id, day, draw, edition, plan, text};

fn draft() -> Bulletin {
    let facts = draw(&plan(), &Observations::default(), &[], None, ("2023-09", "2023-09-30"));
    Bulletin::draft(bulletin_id("b"), facts, text())
}

fn shown() -> (Page, Page) {
    let page = Page {
        title: "通报".to_owned(),
        head: None,
        addressee: None,
        notice: None,
        sections: vec![],
        attachments: vec![],
        signed: "督查室".to_owned(),
        on: Some(day("2023-10-08")),
        pinned: None,
    };
    (page.clone(), page)
}

fn published() -> Bulletin {
    draft().publish(1, "王五", day("2023-10-08"), shown()).unwrap()
}

#[test]
fn words_can_be_edited_and_figures_cannot() {
    let draft = draft();
    let with = |change: fn(&mut Text)| {
        let mut text = text();
        change(&mut text);
        draft.edit(1, text)
    };
    let edited = with(|text| {
        text.sections[0].heading = "概况".to_owned();
        text.sections[0].parts.push(Part::Words("另起一段。".to_owned()));
        text.sections.remove(1).parts.clear();
        text.sections.push(super::fixtures::text().sections.remove(1));
    });
    assert_eq!(edited.unwrap().revision, 2);
    for change in [
        (|text: &mut Text| drop(text.sections[0].parts.remove(1))) as fn(&mut Text),
        |text| text.sections[0].parts.push(Part::Figures(Figures::Units)),
        |text| text.sections[0].parts.swap(1, 3),
        |text| text.sections[1].attached = false,
        |text| drop(text.sections.remove(1)),
    ] {
        assert_eq!(with(change), Err(Problem::FiguresChanged));
    }
    let long = with(|text| text.title = "长".repeat(LONGEST_WORDS + 1));
    assert_eq!(
        long,
        Err(Problem::TooLong {
            length: LONGEST_WORDS + 1
        })
    );
    let many = with(|text| {
        let blank = text.sections[0].clone();
        let words_only = |mut section: yaodian_domain::bulletin::Section| {
            section.parts.clear();
            section
        };
        text.sections.extend(std::iter::repeat_n(words_only(blank), 40));
    });
    assert!(matches!(many, Err(Problem::TooManySections { .. })));
}

#[test]
fn who_read_an_older_draft_is_told() {
    let edited = draft().edit(1, text()).unwrap();
    assert_eq!(edited.edit(1, text()), Err(Problem::MovedOn { read: 1, now: 2 }));
    assert_eq!(
        edited.publish(1, "王五", day("2023-10-08"), shown()),
        Err(Problem::MovedOn { read: 1, now: 2 })
    );
}

#[test]
fn what_is_published_never_changes() {
    let published = published();
    let facts = published.facts.clone();
    assert_eq!(published.edit(2, text()), Err(Problem::Published));
    assert_eq!(published.redraw(2, facts), Err(Problem::Published));
    assert_eq!(
        published.publish(2, "王五", day("2023-10-09"), shown()),
        Err(Problem::Published)
    );
}

#[test]
fn only_what_is_whole_is_published() {
    for (change, problem) in [
        ((|text| text.title = " ".to_owned()) as fn(&mut Text), Problem::NoTitle),
        (|text| text.signed.clear(), Problem::NotSigned),
        (|text| text.number = "鄂环督〔2023〕9号".to_owned(), Problem::HalfAHead),
    ] {
        let mut text = text();
        change(&mut text);
        let half = draft().edit(1, text).unwrap();
        assert_eq!(half.publish(2, "王五", day("2023-10-08"), shown()), Err(problem));
    }
    let early = draft().publish(1, "王五", day("2023-09-29"), shown());
    assert!(
        matches!(early, Err(Problem::DayOutside { .. })),
        "before its own figures"
    );
}

#[test]
fn a_correction_is_a_new_bulletin_with_a_reason() {
    let published = published();
    let facts = published.facts.clone();
    let correct = |reason: &str| published.correct(bulletin_id("c"), facts.clone(), reason);
    assert_eq!(correct(" "), Err(Problem::NoReason));
    let correction = correct(" 数据有误。 ").unwrap();
    assert_eq!(correction.revision, 1);
    assert!(!correction.is_published());
    let of = correction.corrects.unwrap();
    assert_eq!((of.of, of.reason.as_str()), (published.id.clone(), "数据有误。"));
    assert_eq!(correction.text, published.text, "what was written stays written");
    assert_eq!(
        draft().correct(bulletin_id("c"), facts, "x"),
        Err(Problem::NotCorrectable)
    );
    let other = draw(&plan(), &Observations::default(), &[], None, ("2023-08", "2023-09-30"));
    assert_eq!(
        published.correct(bulletin_id("c"), other.clone(), "x"),
        Err(Problem::NotCorrectable)
    );
    assert_eq!(draft().redraw(1, other), Err(Problem::FiguresChanged));
}

#[test]
fn a_day_of_knowledge_is_neither_before_the_month_nor_in_the_future() {
    let (september, today) = (edition("2023-09"), day("2023-10-08"));
    assert!(may_draw(september, day("2023-08-31"), today).is_err());
    assert_eq!(may_draw(september, day("2023-09-01"), today), Ok(()));
    assert_eq!(may_draw(september, today, today), Ok(()));
    assert!(may_draw(september, day("2023-10-09"), today).is_err());
}
