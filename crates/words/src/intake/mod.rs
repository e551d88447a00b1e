//! 导入工作要点: what the parser remarks, what hinders publishing, how two plans differ.
//!
//! * [`matter`], [`about`]: what there is to look at; [`why`]: why something was taken for a target;
//! * [`obstacle`]: what hinders publishing, and how to mend it;
//! * [`changes`]: what is different between two plans;
//! * [`mod@shares`]: what is told while a target is divided (目标分解).

mod draft;
mod hindering;
pub mod shares;

pub use draft::{about, comparator, matter, no_target, other_bracket, role, severity, why};
pub use hindering::{change, changes, misfit, obstacle, problem, state, unchanged};

use crate::{labels, sentences};

labels! {
    name_reporters: "在草稿文件里，给目标加上填报单位，如 \"reporters\": [\"水处\"]。", "In the draft's file a target's reporters are named like this: \"reporters\": [\"水处\"].";
    name_units: "单位的别名和总称写在 --units 的文件里（aliases、[[formula]]），或在草稿文件里改写分工。", "Other names and formulas belong in the file of --units (aliases, [[formula]]); or mend the assignment in the draft's file.";
}

sentences! {
    line(line): "第 {line} 行", "line {line}";
    at_line(line, what): "第 {line} 行：{what}", "line {line}: {what}";
    scanned(page): "第 {page} 页是图片，上面的文字没有读入", "page {page} is a picture; what stands on it was not read";
    totals(items, tasks, targets): "{items} 项重点工作，{tasks} 项任务，{targets} 个目标", "{items} items, {tasks} tasks, {targets} targets";
    doubts_left(count): "还有 {count} 处疑问没有看过", "{count} doubts have not been looked at";
    hindered(count): "有 {count} 处须先改好才能发布", "{count} things have to be mended before it can be published";
    published(plan, version): "已发布：{plan} 第 {version} 版", "published: {plan}, version {version}";
    would_publish(plan, version): "可以发布为 {plan} 第 {version} 版", "it could be published as {plan}, version {version}";
    edits_lost(count): "{count} 处已做的修改因文字变动而失去，请重新确认", "{count} decisions were about words that are gone; please decide again";
}
