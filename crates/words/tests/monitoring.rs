//! Every item, unit, class, remark and rule of monitoring is said in both languages.

use std::collections::BTreeSet;

use yaodian_domain::{Date, Decimal};
use yaodian_monitoring::{
    air::{self, Indicator, Pollutant, Statistic},
    cell::CellError,
    source::{Document, Source, Standing},
    water::{
        self, Body, Item, Limit, Note, Quality, Refusal, Trend, Unit, WaterClass, header::HeadError, plausible,
        table::Remark, trophic::TrophicState,
    },
};
use yaodian_words::{
    Lang,
    monitoring::{air as air_words, air_rules, names, sources, water as water_words, water_rules},
};

/// Says each thing in both languages: nothing empty, no argument forgotten, no two alike.
fn each_is_said<T>(all: &[T], say: impl Fn(Lang, &T) -> String) {
    for lang in [Lang::Zh, Lang::En] {
        let mut seen = BTreeSet::new();
        for one in all {
            let words = say(lang, one);
            assert!(!words.trim().is_empty() && !words.contains(['{', '}']), "{words:?}");
            let is_chinese = words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(lang == Lang::Zh || !is_chinese, "not English: {words}");
            assert!(seen.insert(words.clone()), "said of two things: {words}");
        }
    }
}

#[test]
fn names_are_said_in_both_languages() {
    each_is_said(&Item::ALL, |lang, item| names::item(lang, *item).to_owned());
    let units = [
        Unit::One,
        Unit::Celsius,
        Unit::GramPerLitre,
        Unit::MilligramPerLitre,
        Unit::MicrogramPerLitre,
        Unit::NanogramPerLitre,
        Unit::MilligramPerCubicMetre,
        Unit::CountPerLitre,
        Unit::CountPer100Millilitre,
        Unit::CountPerMillilitre,
        Unit::Metre,
        Unit::Centimetre,
    ];
    each_is_said(&units, |lang, unit| names::unit(lang, *unit).to_owned());
    each_is_said(&WaterClass::ALL, |lang, class| names::class(lang, *class).to_owned());
    for class in WaterClass::ALL {
        assert_eq!(names::class(Lang::Zh, class), format!("{class}类"));
    }
    let qualities = [
        Quality::Excellent,
        Quality::Good,
        Quality::LightlyPolluted,
        Quality::ModeratelyPolluted,
        Quality::HeavilyPolluted,
    ];
    each_is_said(&qualities, |lang, quality| names::quality(lang, *quality).to_owned());
    each_is_said(&[Body::River, Body::Lake], |lang, body| {
        names::body(lang, *body).to_owned()
    });
    let states = [
        TrophicState::Oligotrophic,
        TrophicState::Mesotrophic,
        TrophicState::LightlyEutrophic,
        TrophicState::ModeratelyEutrophic,
        TrophicState::HighlyEutrophic,
    ];
    each_is_said(&states, |lang, state| names::trophic(lang, *state).to_owned());
    let trends = [
        Trend::MuchBetter,
        Trend::Better,
        Trend::Steady,
        Trend::Worse,
        Trend::MuchWorse,
    ];
    each_is_said(&trends, |lang, trend| names::trend(lang, *trend).to_owned());
    each_is_said(&air::Grade::ALL, |lang, grade| {
        names::air_grade(lang, *grade).to_owned()
    });
    each_is_said(&Pollutant::ALL, |lang, one| names::pollutant(lang, *one).to_owned());
    each_is_said(&Indicator::ALL, |lang, one| names::indicator(lang, *one));
}

