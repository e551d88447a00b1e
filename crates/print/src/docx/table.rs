//! Tables, and charts as tables whose cells are filled.

use std::io;

use super::{
    body::{Links, write_runs},
    fixed::{HEI, faces},
    xml::{Out, element, empty, value, words},
};
use crate::{
    model::{Align, Bar, Cell, Chart, Run, Table, Tone},
    standard::{TEXT_WIDTH, twips},
};

pub(super) fn write(out: &mut Out, table: &Table, links: &mut Links) -> io::Result<()> {
    if let Some(caption) = &table.caption {
        write_caption(out, caption)?;
    }
    let all: i32 = table.columns.iter().map(|column| i32::from(column.share.max(1))).sum();
    let width = |share: u16| twips(TEXT_WIDTH) * i32::from(share.max(1)) / all.max(1);
    let widths: Vec<i32> = table.columns.iter().map(|column| width(column.share)).collect();
    element(out, "w:tbl", &[], |out| {
        element(out, "w:tblPr", &[], |out| {
            let whole = twips(TEXT_WIDTH).to_string();
            empty(out, "w:tblW", &[("w:w", whole.as_str()), ("w:type", "dxa")])?;
            element(out, "w:tblBorders", &[], |out| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let line = [
                        ("w:val", "single"),
                        ("w:sz", "4"),
                        ("w:space", "0"),
                        ("w:color", "000000"),
                    ];
                    empty(out, &format!("w:{side}"), &line)?;
                }
                Ok(())
            })?;
            value_type(out, "fixed")?;
            element(out, "w:tblCellMar", &[], |out| {
                for side in ["top", "left", "bottom", "right"] {
                    empty(out, &format!("w:{side}"), &[("w:w", "80"), ("w:type", "dxa")])?;
                }
                Ok(())
            })
        })?;
        grid(out, &widths)?;
        element(out, "w:tr", &[], |out| {
            element(out, "w:trPr", &[], |out| {
                empty(out, "w:cantSplit", &[])?;
                empty(out, "w:tblHeader", &[])
            })?;
            for (column, width) in table.columns.iter().zip(&widths) {
                let head = Cell(vec![vec![Run::strong(column.head.as_str())]]);
                write_cell(out, &head, *width, Align::Centre, Some("F2F2F2"), links)?;
            }
            Ok(())
        })?;
        let blank_cell = Cell::default();
        for row in &table.rows {
            element(out, "w:tr", &[], |out| {
                element(out, "w:trPr", &[], |out| empty(out, "w:cantSplit", &[]))?;
                for (at, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
                    let cell = row.get(at).unwrap_or(&blank_cell);
                    write_cell(out, cell, *width, column.align, None, links)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    space(out)
}

/// A little space: two tables without anything between them would become one.
fn space(out: &mut Out) -> io::Result<()> {
    element(out, "w:p", &[], |out| {
        element(out, "w:pPr", &[], |out| {
            value(out, "w:pStyle", "Cell")?;
            empty(out, "w:spacing", &[("w:line", "160"), ("w:lineRule", "exact")])
        })
    })
}

fn value_type(out: &mut Out, layout: &str) -> io::Result<()> {
    empty(out, "w:tblLayout", &[("w:type", layout)])
}

fn grid(out: &mut Out, widths: &[i32]) -> io::Result<()> {
    element(out, "w:tblGrid", &[], |out| {
        for width in widths {
            empty(out, "w:gridCol", &[("w:w", &width.to_string())])?;
        }
        Ok(())
    })
}

fn write_caption(out: &mut Out, caption: &str) -> io::Result<()> {
    element(out, "w:p", &[], |out| {
        element(out, "w:pPr", &[], |out| {
            value(out, "w:pStyle", "Caption")?;
            empty(out, "w:keepNext", &[])
        })?;
        element(out, "w:r", &[], |out| words(out, "w:t", &[], caption))
    })
}

fn write_cell(
    out: &mut Out,
    cell: &Cell,
    width: i32,
    align: Align,
    fill: Option<&str>,
    links: &mut Links,
) -> io::Result<()> {
    element(out, "w:tc", &[], |out| {
        element(out, "w:tcPr", &[], |out| {
            empty(out, "w:tcW", &[("w:w", width.to_string().as_str()), ("w:type", "dxa")])?;
            if let Some(fill) = fill {
                shade(out, fill)?;
            }
            value(out, "w:vAlign", "center")
        })?;
        let none = vec![Vec::new()];
        let paragraphs = if cell.0.is_empty() { &none } else { &cell.0 };
        for runs in paragraphs {
            element(out, "w:p", &[], |out| {
                cell_paragraph(out, align)?;
                write_runs(out, runs, links)
            })?;
        }
        Ok(())
    })
}

fn cell_paragraph(out: &mut Out, align: Align) -> io::Result<()> {
    element(out, "w:pPr", &[], |out| {
        value(out, "w:pStyle", "Cell")?;
        let align = match align {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
        };
        value(out, "w:jc", align)
    })
}

fn shade(out: &mut Out, fill: &str) -> io::Result<()> {
    empty(
        out,
        "w:shd",
        &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)],
    )
}

/// Into how many columns the longest bar is cut.
const STEPS: u64 = 60;

/// A chart as a table: label, filled cells as long as the bar, the amount behind them.
pub(super) fn write_chart(out: &mut Out, chart: &Chart, links: &mut Links) -> io::Result<()> {
    write_caption(out, &chart.caption)?;
    let whole = twips(TEXT_WIDTH);
    let (label, amount) = (whole * 30 / 100, whole * 24 / 100);
    let steps = i32::try_from(STEPS).unwrap_or(1);
    let step = (whole - label - amount) / steps;
    let mut widths = vec![label];
    widths.extend(std::iter::repeat_n(step, usize::try_from(STEPS).unwrap_or_default()));
    widths.push(amount);
    let longest = chart.bars.iter().map(Bar::length).max().unwrap_or_default().max(1);
    element(out, "w:tbl", &[], |out| {
        element(out, "w:tblPr", &[], |out| {
            let width = widths.iter().sum::<i32>().to_string();
            empty(out, "w:tblW", &[("w:w", width.as_str()), ("w:type", "dxa")])?;
            value_type(out, "fixed")
        })?;
        grid(out, &widths)?;
        for bar in &chart.bars {
            write_bar(out, bar, longest, (label, step, amount), links)?;
        }
        Ok(())
    })?;
    write_key(out, &chart.key)?;
    space(out)
}

fn write_bar(
    out: &mut Out,
    bar: &Bar,
    longest: u64,
    (label, step, amount): (i32, i32, i32),
    links: &mut Links,
) -> io::Result<()> {
    // A trace is seen however short it is; together the segments are no longer than the track.
    let mut left = STEPS;
    let segments: Vec<(Tone, u64)> = bar
        .segments
        .iter()
        .filter(|segment| segment.length > 0)
        .map(|segment| {
            let long = (u64::from(segment.length) * STEPS / longest).max(1).min(left);
            left -= long;
            (segment.tone, long)
        })
        .filter(|(_, long)| *long > 0)
        .collect();
    element(out, "w:tr", &[], |out| {
        element(out, "w:trPr", &[], |out| {
            empty(out, "w:cantSplit", &[])?;
            empty(out, "w:trHeight", &[("w:val", "360"), ("w:hRule", "exact")])
        })?;
        element(out, "w:tc", &[], |out| {
            element(out, "w:tcPr", &[], |out| {
                empty(out, "w:tcW", &[("w:w", label.to_string().as_str()), ("w:type", "dxa")])?;
                value(out, "w:vAlign", "center")
            })?;
            element(out, "w:p", &[], |out| {
                element(out, "w:pPr", &[], |out| {
                    value(out, "w:pStyle", "Cell")?;
                    // Bars stay together on one page.
                    empty(out, "w:keepNext", &[])?;
                    value(out, "w:jc", "right")
                })?;
                write_runs(out, &[Run::plain(bar.label.as_str())], links)
            })
        })?;
        for (tone, long) in segments {
            let width = step * i32::try_from(long).unwrap_or(1);
            let [red, green, blue] = tone.rgb();
            let fill = format!("{red:02X}{green:02X}{blue:02X}");
            filled(out, width, long, &fill)?;
        }
        let span = left + 1;
        let width = step * i32::try_from(left).unwrap_or(0) + amount;
        element(out, "w:tc", &[], |out| {
            element(out, "w:tcPr", &[], |out| {
                empty(out, "w:tcW", &[("w:w", width.to_string().as_str()), ("w:type", "dxa")])?;
                value(out, "w:gridSpan", &span.to_string())?;
                value(out, "w:vAlign", "center")
            })?;
            element(out, "w:p", &[], |out| {
                cell_paragraph(out, Align::Left)?;
                write_runs(out, &[Run::plain(bar.amount.as_str())], links)
            })
        })
    })
}

/// A filled cell with a white edge above and below, so that bars stand apart.
fn filled(out: &mut Out, width: i32, span: u64, fill: &str) -> io::Result<()> {
    element(out, "w:tc", &[], |out| {
        element(out, "w:tcPr", &[], |out| {
            empty(out, "w:tcW", &[("w:w", width.to_string().as_str()), ("w:type", "dxa")])?;
            value(out, "w:gridSpan", &span.to_string())?;
            element(out, "w:tcBorders", &[], |out| {
                for side in ["top", "bottom"] {
                    let white = [
                        ("w:val", "single"),
                        ("w:sz", "24"),
                        ("w:space", "0"),
                        ("w:color", "FFFFFF"),
                    ];
                    empty(out, &format!("w:{side}"), &white)?;
                }
                Ok(())
            })?;
            shade(out, fill)
        })?;
        element(out, "w:p", &[], |out| cell_paragraph(out, Align::Left))
    })
}

/// What the tones mean.
fn write_key(out: &mut Out, key: &[(Tone, String)]) -> io::Result<()> {
    element(out, "w:p", &[], |out| {
        cell_paragraph(out, Align::Left)?;
        for (tone, meaning) in key {
            let [red, green, blue] = tone.rgb();
            let colour = format!("{red:02X}{green:02X}{blue:02X}");
            element(out, "w:r", &[], |out| {
                element(out, "w:rPr", &[], |out| {
                    faces(out, HEI)?;
                    value(out, "w:color", &colour)
                })?;
                words(out, "w:t", &[("xml:space", "preserve")], "■ ")
            })?;
            element(out, "w:r", &[], |out| {
                words(out, "w:t", &[("xml:space", "preserve")], &format!("{meaning}　"))
            })?;
        }
        Ok(())
    })
}
