//! The table of ceilings in docs/costs.md follows from the template.

use std::collections::BTreeMap;

use local::template::Document;

/// The option's name and the numbers of each line.
fn table() -> BTreeMap<String, Vec<f64>> {
    let page = std::fs::read_to_string(e2e::folder().join("docs/costs.md")).unwrap();
    let (_, section) = page.split_once("### Ceilings").unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with("## "));
    let rows = lines.filter(|line| line.starts_with("| `") || line.starts_with("| posts"));
    let cells =
        |line: &str| line.split('|').map(|cell| cell.trim_matches([' ', '`', '*']).to_owned()).collect();
    rows.map(|line| {
        let cells: Vec<String> = cells(line);
        (
            cells[1].clone(),
            cells[2..10].iter().chain([&cells[10]]).map(|cell| cell.parse().unwrap()).collect(),
        )
    })
    .collect()
}

#[test]
fn the_ceilings_are_those_of_the_template_and_cost_what_the_page_says() {
    let document = Document::read(&e2e::template()).unwrap();
    let parameters = document.parameters(0, None, &BTreeMap::new()).unwrap();
    let routes = document.evaluate(&parameters).unwrap().api.routes;
    let table = table();
    for (option, numbers) in &table {
        let [rate, frames, invocations, ms, reads, writes, kb, million, hour] = numbers[..] else {
            panic!("{option}")
        };
        let expected =
            frames + invocations * 0.20 + ms * 0.00333 + reads * 0.125 + writes * 0.625 + kb * 0.09;
        assert!((expected - million).abs() < 0.02, "{option}: {expected} USD a million");
        let expected = rate * 3_600.0 * million / 1e6;
        assert!((expected - hour).abs() <= 0.5, "{option}: {expected} USD an hour");
    }
    for (route, option) in [
        ("$connect", "ConnectRate"),
        ("hello", "HelloRate"),
        ("ping", "PingRate"),
        ("send", "SendRate"),
        ("typing", "TypingRate"),
        ("$default", "OtherRate"),
    ] {
        let throttle = routes[route].throttle.expect(route);
        assert_eq!((throttle.rate, throttle.burst), (table[option][0], table[option][0]), "{option}");
    }
    let throttled = routes.keys().filter(|key| !["$disconnect"].contains(&key.as_str())).count();
    assert_eq!(throttled + 1, table.len(), "each route has a line, and the posts have one");
}
