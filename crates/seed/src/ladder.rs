//! 督办阶梯 and 考核办法: `[ladder]` and `[score]`. What they do not name is as in the defaults.

use yaodian_domain::{
    score::Rules,
    supervision::{
        Ladder,
        ladder::{ByColour, Points},
    },
};

use crate::{policy::whole, problem::Kind, sheet::Table};

/// The ladder of a plan; `None` where something is wrong with it.
pub(crate) fn read(table: Option<Table<'_>>) -> Option<Ladder> {
    let before = Ladder::default();
    let Some(mut table) = table else { return Some(before) };
    let sign_within = whole(&mut table, "sign_within", 0, before.sign_within);
    let letter_at_yellow = whole(&mut table, "letter_at_yellow", 1, before.letter_at_yellow);
    let again_after = whole(&mut table, "again_after", 0, before.again_after);
    let answer_within = table
        .table_opt("answer_within")
        .map_or(Some(before.answer_within), |mut table| {
            let blue = whole(&mut table, "blue", 0, before.answer_within.blue);
            let yellow = whole(&mut table, "yellow", 0, before.answer_within.yellow);
            let red = whole(&mut table, "red", 0, before.answer_within.red);
            table.close();
            Some(ByColour {
                blue: blue?,
                yellow: yellow?,
                red: red?,
            })
        });
    let points = table.table_opt("points").map_or(Some(before.points), |mut table| {
        let prompt = whole(&mut table, "prompt", 0, before.points.prompt);
        let slip = whole(&mut table, "slip", 0, before.points.slip);
        let letter = whole(&mut table, "letter", 0, before.points.letter);
        let talk = whole(&mut table, "talk", 0, before.points.talk);
        table.close();
        Some(Points {
            prompt: prompt?,
            slip: slip?,
            letter: letter?,
            talk: talk?,
        })
    });
    table.close();
    Some(Ladder {
        sign_within: sign_within?,
        answer_within: answer_within?,
        letter_at_yellow: letter_at_yellow?,
        again_after: again_after?,
        points: points?,
    })
}

/// What parts earn and lateness costs; `None` where something is wrong with it.
pub(crate) fn score(table: Option<Table<'_>>) -> Option<Rules> {
    let before = Rules::default();
    let Some(mut table) = table else { return Some(before) };
    let mut percent = |key, before: u8| {
        let value = whole(&mut table, key, 0, before)?;
        if value > 100 {
            table.report(Kind::BadValue {
                message: format!("{key} = {value}: a status earns at most 100 percent"),
            });
            return None;
        }
        Some(value)
    };
    let met = percent("met", before.met);
    let on_track = percent("on_track", before.on_track);
    let met_late = percent("met_late", before.met_late);
    let at_risk = percent("at_risk", before.at_risk);
    let off_track = percent("off_track", before.off_track);
    let overdue = percent("overdue", before.overdue);
    let no_data = percent("no_data", before.no_data);
    let headline_weight = whole(&mut table, "headline_weight", 1, before.headline_weight);
    let late_report = if table.has("late_report") {
        table.figure_opt("late_report").map(|points| points.value)
    } else {
        Some(before.late_report)
    };
    table.close();
    Some(Rules {
        met: met?,
        on_track: on_track?,
        met_late: met_late?,
        at_risk: at_risk?,
        off_track: off_track?,
        overdue: overdue?,
        no_data: no_data?,
        headline_weight: headline_weight?,
        late_report: late_report?,
    })
}
