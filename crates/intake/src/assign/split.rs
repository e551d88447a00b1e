//! Names out of a list of names: «A、B,C和D等部门».

use super::words::{is_generic, is_place_class, is_unit};
use crate::scan;

/// A name, and where it stands in the flat text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub from: usize,
    pub to: usize,
}

/// A name longer than this is none.
const LONGEST: usize = 45;

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '〔' | '【' | '[' | '《' | '“')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | '〕' | '】' | ']' | '》' | '”')
}

/// Calls `at` for every character of `from..to` that stands in no inner bracket, until it answers.
pub(crate) fn outside<T>(
    chars: &[char],
    from: usize,
    to: usize,
    mut at: impl FnMut(usize, char) -> Option<T>,
) -> Option<T> {
    let mut depth = 0_u32;
    for (i, c) in chars.iter().copied().enumerate().take(to).skip(from) {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0
            && let Some(found) = at(i, c)
        {
            return Some(found);
        }
    }
    None
}

/// The names in `from..to`. `formula` tells where a known name begins that holds marks itself, and
/// how long it is.
pub(crate) fn names(chars: &[char], from: usize, to: usize, formula: &dyn Fn(usize) -> Option<usize>) -> Vec<Name> {
    let mut pieces = Vec::new();
    let mut start = from;
    let mut skip = from;
    outside(chars, from, to, |at, c| {
        if at >= skip {
            if let Some(len) = formula(at).filter(|len| at == start && at + len <= to) {
                skip = at + len;
            } else if matches!(c, '、' | ',' | ' ' | '\n' | '/' | ';') {
                pieces.push((start, at));
                start = at + 1;
            }
        }
        None::<()>
    });
    pieces.push((start, to));
    let mut names: Vec<Name> = Vec::new();
    for (from, to) in pieces {
        joined(chars, from, to, formula, &mut names);
    }
    names.retain(|name| name.to > name.from && name.to - name.from <= LONGEST);
    collective(chars, names)
}

/// Splits «A和B», «A及各地区», «A等国务院相关部门» and strips what is no part of a name.
fn joined(chars: &[char], from: usize, to: usize, formula: &dyn Fn(usize) -> Option<usize>, names: &mut Vec<Name>) {
    const PREFIXES: [&str; 12] = [
        "由",
        "请",
        "并由",
        "会同",
        "以及",
        "及",
        "和",
        "与",
        "同",
        "并",
        "分别由",
        "其中",
    ];
    let (mut from, mut to) = (from, to);
    while let Some(prefix) = scan::longest(chars, from, &PREFIXES) {
        if from + scan::len(prefix) >= to || formula(from).is_some() {
            break;
        }
        from += scan::len(prefix);
    }
    // «单位» in «会同各处室、单位» is no unit but for the formula it ends.
    while to > from && matches!(chars.get(to - 1), Some('。' | '.' | ':' | '-' | '—')) {
        to -= 1;
    }
    if from >= to {
        return;
    }
    if formula(from).is_some_and(|len| from + len == to) {
        names.push(Name { from, to });
        return;
    }
    // «A等», «A等部门», «A等国务院相关部门».
    let etc = outside(chars, from, to, |at, c| (c == '等' && at > from).then_some(at));
    if let Some(etc) = etc {
        let rest = chars.get(etc + 1..to).unwrap_or_default();
        joined(chars, from, etc, formula, names);
        if !is_generic(rest) {
            // «等国务院相关部门及各地区».
            let mut more = Vec::new();
            joined(chars, etc + 1, to, formula, &mut more);
            more.retain(|name| !is_generic(chars.get(name.from..name.to).unwrap_or_default()));
            names.append(&mut more);
        }
        return;
    }
    // «A和B»: only where A is whole by itself, for 工业和信息化部 is one.
    let link = outside(chars, from, to, |at, c| {
        let word = match c {
            '和' | '及' | '与' | '暨' => 1,
            '以' if chars.get(at + 1) == Some(&'及') => 2,
            _ => return None,
        };
        let left = chars.get(from..at)?;
        let right = chars.get(at + word..to)?;
        let whole = is_unit(left) && is_unit(right) && right.len() > 1 && !is_generic(right);
        (whole && !is_formula_of_places(left)).then_some((at, word))
    });
    if let Some((at, word)) = link {
        names.push(Name { from, to: at });
        joined(chars, at + word, to, formula, names);
        return;
    }
    names.push(Name { from, to });
}

/// «各市、州、直管市»: the last of its places follows on 及.
fn is_formula_of_places(name: &[char]) -> bool {
    is_place_class(name)
        || (name.first() == Some(&'各') && name.get(1..).is_some_and(is_place_class) && name.len() <= 5)
}

/// Puts formulas together that hold marks: «各市、州、直管市及神农架林区生态环境局», «各县、区人民政府».
fn collective(chars: &[char], names: Vec<Name>) -> Vec<Name> {
    let mut done: Vec<Name> = Vec::new();
    let mut open = false;
    for name in names {
        let written = chars.get(name.from..name.to).unwrap_or_default();
        let alone = matches!(written, ['单', '位'] | ['部', '门']);
        let adjacent = done.last().is_some_and(|before| before.to + 1 >= name.from);
        if let Some(before) = done.last_mut()
            && adjacent
            && (alone && chars.get(before.from..before.to).is_some_and(|b| b.contains(&'各'))
                || open && !starts_anew(written) && continues(written))
        {
            before.to = name.to;
            open = open && !alone && is_open(written);
            continue;
        }
        open = written.first() == Some(&'各') && written.get(1..).is_some_and(is_open);
        done.push(name);
    }
    done
}

/// A new formula or a unit that is whole.
fn starts_anew(name: &[char]) -> bool {
    name.first() == Some(&'各')
}

/// A place without its government: another may follow.
fn is_open(name: &[char]) -> bool {
    is_place_class(strip_aside(name))
}

/// «县(市、区)» without its aside.
fn strip_aside(name: &[char]) -> &[char] {
    let end = name.iter().position(|c| *c == '(').unwrap_or(name.len());
    name.get(..end).unwrap_or(name)
}

/// A place, or the government of one: 区人民政府, 直管市及神农架林区生态环境局.
fn continues(name: &[char]) -> bool {
    const PLACES: [&str; 22] = [
        "直管市",
        "自治区",
        "自治州",
        "自治县",
        "直辖市",
        "林区",
        "开发区",
        "高新区",
        "功能区",
        "园区",
        "新区",
        "乡镇",
        "县级市",
        "街道",
        "市",
        "州",
        "县",
        "区",
        "盟",
        "旗",
        "镇",
        "乡",
    ];
    let Some(place) = scan::longest(name, 0, &PLACES) else {
        return false;
    };
    let rest = name.get(scan::len(place)..).unwrap_or_default();
    // «市发展改革委» is a bureau of the city, and no place.
    #[expect(clippy::items_after_statements, reason = "where it is used")]
    const ENDS: [&str; 14] = [
        "人民政府",
        "政府",
        "管委会",
        "党委",
        "及",
        "和",
        "(",
        "办事处",
        "党工委",
        "委",
        "局",
        "级",
        "行政公署",
        "街道",
    ];
    rest.is_empty()
        || is_place_class(rest)
        || (ENDS.iter().any(|end| scan::starts(rest, 0, end)) && !scan::starts(rest, 0, "委"))
        || scan::starts(rest, 0, "委")
}
