//! The rows of data tables.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use mainbody::{Block, Extraction, Kind};

fn table(extraction: &Extraction) -> &Block {
    let mut tables = extraction.all_blocks().iter().filter(|block| block.kind() == Kind::Table);
    let first = tables.next().unwrap();
    assert!(tables.next().is_none(), "{:?}", extraction.all_blocks());
    first
}

#[track_caller]
fn check(page: &str, rows: &[&[&str]]) {
    let extraction = mainbody::extract(page).unwrap();
    assert_eq!(table(&extraction).rows(), rows, "{page}");
}

#[test]
fn rows_and_cells() {
    check("<table><tr><th>a<th>b<tr><td>1<td>2</table>", &[&["a", "b"], &["1", "2"]]);
    check(
        "<table><thead><tr><th> a <b>b</b>\n<th>c</thead><tr><td>1<p>2</p><td>3<br>4<tfoot><tr><td>5<td>6</table>",
        &[&["a b", "c"], &["1 2", "3 4"], &["5", "6"]],
    );
}

#[test]
fn the_first_row_may_be_set_in_headings() {
    check(
        "<table><tr><td><h4>Day</h4><td><h4>Rain</h4><tr><td>Monday<td>2 mm<tr><td colspan=2><h5>Weekend</h5>
         <tr><td>Sunday<td>5 mm</table>",
        &[&["Day", "Rain"], &["Monday", "2 mm"], &["Weekend"], &["Sunday", "5 mm"]],
    );
    for layout in [
        "<table><tr><td><h1>Rain</h1><td>News<tr><td>Monday<td>2 mm<tr><td>Sunday<td>5 mm</table>",
        "<table><tr><td>News<td>Rain<tr><td><h2>Monday</h2><td>2 mm<tr><td><h2>Sunday</h2><td>5 mm</table>",
        "<table><tr><td><h2>Rain</h2><h3>Today</h3><td>2 mm<tr><td>Monday<td>2 mm<tr><td>Sunday<td>5 mm</table>",
    ] {
        let extraction = mainbody::extract(layout).unwrap();
        assert!(extraction.all_blocks().iter().all(|block| block.kind() != Kind::Table), "{layout}");
    }
}

#[test]
fn code_and_forms_may_stand_below_headers() {
    check(
        "<table><tr><th>Call<th>Does<tr><td><pre>rain()</pre><td>Rains.</table>",
        &[&["Call", "Does"], &["rain()", "Rains."]],
    );
    check(
        "<table><tr><th>Part<th>Order<tr><td>Roof<td><form><button>Add</button></form></table>",
        &[&["Part", "Order"], &["Roof", "Add"]],
    );
    let layout = "<table><tr><td>a<td><form>b</form><tr><td>c<td>d<tr><td>e<td>f</table>";
    let extraction = mainbody::extract(layout).unwrap();
    assert!(extraction.all_blocks().iter().all(|block| block.kind() != Kind::Table));
}

#[test]
fn empty_cells_hold_their_columns() {
    check("<table><tr><th><th>b<tr><td>c<td>d</table>", &[&["", "b"], &["c", "d"]]);
    check("<table><tr><th>a<th>b<tr><td><td>d</table>", &[&["a", "b"], &["", "d"]]);
    check("<table><tr><th>a<th>b<tr><td>c<td></table>", &[&["a", "b"], &["c", ""]]);
    check("<table><tr><th>a<th>b<th>c<tr><td><td><td>d</table>", &[&["a", "b", "c"], &["", "", "d"]]);
    check("<table><tr><th>a<th>b<th>c<tr><td>d<td><td></table>", &[&["a", "b", "c"], &["d", "", ""]]);
}

