//! The format of html5lib's tree-construction tests.

/// How a case is to be parsed.
pub(crate) enum Mode {
    Document,
    Fragment,
    /// A document, with scripting on.
    Scripted,
}

pub(crate) struct Case {
    pub(crate) data: String,
    /// The first line below `#errors`.
    pub(crate) note: String,
    pub(crate) mode: Mode,
    /// As it is written.
    pub(crate) tree: String,
}

/// The cases of a file.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let file = format!("\n{file}");
    file.split("\n#data\n").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let text = format!("\n{text}");
    let (data, rest) = text.split_once("\n#errors").unwrap();
    let (head, tree) = rest.split_once("\n#document\n").unwrap();
    let has = |line: &str| head.lines().any(|other| other == line);
    let mode = match (has("#document-fragment"), has("#script-on")) {
        (true, _) => Mode::Fragment,
        (_, true) => Mode::Scripted,
        _ => Mode::Document,
    };
    let note = head.lines().nth(1).unwrap_or_default().to_owned();
    let data = data.strip_prefix('\n').unwrap_or_default();
    Case { data: data.to_owned(), note, mode, tree: tree.trim_end_matches('\n').to_owned() }
}

/// One node or attribute of a written tree.
struct Item {
    indent: usize,
    /// All of its lines but for the indentation.
    text: String,
}

fn items(tree: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for line in tree.split('\n') {
        match (line.strip_prefix("| "), items.last_mut()) {
            (Some(line), _) => {
                let text = line.trim_start_matches(' ');
                items.push(Item { indent: (line.len() - text.len()) / 2, text: text.to_owned() });
            }
            (None, Some(item)) => {
                item.text.push('\n');
                item.text.push_str(line);
            }
            (None, None) => {}
        }
    }
    items
}

/// The tree as it is written here: without comments, doctype and attributes that are not kept; texts that come to stand
/// side by side are one, and the content of a template stands directly below it.
pub(crate) fn normalised(tree: &str, keeps: impl Fn(&str, &str) -> bool) -> String {
    let mut kept: Vec<Item> = Vec::new();
    let mut contents: Vec<usize> = Vec::new();
    let mut element = String::new();
    for mut item in items(tree) {
        contents.retain(|indent| item.indent > *indent);
        if item.text == "content" {
            contents.push(item.indent);
            continue;
        }
        item.indent -= contents.len();
        let is_text = item.text.starts_with('"');
        if item.text.starts_with("<!") || item.text.starts_with("<?") {
            continue;
        }
        let is_attribute = !is_text && (!item.text.starts_with('<') || item.text.ends_with('"'));
        if is_attribute && !item.text.split_once("=\"").is_some_and(|(name, _)| keeps(&element, name)) {
            continue;
        }
        if !is_text && !is_attribute {
            let name = item.text.trim_matches(['<', '>']).rsplit(' ').next();
            name.unwrap_or_default().clone_into(&mut element);
        }
        match kept.last_mut().filter(|last| is_text && last.indent == item.indent && last.text.starts_with('"')) {
            Some(last) => {
                last.text.pop();
                last.text.push_str(item.text.get(1..).unwrap_or_default());
            }
            None => kept.push(item),
        }
    }
    kept.iter().map(|item| format!("| {}{}\n", "  ".repeat(item.indent), item.text)).collect()
}