#[test]
fn remarks_on_water_are_said_in_both_languages() {
    let heads = ["name".to_owned(), "pH".to_owned(), String::new()];
    let day = Date::constant(2030, 1, 1);
    let item = Item::AmmoniaNitrogen;
    let refusals = [
        Refusal::Text(CellError::NotAFigure),
        Refusal::Text(CellError::TooLong),
        Refusal::Negative,
        Refusal::Implausible(plausible::bounds(Item::Ph)),
        Refusal::CannotBeUndetected,
        Refusal::UntoldDetection,
        Refusal::OtherUnit {
            factor: Decimal::ONE_THOUSAND,
        },
        Refusal::OtherColumn { fits: None },
        Refusal::OtherColumn { fits: Some(0) },
        Refusal::OtherColumn { fits: Some(2) },
    ];
    let notes = [
        Note::OnLimit {
            item,
            limit: Limit::AtMost(Decimal::TWO),
        },
        Note::OnLimit {
            item,
            limit: Limit::AtLeast(Decimal::TWO),
        },
        Note::OnLimit {
            item: Item::Ph,
            limit: Limit::Within {
                low: Decimal::from(6),
                high: Decimal::from(9),
            },
        },
        Note::CoarseDetection { item },
        Note::UntoldDetection { item },
    ];
    let of_cells = refusals.into_iter().map(|refusal| Remark::Refused {
        item,
        column: 1,
        refusal,
    });
    let remarks: Vec<Remark> = of_cells
        .chain(notes.map(Remark::Grade))
        .chain([
            Remark::Future(day),
            Remark::BeforeStandard(day),
            Remark::UnreadableTime,
            Remark::UnknownBody,
            Remark::NothingMeasured,
        ])
        .collect();
    each_is_said(&remarks, |lang, remark| water_words::remark(lang, remark, &heads));
    let columns = [
        HeadError::UnfitUnit {
            item,
            unit: Unit::Metre,
        },
        HeadError::UnknownBracket {
            item,
            bracket: "x".to_owned(),
        },
    ];
    each_is_said(&columns, water_words::unusable);
    assert_eq!(
        water_words::remark(Lang::Zh, &remarks[3], &heads),
        "“pH”不在 0～14 之间，未采用"
    );
}

#[test]
fn remarks_on_air_are_said_in_both_languages() {
    let day = Date::constant(2030, 1, 1);
    let of_cells = air::Refusal::ALL.map(|refusal| air::table::Remark::Refused {
        indicator: Indicator::Pm25Hour,
        column: 0,
        refusal,
    });
    let others = [
        air::table::Remark::Future(day),
        air::table::Remark::BeforeRules(day),
        air::table::Remark::UnreadableTime,
        air::table::Remark::NoIndex(Indicator::So2Hour),
        air::table::Remark::NothingMeasured,
    ];
    let remarks: Vec<_> = of_cells.into_iter().chain(others).collect();
    each_is_said(&remarks, air_words::remark);
}

#[test]
fn rules_and_their_documents_are_said_in_both_languages() {
    each_is_said(&water::Rule::ALL, |lang, rule| {
        water_rules::rule(lang, *rule).to_owned()
    });
    each_is_said(&air::Rule::ALL, |lang, rule| air_rules::rule(lang, *rule).to_owned());
    each_is_said(&Document::ALL, |lang, document| {
        sources::document(lang, *document).to_owned()
    });
    each_is_said(&Standing::ALL, |lang, standing| {
        sources::standing(lang, *standing).to_owned()
    });
    each_is_said(&Standing::ALL, |lang, standing| {
        sources::standing_meaning(lang, *standing).to_owned()
    });
    for rules in [air::Rules::In2012, air::Rules::In2026] {
        let told = [Statistic::Mean, Statistic::Percentile].map(|one| (rules, Pollutant::O3, one));
        each_is_said(&told, |lang, (rules, pollutant, statistic)| {
            names::statistic(lang, *rules, *pollutant, *statistic)
        });
    }
    let editions = [air::Rules::In2012, air::Rules::In2026, air::Rules::From2031];
    each_is_said(&editions, |lang, rules| names::edition(lang, *rules).to_owned());
}

#[test]
fn what_was_not_held_against_its_document_says_so() {
    let known = |source| (sources::source(Lang::Zh, source), sources::source(Lang::En, source));
    let (zh, en) = known(Source::unverified(Document::Hj633In2026, "表1"));
    assert_eq!(
        (zh.as_str(), en.as_str()),
        ("HJ 633-2026 表1（未核对原文）", "HJ 633-2026, 表1 (unverified)")
    );
    let (zh, _) = known(Source::verified(Document::Gb3838In2002, "表1"));
    assert_eq!(zh, "GB 3838-2002 表1（已核对）");
    let (zh, _) = known(Source::chosen());
    assert_eq!(zh, "本产品自定（没有文件规定）");
    for rules in [air::Rules::In2012, air::Rules::In2026] {
        for rule in air::Rule::ALL {
            let source = rule.source(rules);
            let says = sources::source(Lang::En, source).contains("(unverified)");
            assert_eq!(says, source.standing == Standing::Unverified);
        }
    }
}
