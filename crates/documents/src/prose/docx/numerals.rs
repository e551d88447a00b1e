//! Numbers as lists write them: ECMA-376 Part 1, 17.18.59 (`ST_NumberFormat`).

/// How the numbers of a level are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3, and whatever is not among the others.
    #[default]
    Decimal,
    /// 01, 02.
    DecimalZero,
    /// １, ２.
    FullWidth,
    /// I, II.
    UpperRoman,
    /// i, ii.
    LowerRoman,
    /// A, B.
    UpperLetter,
    /// a, b.
    LowerLetter,
    /// 一, 十, 二十一; from a hundred on digit by digit.
    Counting,
    /// 一, 十, 一百二十三.
    CountingThousand,
    /// 一, 一〇, 二一: digit by digit.
    Digital,
    /// 壹, 贰, 壹拾.
    Legal,
    /// 甲, 乙.
    Stems,
    /// 子, 丑.
    Branches,
    /// ①, ②.
    Circle,
    /// ⑴, ⑵.
    Parenthesis,
    /// ⒈, ⒉.
    FullStop,
    /// ㊀, ㊁.
    IdeographCircle,
    /// No number: a bullet, or nothing.
    None,
}

impl Numerals {
    /// By the name that the file gives.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "chineseCounting" | "taiwaneseCounting" => Self::Counting,
            "chineseCountingThousand"
            | "taiwaneseCountingThousand"
            | "japaneseCounting"
            | "japaneseDigitalTenThousand"
            | "koreanCounting" => Self::CountingThousand,
            "ideographDigital" | "taiwaneseDigital" | "koreanDigital2" => Self::Digital,
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => Self::Legal,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circle,
            "decimalEnclosedParen" => Self::Parenthesis,
            "decimalEnclosedFullstop" => Self::FullStop,
            "ideographEnclosedCircle" => Self::IdeographCircle,
            "bullet" | "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// The number written out.
    pub fn write(self, number: u32) -> String {
        let plain = || number.to_string();
        let from = |first: char, most: u32| within(first, number, most).map_or_else(plain, String::from);
        match self {
            Self::Decimal => plain(),
            Self::DecimalZero => format!("{number:02}"),
            Self::FullWidth => digits(number, &['０', '１', '２', '３', '４', '５', '６', '７', '８', '９']),
            Self::UpperRoman => roman(number).unwrap_or_else(plain),
            Self::LowerRoman => roman(number).map_or_else(plain, |roman| roman.to_lowercase()),
            Self::UpperLetter => letters('A', number).unwrap_or_else(plain),
            Self::LowerLetter => letters('a', number).unwrap_or_else(plain),
            Self::Counting if number >= 100 => digits(number, &ZERO_RING),
            Self::Counting | Self::CountingThousand => counting(number, &COMMON),
            Self::Digital => digits(number, &ZERO_RING),
            Self::Legal => counting(number, &LEGAL),
            Self::Stems => picked("甲乙丙丁戊己庚辛壬癸", number).map_or_else(plain, String::from),
            Self::Branches => picked("子丑寅卯辰巳午未申酉戌亥", number).map_or_else(plain, String::from),
            Self::Circle if number > 20 => within('㉑', number - 20, 15)
                .or_else(|| within('㊱', number.checked_sub(35)?, 15))
                .map_or_else(plain, String::from),
            Self::Circle => from('①', 20),
            Self::Parenthesis => from('⑴', 20),
            Self::FullStop => from('⒈', 20),
            Self::IdeographCircle => from('㊀', 10),
            Self::None => String::new(),
        }
    }
}

const ZERO_RING: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Digits and the words for ten, hundred, thousand.
struct Words {
    digits: [char; 10],
    tens: [&'static str; 4],
    /// Whether ten is 十 and not 一十.
    short_ten: bool,
}

const COMMON: Words = Words {
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    tens: ["", "十", "百", "千"],
    short_ten: true,
};
const LEGAL: Words = Words {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    tens: ["", "拾", "佰", "仟"],
    short_ten: false,
};

fn digits(number: u32, digits: &[char; 10]) -> String {
    let decimal = number.to_string();
    let values = decimal.chars().filter_map(|c| c.to_digit(10));
    values.filter_map(|digit| digits.get(digit as usize)).collect()
}

/// 二十一, 一百零三; above 9,999 in figures, which no list reaches.
fn counting(number: u32, words: &Words) -> String {
    if number == 0 || number > 9_999 {
        return digits(number, &words.digits);
    }
    let mut written = String::new();
    let mut gap = false;
    for power in (0..4_u32).rev() {
        let digit = number / 10_u32.pow(power) % 10;
        if digit == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push(words.digits[0]);
            gap = false;
        }
        if !(words.short_ten && number < 20 && power == 1) {
            written.extend(words.digits.get(digit as usize));
        }
        written.push_str(words.tens.get(power as usize).copied().unwrap_or_default());
    }
    written
}

fn within(first: char, number: u32, most: u32) -> Option<char> {
    if (1..=most).contains(&number) {
        char::from_u32(first as u32 + number - 1)
    } else {
        None
    }
}

fn picked(from: &str, number: u32) -> Option<char> {
    from.chars().nth(number.checked_sub(1)? as usize)
}

/// A … Z, AA, BB.
fn letters(first: char, number: u32) -> Option<String> {
    let before = number.checked_sub(1)?;
    let letter = char::from_u32(first as u32 + before % 26)?;
    let times = (before / 26 + 1) as usize;
    (times <= 8).then(|| std::iter::repeat_n(letter, times).collect())
}

fn roman(number: u32) -> Option<String> {
    const WORTH: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=3_999).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut written = String::new();
    for (worth, sign) in WORTH {
        while left >= worth {
            left -= worth;
            written.push_str(sign);
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::Numerals;

    #[test]
    fn numbers_as_word_writes_them() {
        for (name, number, written) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalFullWidth", 10, "１０"),
            ("upperRoman", 44, "XLIV"),
            ("lowerRoman", 9, "ix"),
            ("upperLetter", 28, "BB"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCounting", 105, "一〇五"),
            ("chineseCountingThousand", 11, "十一"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCountingThousand", 103, "一百零三"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1_003, "一千零三"),
            ("japaneseCounting", 15, "十五"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("ideographTraditional", 3, "丙"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 36, "㊱"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("ideographEnclosedCircle", 2, "㊁"),
            ("bullet", 1, ""),
            ("ordinal", 3, "3"),
        ] {
            assert_eq!(Numerals::named(name).write(number), written, "{name}");
        }
    }

    #[test]
    fn no_number_breaks_any_of_them() {
        for name in [
            "decimal",
            "upperRoman",
            "lowerLetter",
            "chineseCounting",
            "chineseLegalSimplified",
        ]
        .into_iter()
        .chain([
            "ideographTraditional",
            "decimalEnclosedCircle",
            "ideographEnclosedCircle",
        ]) {
            for number in [0, 1, 99, 4_000, u32::MAX] {
                assert!(!Numerals::named(name).write(number).is_empty());
            }
        }
    }
}
