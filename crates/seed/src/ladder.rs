//! 督办阶梯: `[ladder]`. What it does not name is as in the default.

use yaodian_domain::supervision::{
    Ladder,
    ladder::{ByColour, Points},
};

use crate::{policy::whole, sheet::Table};

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
