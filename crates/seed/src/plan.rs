//! `plan.toml` with `plan.txt`: the plan.

use yaodian_domain::{
    id::PlanId,
    plan::{Name, Plan, Span},
    time::DaySpan,
    workdays::WorkDays,
};

use crate::{
    decisions, ladder, naming, open_data,
    outline::{self, Remark, Text},
    passed_over::{self, PassedOver},
    periods, policy,
    problem::{File, Kind, Log},
    reminders,
    sheet::{self, Placed, Table},
    targets::{self, Ground, Read},
    text::{is_space, trimmed},
    units::Units,
};

/// Reads the plan and adds its targets to `out`. `None` where something that everything hangs on
/// is missing; that, and all that is wrong besides, has been reported then.
pub(crate) fn read(
    text: &str,
    source: &str,
    units: &Units,
    log: &Log,
    out: &mut Read,
) -> Option<(Plan, Vec<PassedOver>)> {
    let mut root = sheet::parse(File::Plan, source, log);
    let text = Text::new(text, log);
    let id = root.text("id");
    let title = title(&mut root);
    let issuer = root.name("issuer", "issuer_en");
    let year = root.whole("year", 1900..=2999);
    let calendar = match root.table_opt("calendar") {
        Some(table) => periods::calendar(table),
        None => root_missing(&root, "calendar"),
    };
    let reports = periods::reports(root.table_opt("reports"));
    let (first, changes) = (root.table_opt("policy"), root.tables("policy_change", "from"));
    let (policy, policy_changes) = policy::read(first, changes);
    let ladder = ladder::read(root.table_opt("ladder"));
    let reminders = reminders::read(root.table_opt("reminders"));
    let score = ladder::score(root.table_opt("score"));
    let naming = naming::read(root.table_opt("bulletin"));
    let open_data = open_data::read(root.table_opt("open_data"));
    let parts = parts(&mut root, &text, title.as_ref().map(|(title, _)| title));
    let remarks = remarks(root.tables("task", "id"));
    let listed = root.tables("chapter", "number");
    let target_tables = root.tables("target", "id");
    let allocation_tables = root.tables("allocation", "target");
    let amendment_tables = root.tables("amendment", "target");
    let extension_tables = root.tables("extension", "target");
    let exception_tables = root.tables("not_a_target", "quote");
    root.close();

    // Known by name, even if nothing below can be read.
    out.left_out = target_tables.iter().filter_map(Table::called).collect();
    let (parts, year) = (parts?, year?);
    let year = i16::try_from(year.value).ok()?;
    let chapters = outline::read(&text, parts.work, listed, &remarks, units);
    let ground = Ground {
        text: &text,
        headline: parts.headline,
        chapters: &chapters,
        units,
        year,
    };
    *out = targets::read(target_tables, &ground);
    let allocations = targets::allocations(allocation_tables, out, &ground);
    decisions::read(amendment_tables, extension_tables, out, log);
    let passed_over = passed_over::read(exception_tables, out, &ground);

    let id: PlanId = id?.id(log)?;
    let plan = Plan {
        id,
        title: title.map(|(title, en)| Name { zh: title.value, en })?,
        issuer: issuer?,
        term: DaySpan::year(year),
        preamble: parts.preamble,
        headline: parts.headline,
        targets: out.targets.clone(),
        allocations,
        units: units.register.clone(),
        // Read from their own file, once the plan stands.
        ledgers: Vec::new(),
        calendar: calendar?,
        // Decided while the plan runs.
        reopenings: Vec::new(),
        reports,
        // Read from files that all plans share.
        workdays: WorkDays::default(),
        ladder: ladder?,
        reminders: reminders?,
        score: score?,
        naming: naming?,
        open_data: open_data?,
        policy: policy?,
        policy_changes: policy_changes?,
        text: text.words.to_owned(),
        chapters,
    };
    Some((plan, passed_over))
}

fn root_missing<T>(root: &Table<'_>, key: &str) -> Option<T> {
    root.report(Kind::Missing { key: key.to_owned() });
    None
}

fn title(root: &mut Table<'_>) -> Option<(Placed<String>, String)> {
    let (zh, en) = (root.text("title"), root.text("title_en"));
    Some((zh?, en?.value))
}

struct Parts {
    preamble: Span,
    headline: Span,
    /// Where the numbered work begins, after the line that opens it.
    work: usize,
}

/// The parts of the text, by the words that their first lines begin with.
fn parts(root: &mut Table<'_>, text: &Text<'_>, title: Option<&Placed<String>>) -> Option<Parts> {
    let Some(mut table) = root.table_opt("parts") else {
        return root_missing(root, "parts");
    };
    let (headline, work) = (table.text("headline"), table.text("work"));
    table.close();
    let (title, headline, work) = (title?, headline?, work?);
    let title_at = text.line_beginning(title, 0, "its beginning")? + title.value.len();
    let headline_at = text.line_beginning(&headline, title_at, "the title")?;
    let work_at = text.line_beginning(&work, headline_at + headline.value.len(), "the headline statement")?;
    let span = |start, end| trimmed(text.words, Span { start, end }, is_space, is_space);
    Some(Parts {
        preamble: span(title_at, headline_at),
        headline: span(headline_at, work_at),
        work: work_at + work.value.len(),
    })
}

fn remarks(tables: Vec<Table<'_>>) -> Vec<Remark> {
    let read = tables.into_iter().filter_map(|mut table| {
        let task = table.text("id");
        let note = table.text("note").map(|note| note.value);
        let read_as = table.text_opt("read_as");
        table.close();
        Some(Remark {
            task: task?,
            note,
            read_as,
        })
    });
    read.collect()
}
