//! The functions in a single process.

// A test fails by panicking, and a float is the one that went in.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::{cast, concat_batches};
use datafusion::arrow::datatypes::{DataType, Float32Type};
use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use mainbody_cluster::session;

const PAGE: &str = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>
    <h1>The bridge is open</h1>
    <p>After three years of work the old bridge over the harbour was opened to traffic on Monday morning.</p>
    <ul><li>Nine thousand vehicles a day<li>Half of them lorries on their way to the docks</ul>";

/// A table `pages` with one column of this type.
fn context(html: &[Option<&str>], data_type: &DataType) -> SessionContext {
    let html: ArrayRef = Arc::new(StringArray::from(html.to_vec()));
    let batch = RecordBatch::try_from_iter([("html", cast(&html, data_type).unwrap())]).unwrap();
    let context = session::local(2).unwrap();
    context.register_batch("pages", batch).unwrap();
    context
}

async fn rows(context: &SessionContext, sql: &str) -> RecordBatch {
    let batches = context.sql(sql).await.unwrap().collect().await.unwrap();
    concat_batches(&batches[0].schema(), &batches).unwrap()
}

#[tokio::test]
async fn functions_say_what_the_library_says() {
    let page = mainbody::extract(PAGE).unwrap();
    let types = [
        DataType::Utf8,
        DataType::LargeUtf8,
        DataType::Utf8View,
        DataType::Binary,
        DataType::LargeBinary,
        DataType::BinaryView,
    ];
    for data_type in types {
        let context = context(&[Some(PAGE), None, Some(PAGE)], &data_type);
        let sql = "SELECT main_text(html), main_confidence(html), main_blocks(html), main_markdown(html) FROM pages";
        let rows = rows(&context, sql).await;
        assert_eq!(rows.num_rows(), 3);
        assert!(rows.columns().iter().all(|column| column.is_null(1)), "{data_type}: null gives null");
        for row in [0, 2] {
            assert_eq!(rows.column(0).as_string::<i32>().value(row), page.text(), "{data_type}");
            assert_eq!(rows.column(1).as_primitive::<Float32Type>().value(row), page.confidence());
            assert_eq!(rows.column(3).as_string::<i32>().value(row), page.markdown());
            let blocks = rows.column(2).as_list::<i32>().value(row);
            let blocks = blocks.as_struct();
            assert_eq!(blocks.len(), page.all_blocks().len());
            for (at, block) in page.all_blocks().iter().enumerate() {
                assert_eq!(blocks.column(0).as_string::<i32>().value(at), block.kind().to_string());
                assert_eq!(blocks.column(1).as_string::<i32>().value(at), block.text());
                assert_eq!(blocks.column(2).as_primitive::<Float32Type>().value(at), block.confidence());
                assert_eq!(blocks.column(3).as_boolean().value(at), block.is_main());
            }
        }
    }
}

#[tokio::test]
async fn bytes_are_decoded() {
    let context = session::local(1).unwrap();
    let sql = "SELECT main_blocks(X'3c6d65746120636861727365743d6c6174696e313e3c703e436166e9')[1]['text']";
    assert_eq!(rows(&context, sql).await.column(0).as_string::<i32>().value(0), "Café");
}

#[tokio::test]
async fn a_page_that_is_refused_is_null() {
    let huge = format!("<p>{}", "a ".repeat(33 << 20));
    let context = context(&[Some(&huge), Some(PAGE)], &DataType::Utf8View);
    let rows = rows(&context, "SELECT main_text(html), main_confidence(html) FROM pages").await;
    assert!(rows.column(0).is_null(0) && rows.column(1).is_null(0));
    assert!(!rows.column(0).is_null(1));
}

#[tokio::test]
async fn a_page_is_extracted_once_however_many_functions_ask() {
    let context = context(&[Some(PAGE)], &DataType::Utf8View);
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().to_str().unwrap();
    context.table("pages").await.unwrap().write_parquet(folder, DataFrameWriteOptions::new(), None).await.unwrap();
    context.register_parquet("files", folder, ParquetReadOptions::default()).await.unwrap();
    for table in ["pages", "files"] {
        let sql = format!(
            "EXPLAIN FORMAT INDENT SELECT main_text(html), main_confidence(html), main_blocks(html), main_text(html) || '!'
             FROM {table}"
        );
        let plan = rows(&context, &sql).await;
        let (types, plans) = (plan.column(0).as_string::<i32>(), plan.column(1).as_string::<i32>());
        let physical = types.iter().zip(plans).find(|(kind, _)| *kind == Some("physical_plan")).unwrap().1.unwrap();
        assert_eq!(physical.matches("main_page(").count(), 1, "{physical}");
        assert_eq!(physical.matches("html@").count(), 1, "{physical}");
    }
}

#[tokio::test]
async fn what_is_no_page_is_refused() {
    let context = session::local(1).unwrap();
    for (arguments, said) in
        [("", ""), ("1", "not Int64"), ("[1]", "not List"), ("'a', 'b'", "one argument, the page, not 2")]
    {
        for function in ["main_text", "main_page"] {
            let error = context.sql(&format!("SELECT {function}({arguments})")).await.unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
