use std::path::Path;
#[test]
fn it_loads() {
    match yaodian_seed::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023")) {
        Ok(seed) => println!("{}", seed.plan.targets.len()),
        Err(problems) => { for p in &problems { eprintln!("{p}"); } panic!() }
    }
}
