//! 监测数据: registers, what comes in, and what follows for targets. All sections and figures are made up.

mod coming_in;
mod machines;

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

/// A register of four sections: two of 武汉, two of 黄石, one of them a lake.
pub(crate) const REGISTER: &str = "断面编码,责任单位,断面名称,水体类型,断面级别,水质目标\n\
    CS-01,武汉市,甲断面,河流,国控,Ⅲ\n\
    CS-02,武汉市,乙断面,河流,省控,Ⅲ\n\
    CS-03,黄石市,丙断面,河流,省控,Ⅱ\n\
    CS-04,黄石市,丁湖心,湖库,省控,Ⅲ\n";

/// August at all four: the lake's phosphorus is over its own limit, so that three are good.
pub(crate) const AUGUST: &str = "断面名称,监测时间,pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)\n\
    甲断面,2023-08-03,7.5,7.2,2.1,0.12,0.09\n\
    乙断面,2023-08-03,7.6,6.8,3.9,0.31,0.15\n\
    丙断面,2023-08-04,7.4,7.9,2.0,<0.05,0.06\n\
    丁湖心,2023-08-04,8.1,6.5,3.2,0.22,0.06\n";

/// A trial with the register of sections, as the lead division brought it in, and its people: the
/// reporter of 武汉, the reviewer of 水处, the office.
pub(crate) async fn begun() -> (Server, Visitor, Visitor, Visitor) {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let ledger = "/api/v1/ledgers/water-sections";
    let (status, preview) = reviewer
        .send(&format!("{ledger}/uploads?name=register.csv"), REGISTER)
        .await;
    assert_eq!(status, 200, "{preview}");
    assert_eq!(preview["counts"]["added"], 4, "{preview}");
    let upload = preview["id"].as_str().unwrap();
    let seen = json!({ "seen": preview["seen"] });
    let (status, committed) = reviewer.post(&format!("{ledger}/uploads/{upload}/commit"), &seen).await;
    assert_eq!(status, 200, "{committed}");
    (server, reporter, reviewer, office)
}

/// Looks at a table and commits it: what it would do, and what it did.
pub(crate) async fn bring(visitor: &Visitor, network: &str, terms: &Value, table: &str) -> (Value, Value) {
    let state = terms["state"].as_str().unwrap_or("raw");
    let on = terms["on"].as_str().unwrap_or_default();
    let base = format!("/api/v1/monitoring/{network}/uploads");
    let path = format!("{base}?name=data.csv&state={state}&on={on}");
    let (status, preview) = visitor.send(&path, table.to_owned()).await;
    assert_eq!(status, 200, "{preview}");
    let id = preview["id"].as_str().unwrap();
    let (status, done) = visitor.post(&format!("{base}/{id}/commit"), &preview["terms"]).await;
    assert_eq!(status, 200, "{done}");
    (preview, done)
}

fn raw() -> Value {
    json!({ "state": "raw" })
}

/// The figure on which a target is judged today, or as it was known on a day.
async fn basis(visitor: &Visitor, target: &str, as_of: &str) -> Value {
    let (_, standing) = visitor.json(&format!("/api/v1/standing?as_of={as_of}")).await;
    standing["assessments"][target]["basis"].clone()
}
