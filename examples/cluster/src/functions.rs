//! The functions as DataFusion sees them.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::execution::FunctionRegistry;
use datafusion::functions::core::expr_fn::get_field;
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature, Volatility,
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

/// One argument, of any type that a page can have.
fn signature() -> Signature {
    let types = [
        DataType::Utf8View,
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::BinaryView,
        DataType::Binary,
        DataType::LargeBinary,
    ];
    let exact = types.map(|data_type| TypeSignature::Exact(vec![data_type]));
    Signature::one_of(exact.to_vec(), Volatility::Immutable)
}

/// `main_page(html)`.
#[derive(Debug)]
struct Page {
    signature: Signature,
    extractor: Extractor,
}

impl Page {
    fn new() -> Self {
        Self { signature: signature(), extractor: Extractor::new() }
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

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Struct(PAGE_FIELDS.clone()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [html] = ColumnarValue::values_to_arrays(&args.args)?.try_into().map_err(|_| no_argument(self.name()))?;
        Ok(ColumnarValue::Array(Arc::new(pages(&extract(&self.extractor, &html)?)?)))
    }
}

fn no_argument(name: &str) -> datafusion::common::DataFusionError {
    datafusion::common::DataFusionError::Execution(format!("{name} takes one argument, the page"))
}

/// A function for one field of `main_page(html)`.
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

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        match PAGE_FIELDS.find(self.field) {
            Some((_, field)) => Ok(field.data_type().clone()),
            None => exec_err!("a page has no field {}", self.field),
        }
    }

    /// `main_text(html)` is `main_page(html)['text']`; what several functions have in common is then found by the
    /// optimizer and done once.
    fn simplify(&self, args: Vec<Expr>, _: &SimplifyContext) -> Result<ExprSimplifyResult> {
        Ok(ExprSimplifyResult::Simplified(get_field(self.page.call(args), self.field)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let page = self.page.invoke_with_args(args)?.into_array(1)?;
        let page = page.as_any().downcast_ref::<datafusion::arrow::array::StructArray>();
        match page.and_then(|page| page.column_by_name(self.field)) {
            Some(column) => Ok(ColumnarValue::Array(Arc::clone(column))),
            None => exec_err!("a page has no field {}", self.field),
        }
    }
}
