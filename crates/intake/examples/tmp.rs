use yaodian_intake::parse;
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let d = parse(&text, None);
    println!("TITLE {} {:?} chapters {:?}", d.title, d.year, d.chapters.iter().map(|c| format!("{} {}", c.number, c.title)).collect::<Vec<_>>());
    for h in &d.headlines { println!("HEAD {}", h.text); for t in &h.targets { println!("      T {:?} {:?} {:?} {:?} «{}» {:?} {:.2}", t.kind, t.comparator, t.value, t.unit, t.subject, t.due, t.confidence); } }
    for i in &d.items { println!("ITEM {:?} {} {}", i.chapter, i.number, i.title);
        for k in &i.tasks { println!("   TASK {}", k.text.chars().take(60).collect::<String>());
            for a in &k.assignments { println!("      {:?} {:?}", a.role, a.units); }
            for t in &k.targets { println!("      T {:?} {:?} {:?} {:?} «{}» {:?} {:.2} [{}]", t.kind, t.comparator, t.value, t.unit, t.subject, t.due, t.confidence, t.quote.replace('\n', "⏎")); }
        } }
    for n in &d.diagnostics { if std::env::args().nth(2).is_some() { println!("{:?} {:?} {}", n.severity, n.matter, text.get(n.span.start..n.span.end).unwrap_or("").chars().take(40).collect::<String>()); } }
}
