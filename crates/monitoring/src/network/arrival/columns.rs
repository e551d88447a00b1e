//! Where the plain columns of a table stand, by the heads that bureaus and stations use.

/// Where the plain columns of a table stand.
pub(super) struct Columns {
    pub(super) code: Option<usize>,
    pub(super) name: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) hour: Option<usize>,
    pub(super) state: Option<usize>,
}

impl Columns {
    pub(super) fn of(heads: &[String]) -> Self {
        let find = |wanted: &[&str]| {
            heads.iter().position(|head| {
                let head = head.trim().trim_start_matches('\u{FEFF}').to_lowercase();
                wanted.contains(&head.as_str())
            })
        };
        Self {
            code: find(&[
                "断面编码",
                "断面代码",
                "断面编号",
                "点位编码",
                "点位代码",
                "点位编号",
                "站点编码",
                "站点编号",
                "站点代码",
                "编码",
                "stationcode",
                "station_code",
                "section_code",
                "code",
            ]),
            name: find(&[
                "断面名称",
                "断面",
                "点位名称",
                "点位",
                "站点名称",
                "站点",
                "监测点位",
                "监测点",
                "城市",
                "城市名称",
                "positionname",
                "position_name",
                "station",
                "section",
                "name",
            ]),
            time: find(&[
                "监测时间",
                "采样时间",
                "监测日期",
                "采样日期",
                "监测月份",
                "时间",
                "日期",
                "月份",
                "timepoint",
                "time_point",
                "time",
                "date",
                "datetime",
                "month",
            ]),
            hour: find(&["小时", "时刻", "hour"]),
            state: find(&["审核状态", "数据状态", "状态", "state", "review"]),
        }
    }
}

/// What a row has in a column, unless it is blank.
pub(super) fn cell_of(cells: &[String], column: Option<usize>) -> Option<&str> {
    let text = cells.get(column?)?.trim();
    (!text.is_empty()).then_some(text)
}
