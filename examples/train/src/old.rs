//! Pages laid out as they were before style sheets: columns are cells of tables, paragraphs are text between line breaks,
//! menus are links side by side. Of such the corpora have hardly any.

use html5ever::{LocalName, QualName, local_name, ns};
use markup5ever_rcdom::{Handle, Node, NodeData};

use crate::dom::{Dom, remove};

/// Containers of more children are no columns or rows of a layout, but lists.
const MAX_CELLS: usize = 12;
/// Children that are containers themselves which a layout has at least.
const MIN_CELLS: usize = 2;

/// Lays a page out by tables, or by line breaks, or both; some pages stay as they are.
pub(crate) fn lay_out(html: String, layout: Layout) -> String {
    if layout == Layout::default() {
        return html;
    }
    let dom = Dom::parse(&html);
    let mut random = fastrand::Rng::with_seed(html.len() as u64);
    // From the innermost out: what an element holds is settled before it is moved itself.
    for (element, name) in dom.elements().into_iter().rev() {
        match &*name {
            "div" if layout.tables && is_layout(&element) => tabulate(&element, random.bool()),
            "p" if layout.breaks => dissolve(&element, 2),
            "li" if layout.breaks && is_link(&element) => dissolve(&element, 1),
            _ => {}
        }
    }
    dom.html()
}

/// What a page is laid out by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Layout {
    pub(crate) tables: bool,
    pub(crate) breaks: bool,
}

impl Layout {
    /// One of the four, the same for the same seed.
    pub(crate) fn of(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        Self { tables: random.bool(), breaks: random.bool() }
    }
}

/// Whether an element holds other containers and no text of its own.
fn is_layout(element: &Handle) -> bool {
    let children = element.children.borrow();
    let is_text = |child: &&Handle| match &child.data {
        NodeData::Text { contents } => !contents.borrow().trim().is_empty(),
        _ => false,
    };
    let count =
        |is: fn(&str) -> bool| children.iter().filter(|child| name_of(child).is_some_and(|name| is(&name))).count();
    count(|name| name == "div") >= MIN_CELLS
        && count(|_| true) <= MAX_CELLS
        && !children.iter().any(|child| is_text(&child))
}

/// Whether all text of an item is links.
fn is_link(item: &Handle) -> bool {
    let children = item.children.borrow();
    let holds_link = children.iter().any(|child| name_of(child).is_some_and(|name| &*name == "a"));
    holds_link
        && children.iter().all(|child| match &child.data {
            NodeData::Text { contents } => contents.borrow().trim().is_empty(),
            NodeData::Element { name, .. } => &*name.local == "a",
            _ => true,
        })
}

fn name_of(node: &Handle) -> Option<LocalName> {
    match &node.data {
        NodeData::Element { name, .. } => Some(name.local.clone()),
        _ => None,
    }
}

/// Makes the children of an element the cells of a table: a row, or a column.
fn tabulate(element: &Handle, as_row: bool) {
    let children: Vec<Handle> =
        element.children.borrow().iter().filter(|child| name_of(child).is_some()).cloned().collect();
    let table = new(local_name!("table"));
    let body = new(local_name!("tbody"));
    append(&table, &body);
    let mut row = new(local_name!("tr"));
    append(&body, &row);
    for (nth, child) in children.iter().enumerate() {
        if nth > 0 && !as_row {
            row = new(local_name!("tr"));
            append(&body, &row);
        }
        let cell = new(local_name!("td"));
        append(&row, &cell);
        remove(child);
        append(&cell, child);
    }
    element.children.borrow_mut().clear();
    append(element, &table);
}

/// Puts what an element holds in its place, and so many line breaks behind it.
fn dissolve(element: &Handle, breaks: usize) {
    let Some(parent) = element.parent.take().and_then(|parent| parent.upgrade()) else { return };
    let mut content = std::mem::take(&mut *element.children.borrow_mut());
    content.extend((0..breaks).map(|_| new(local_name!("br"))));
    for node in &content {
        node.parent.set(Some(std::rc::Rc::downgrade(&parent)));
    }
    let mut siblings = parent.children.borrow_mut();
    if let Some(at) = siblings.iter().position(|sibling| std::rc::Rc::ptr_eq(sibling, element)) {
        siblings.splice(at..=at, content);
    }
}

fn new(name: LocalName) -> Handle {
    Node::new(NodeData::Element {
        name: QualName::new(None, ns!(html), name),
        attrs: Vec::new().into(),
        template_contents: None.into(),
        mathml_annotation_xml_integration_point: false,
    })
}

fn append(parent: &Handle, child: &Handle) {
    child.parent.set(Some(std::rc::Rc::downgrade(parent)));
    parent.children.borrow_mut().push(child.clone());
}

#[cfg(test)]
mod tests {
    use super::{Layout, lay_out};

    #[test]
    fn columns_become_cells_and_paragraphs_lose_their_element() {
        let html = "<div><div><ul><li><a>Home</a><li>b</ul></div><div><p>One.</p><p>Two.</p></div></div>";
        let page = |tables, breaks| lay_out(html.to_owned(), Layout { tables, breaks });
        let body = |page: &str| page.split_once("<body>").map(|(_, body)| body.replace("</body></html>", ""));
        let broken = "<div><div><ul><a>Home</a><br><li>b</li></ul></div><div>One.<br><br>Two.<br><br></div></div>";
        assert_eq!(page(false, false), html);
        assert_eq!(body(&page(false, true)).as_deref(), Some(broken));
        let tables = page(true, false);
        assert!(tables.contains("<div><table><tbody><tr><td><div><ul>"), "{tables}");
        assert!(tables.contains("<td><div><p>One.</p><p>Two.</p></div></td></tr></tbody></table></div>"), "{tables}");
        let both = page(true, true);
        assert!(both.contains("<table>") && both.contains("One.<br><br>Two.<br><br></div></td>"), "{both}");
    }

    #[test]
    fn every_layout_is_drawn() {
        let drawn: Vec<Layout> = (0..40).map(Layout::of).collect();
        for (tables, breaks) in [(false, false), (false, true), (true, false), (true, true)] {
            assert!(drawn.contains(&Layout { tables, breaks }));
        }
    }
}
