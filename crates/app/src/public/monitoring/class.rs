//! How a class of water looks: its sign on its colour, and its shape on the map.

use leptos::prelude::*;
use yaodian_monitoring::water::WaterClass;
use yaodian_words::{Lang, label, monitoring::names, network::water as words};

/// The style of a class; that of none is hollow.
pub(super) fn style(class: Option<WaterClass>) -> &'static str {
    match class {
        Some(WaterClass::I) => "wq-1",
        Some(WaterClass::II) => "wq-2",
        Some(WaterClass::III) => "wq-3",
        Some(WaterClass::IV) => "wq-4",
        Some(WaterClass::V) => "wq-5",
        Some(WaterClass::InferiorV) => "wq-6",
        None => "wq-0",
    }
}

/// A class in a table: its sign in a small field of its colour.
pub(super) fn mark(lang: Lang, class: Option<WaterClass>) -> AnyView {
    match class {
        Some(one) => view! { <span class=format!("wq {}", style(class))>{words::sign(lang, one)}</span> }.into_any(),
        None => view! { <span class="absent">{label::no_value(lang)}</span> }.into_any(),
    }
}

/// A class in running text; or that there is none.
pub(super) fn word(lang: Lang, class: Option<WaterClass>) -> &'static str {
    class.map_or_else(
        || yaodian_words::network::no_result(lang),
        |class| names::class(lang, class),
    )
}

/// A dot of the map around a point, with words for whoever points at it.
pub(super) fn dot(class: Option<WaterClass>, (x, y): (f64, f64), radius: f64, title: String) -> AnyView {
    let style = format!("dot {}", style(class));
    let (l, t) = (x - radius, y - radius);
    let corner = |x: f64, y: f64| format!("{x:.1},{y:.1}");
    match class {
        Some(WaterClass::IV) => {
            let points = [
                corner(x, y - radius * 1.15),
                corner(x + radius * 1.1, y + radius * 0.85),
                corner(x - radius * 1.1, y + radius * 0.85),
            ];
            view! { <polygon class=style points=points.join(" ")><title>{title}</title></polygon> }.into_any()
        }
        Some(WaterClass::V) => {
            let side = format!("{:.1}", radius * 1.8);
            let inset = radius * 0.1;
            view! { <rect class=style x=format!("{:.1}", l + inset) y=format!("{:.1}", t + inset) width=side.clone() height=side><title>{title}</title></rect> }.into_any()
        }
        Some(WaterClass::InferiorV) => {
            let reach = radius * 1.25;
            let points = [
                corner(x, y - reach),
                corner(x + reach, y),
                corner(x, y + reach),
                corner(x - reach, y),
            ];
            view! { <polygon class=style points=points.join(" ")><title>{title}</title></polygon> }.into_any()
        }
        _ => view! { <circle class=style cx=format!("{x:.1}") cy=format!("{y:.1}") r=format!("{radius:.1}")><title>{title}</title></circle> }.into_any(),
    }
}
