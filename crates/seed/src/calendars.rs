//! `calendars/2023.toml` and the like, beside the plan folders: the public holidays of a year.

use std::path::Path;

use yaodian_domain::{
    time::DaySpan,
    workdays::{Holiday, Notice, WorkDays},
};

use crate::{
    problem::{File, Kind, Log, Problem},
    sheet::{self, Table},
};

/// The folder, as seen from a plan folder.
const FOLDER: &str = "../calendars";

/// The files of the folder beside `dir` with their years, in order; none where there is no folder.
pub(crate) fn find(dir: &Path, problems: &mut Vec<Problem>) -> Vec<i16> {
    let Ok(entries) = std::fs::read_dir(dir.join(FOLDER)) else {
        return Vec::new();
    };
    let mut years = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".toml") else {
            continue;
        };
        let year = stem.parse().ok().filter(|year| (1900..=2999).contains(year));
        match year.filter(|_| stem.len() == 4) {
            Some(year) => years.push(year),
            None => problems.push(Problem::whole_file(File::Calendars, Kind::NotAYear { name })),
        }
    }
    years.sort_unstable();
    years
}

/// The working days that the files set, each with its year; what is wrong with them is reported.
pub(crate) fn read(files: &[(i16, String)], log: &Log) -> WorkDays {
    let notices = files.iter().filter_map(|(year, source)| notice(*year, source, log));
    WorkDays::new(notices.collect()).unwrap_or_else(|error| {
        let message = error.to_string();
        log.add(Problem::whole_file(File::Calendars, Kind::BadValue { message }));
        WorkDays::default()
    })
}

fn notice(year: i16, source: &str, log: &Log) -> Option<Notice> {
    let mut root = sheet::parse(File::Calendar(year), source, log);
    let (title, number) = (root.text("title"), root.text("number"));
    // For whoever checks the file against the notice.
    let (_, _) = (root.date("issued"), root.text("source"));
    let tables = root.tables("holiday", "name");
    if tables.is_empty() {
        root.report(Kind::Missing {
            key: "[[holiday]]".to_owned(),
        });
    }
    root.close();
    let mut notice = Notice::new(year, title?.value, number?.value);
    for mut table in tables {
        let holiday = holiday(&mut table);
        if let Some(holiday) = holiday {
            match notice.clone().with(holiday) {
                Ok(longer) => notice = longer,
                Err(error) => table.report(Kind::BadValue {
                    message: error.to_string(),
                }),
            }
        }
        table.close();
    }
    Some(notice)
}

fn holiday(table: &mut Table<'_>) -> Option<Holiday> {
    let name = table.name("name", "name_en");
    let (from, to) = (table.date("from"), table.date("to"));
    let worked = table.dates_opt("worked");
    let (from, to) = (from?, to?);
    let days = DaySpan::new(from.value, to.value);
    if let Err(error) = &days {
        let message = error.to_string();
        table.report_at(&to.place, Kind::BadValue { message });
    }
    Some(Holiday {
        name: name?,
        days: days.ok()?,
        worked: worked.unwrap_or_default(),
    })
}