#[test]
fn cells_hold_nothing_of_the_blocks_around() {
    for (page, row) in [
        ("<p>before</p><table><tr><th><td>b<tr><td>c<td>d</table>after", 0),
        ("<p>before</p><table><tr><th>c<td>d<tr><td><td></table>after", 1),
        ("<pre>before\n\n</pre><table><tr><th><td>b<tr><td>c<td>d</table>after", 0),
        ("<table><tr><th>m<td><tr><td><td></table>after", 0),
        ("<table><tr><th>m<td>n<tr><td>o<td>p<tr><td>q<td></table>after", 0),
    ] {
        let extraction = mainbody::extract(page).unwrap();
        let rows = table(&extraction).rows();
        let around: Vec<&&str> = rows.iter().flatten().filter(|cell| cell.len() > 1).collect();
        assert!(around.is_empty(), "{page}: {rows:?}");
        assert!(rows.get(row).is_none_or(|row| row.len() == 2), "{page}: {rows:?}");
    }
}

/// Cells of a grid, some of them empty, none of its rows empty.
fn grid(random: &mut fastrand::Rng) -> Vec<Vec<&'static str>> {
    let columns = random.usize(2..6);
    let rows = random.usize(2..8);
    let mut cell = || ["", "", "Rain", "2.5 mm", "a b", "é", "漢字"][random.usize(0..7)];
    let mut grid: Vec<Vec<&str>> = (0..rows).map(|_| (0..columns).map(|_| cell()).collect()).collect();
    for row in &mut grid {
        if row.iter().all(|cell| cell.is_empty()) {
            row[0] = "x";
        }
    }
    grid
}

/// The same table with a header cell, without which so small a table may be a layout.
fn with_header(page: &str) -> String {
    page.replacen("<tr><td>", "<tr><th>", 1)
}

#[test]
fn a_grid_comes_back_as_it_was() {
    let mut random = fastrand::Rng::with_seed(3);
    for _ in 0..500 {
        let rows = grid(&mut random);
        let row = |row: &Vec<&str>| format!("<tr><td>{}", row.join("</td> <td> "));
        let page = format!("<p>before</p><table>{}</table><p>after</p>", rows.iter().map(row).collect::<String>());
        let page = with_header(&page);
        let extraction = mainbody::extract(&page).unwrap();
        assert_eq!(table(&extraction).rows(), rows, "{page}");
        assert_eq!(extraction.all_blocks().len(), 3, "{page}");
    }
}

#[test]
fn the_text_of_a_table_is_its_rows() {
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..200 {
        let rows = grid(&mut random);
        let row = |row: &Vec<&str>| format!("<tr><td>{}", row.join("<td>"));
        let page = format!("<table>{}</table>", rows.iter().map(row).collect::<String>());
        let extraction = mainbody::extract(&with_header(&page)).unwrap();
        let expected: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
        assert_eq!(table(&extraction).text(), expected.join("\n"));
    }
}

#[test]
fn a_caption_is_a_block_of_its_own_wherever_it_stands() {
    let page = "<table><tr><th>a<th>b<tr><td>c<td>d<caption>Of letters</caption></table>";
    let extraction = mainbody::extract(page).unwrap();
    let table = table(&extraction);
    assert_eq!(table.rows(), [["a", "b"], ["c", "d"]]);
    assert_eq!(table.path(), "html > body > table:nth-child(1)");
    assert!(page.get(table.source().unwrap()).unwrap().starts_with("<table>"));
    let kinds: Vec<Kind> = extraction.all_blocks().iter().map(Block::kind).collect();
    assert_eq!(kinds, [Kind::Table, Kind::Caption]);
}

/// The rows behind the last text are no text, and what stands in them stands at the end.
#[test]
fn marks_of_the_last_rows_are_ranges_of_the_text() {
    for row in ["<tr><td><img src=a.png><td>", "<tr><td><a href=/b> </a><td><img src=a.png>", "<tr><td><td><b> </b>"] {
        let page = with_header(&format!("<table><tr><td>1<td>2{row}{row}</table>"));
        let extraction = mainbody::extract(&page).unwrap();
        let table = table(&extraction);
        for mark in table.marks() {
            assert!(table.text().get(mark.range.clone()).is_some(), "{mark:?} in {:?}", table.text());
        }
        assert_eq!(table.marks().count(), page.matches("<img").count(), "{page}");
    }
}
