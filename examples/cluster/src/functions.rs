//! The functions as `DataFusion` sees them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err, plan_err};
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use mainbody::Extractor;

use crate::columns::{PAGE_FIELDS, extract, pages};

/// The names of the functions for single fields of [`PAGE_FIELDS`], and those fields.
const FIELDS: [(&str, &str); 4] = [
    ("main_text", "text"),
    ("main_markdown", "markdown"),
    ("main_confidence", "confidence"),
    ("main_blocks", "blocks"),
];

/// All functions, with the default options of the extractor.
pub fn functions() -> Vec<Arc<ScalarUDF>> {
    let page = Arc::new(ScalarUDF::from(Page::new()));
    let field = |(name, field)| Arc::new(ScalarUDF::from(PageField { name, field, page: Arc::clone(&page) }));
    FIELDS.into_iter().map(field).chain([Arc::clone(&page)]).collect()
}

/// Registers all functions.
///
/// ```
/// use datafusion::prelude::SessionContext;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> datafusion::common::Result<()> {
/// let mut context = SessionContext::new();
/// mainbody_cluster::register(&mut context)?;
/// let pages = context.sql("SELECT main_text('<p>The ferry leaves at noon, weather permitting.</p>')").await?;
/// assert_eq!(pages.count().await?, 1);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If the registry takes no functions.
pub fn register(registry: &mut impl FunctionRegistry) -> Result<()> {
    for function in functions() {
        registry.register_udf(function)?;
    }
    Ok(())
}

/// The type that a page of some type is given to a function as.
fn type_of_page(function: &str, given: &[DataType]) -> Result<DataType> {
    let [given] = given else { return plan_err!("{function} takes one argument, the page, not {}", given.len()) };
    match given {
        DataType::Utf8View
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::BinaryView
        | DataType::Binary
        | DataType::LargeBinary => Ok(given.clone()),
        DataType::FixedSizeBinary(_) => Ok(DataType::Binary),
        DataType::Null => Ok(DataType::Utf8),
        DataType::Dictionary(_, values) => type_of_page(function, std::slice::from_ref(values)),
        other => plan_err!("{function} takes a string or bytes, not {other}"),
    }
}

/// `main_page(html)`.
#[derive(Debug)]
struct Page {
    signature: Signature,
    extractor: Extractor,
}

impl Page {
    fn new() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable), extractor: Extractor::new() }
    }
}

// There is one of each function, so that its name is its identity.
impl PartialEq for Page {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Page {}

impl Hash for Page {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl ScalarUDFImpl for Page {
    fn name(&self) -> &'static str {
        "main_page"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        Ok(vec![type_of_page(self.name(), given)?])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(page_type())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        match ColumnarValue::values_to_arrays(&args.args)?.as_slice() {
            [html] => Ok(ColumnarValue::Array(Arc::new(pages(&extract(&self.extractor, html)?)?))),
            other => exec_err!("main_page takes one argument, the page, not {}", other.len()),
        }
    }
}

/// What `main_page` gives.
fn page_type() -> DataType {
    DataType::Struct(PAGE_FIELDS.clone())
}

/// A function for one field of `main_page(html)`, which takes either that or the page.
///
/// It is not `DataFusion`'s own access to fields, because the optimizer moves that towards where the rows come from, as
/// it costs nothing, and what `main_page` costs goes there with it once for each field.
#[derive(Debug)]
struct PageField {
    name: &'static str,
    field: &'static str,
    page: Arc<ScalarUDF>,
}

impl PartialEq for PageField {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for PageField {}

impl Hash for PageField {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for PageField {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        self.page.signature()
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        if *given == [page_type()] { Ok(given.to_vec()) } else { Ok(vec![type_of_page(self.name, given)?]) }
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        let Some((_, field)) = PAGE_FIELDS.find(self.field) else {
            return exec_err!("a page has no field {}", self.field);
        };
        Ok(field.data_type().clone())
    }

    /// `main_text(html)` is `main_text(main_page(html))`; what several functions have in common is then found by the
    /// optimizer and done once.
    fn simplify(&self, args: Vec<Expr>, context: &SimplifyContext) -> Result<ExprSimplifyResult> {
        let [argument] = args.as_slice() else { return Ok(ExprSimplifyResult::Original(args)) };
        if context.get_data_type(argument)? == page_type() {
            return Ok(ExprSimplifyResult::Original(args));
        }
        let whole = Self { page: Arc::clone(&self.page), ..*self };
        Ok(ExprSimplifyResult::Simplified(ScalarUDF::from(whole).call(vec![self.page.call(args)])))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_page = args.args.first().is_some_and(|argument| argument.data_type() == page_type());
        let page = if is_page { args.args.into_iter().next() } else { Some(self.page.invoke_with_args(args)?) };
        let page = page.map(|page| page.into_array(1)).transpose()?;
        let Some(column) = page.as_ref().and_then(|page| page.as_struct_opt()?.column_by_name(self.field)) else {
            return exec_err!("a page has no field {}", self.field);
        };
        Ok(ColumnarValue::Array(Arc::clone(column)))
    }
}
