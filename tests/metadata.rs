//! What a page says of itself, from all the places where pages say it.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use std::time::{Duration, UNIX_EPOCH};

use mainbody::{Extraction, Extractor, FrontMatter, MarkKind, Metadata, Role};
use regex::Regex;

#[path = "support/mutation.rs"]
mod mutation;

/// Two paragraphs that are main content on any page.
const TEXT: &str = "<p>It rained all night, and by the morning the river had left its bed and stood in the gardens of Mill \
    Lane, where nobody had seen it in forty years.</p><p>The fire brigade brought eleven people to dry land in a boat that \
    the rowing club had lent for the day, and two dogs, a parrot and a cello.</p>";

/// Copies of each page in [`PAGES`] that are broken, each in its own way.
const BROKEN_COPIES: u64 = 100;

/// Everything at once, in several ways of saying it.
const PAGES: [&str; 4] = [
    r##"<!doctype html><html lang=en-gb><head><title>The river rose | Mill Lane Post</title><base href="https://post.example/news/">
    <link rel=canonical href="/2024/river"><meta property=og:site_name content="Mill Lane Post">
    <meta property=og:image content="../img/river.jpg"><meta name=description content=" A  flood. ">
    <script type=application/ld+json>{"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "name": "Mill Lane Post"}, {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
      {"@type": ["NewsArticle"], "headline": "The river rose", "author": [{"@id": "#jane"}, {"@type": "Person", "name": "John Doe"}],
       "datePublished": "2024-05-06T08:00:00+02:00", "dateModified": "2024-05-07"}]}</script></head>
    <body><h1>The river rose</h1><p>By Jane Roe and John Doe</p><p>It rained all night."##,
    r#"<html><head><title>Der Fluss stieg - Uferbote</title></head><body><header><h1><a href="/">Uferbote</a></h1></header>
    <article itemscope itemtype="http://schema.org/BlogPosting"><h2 itemprop=headline>Der Fluss stieg</h2>
    <span itemprop=author itemscope><span itemprop=name>Jana Nowak</span></span>
    <time itemprop=datePublished datetime="2024-05-06T08:00:00Z">6. Mai 2024</time><p>Es regnete die ganze Nacht.</article>
    <div itemscope itemtype="http://schema.org/Comment"><span itemprop=author>Troll</span>
    <time itemprop=datePublished datetime=2020-01-01>2020</time></div>"#,
    r#"<meta http-equiv=content-language content=fr><meta name=DC.Title content="La rivière monte"><meta name=author content="Anne Petit et Luc Moreau">
    <meta name=dcterms.issued content=2024-05-06><meta property=article:modified_time content="Mon, 06 May 2024 10:00:00 GMT"><p>Il a plu."#,
    r#"<script type=application/ld+json>[[[{"@type":"Article","headline":{"@value":"河水上涨"},"author":{"name":["王小明"]}}]]]</script>
    <h1>河水上涨</h1><p>2024年5月6日 作者：王小明</p><p>雨下了一整夜。</p>"#,
];

fn extract(html: &str) -> Extraction {
    Extractor::new().fetched_at(UNIX_EPOCH + Duration::from_secs(1_800_000_000)).extract(html).unwrap()
}

fn about(html: &str) -> Metadata {
    extract(html).metadata().clone()
}

#[test]
fn a_page_that_says_everything() {
    let page = about(PAGES[0]);
    assert_eq!(page.title(), Some("The river rose"));
    assert_eq!(page.authors(), ["Jane Roe", "John Doe"]);
    assert_eq!(page.published(), Some("2024-05-06T08:00:00+02:00"));
    assert_eq!(page.modified(), Some("2024-05-07"));
    assert_eq!(page.language(), Some("en-GB"));
    assert_eq!(page.site_name(), Some("Mill Lane Post"));
    assert_eq!(page.description(), Some("A flood."));
    assert_eq!(page.image(), Some("https://post.example/img/river.jpg"));
    assert_eq!(page.canonical_url(), Some("https://post.example/2024/river"));
    assert_eq!(page.kind(), Some("NewsArticle"));
}

#[test]
fn microdata_and_the_name_of_the_site_in_large_letters() {
    let page = about(PAGES[1]);
    assert_eq!(page.title(), Some("Der Fluss stieg"));
    assert_eq!(page.authors(), ["Jana Nowak"]);
    assert_eq!(page.published(), Some("2024-05-06T08:00:00Z"));
    assert_eq!(page.kind(), Some("BlogPosting"));
}

#[test]
fn metadata_and_links_have_the_same_base() {
    const ELSEWHERE: &str = "https://elsewhere.example/";
    let bases = [
        format!("<template><base href={ELSEWHERE}></template>"),
        format!("<svg><base href={ELSEWHERE} /></svg>"),
        "<base href='javascript:0'>".to_owned(),
        "<base target=_top><base href=/news/>".to_owned(),
    ];
    for base in bases {
        let html =
            format!("{base}<meta property=og:image content=a.png><p>It <a href=b.html>rained</a> all night.</p>");
        let page = Extractor::new().base_url("https://post.example/news/1.html").unwrap().extract(&html).unwrap();
        assert_eq!(page.metadata().image(), Some("https://post.example/news/a.png"), "{base}");
        let links = page.all_blocks()[0].marks().map(|mark| mark.kind).collect::<Vec<_>>();
        assert_eq!(links, [MarkKind::Link { href: "https://post.example/news/b.html" }], "{base}");
    }
}

#[test]
fn meta_elements() {
    let page = about(PAGES[2]);
    assert_eq!(page.title(), Some("La rivière monte"));
    assert_eq!(page.authors(), ["Anne Petit", "Luc Moreau"]);
    assert_eq!((page.published(), page.modified()), (Some("2024-05-06"), Some("2024-05-06T10:00:00Z")));
    assert_eq!(page.language(), Some("fr"));
}

#[test]
fn a_page_that_says_nothing() {
    let page = about("<p>It rained.");
    assert_eq!(page.title().or(page.published()).or(page.modified()).or(page.site_name()), None);
    assert_eq!(page.image().or(page.canonical_url()).or(page.kind()).or(page.description()), None);
    assert!(page.authors().is_empty());
    #[cfg(not(feature = "detect-language"))]
    assert_eq!(page.language(), None);
}

#[test]
fn json_ld_may_be_escaped_as_if_it_were_html() {
    let page = about(
        r#"<script type="application/ld+json">{"@type": "Article", "headline": "Mill &amp; Lane", "author":
           "Jane O&#8217;Neill &amp; John Doe", "publisher": {"@type": "Organization", "name": "Post &amp; Courier"}}</script>"#,
    );
    assert_eq!((page.title(), page.site_name()), (Some("Mill & Lane"), Some("Post & Courier")));
    assert_eq!(page.authors(), ["Jane O’Neill", "John Doe"]);
}

#[test]
fn metadata_is_plain_text_and_short() {
    let long = "rain ".repeat(1000);
    let page = about(&format!(
        r#"<script type="application/ld+json">{{"@type": "Article", "headline": "<b>Mill</b> &amp; Lane", "author":
           {{"@type": "Person", "name": "<i>Jane Roe<\/i>"}}}}</script><meta property=og:site_name content="<b>Post</b>&#27;[31m">
           <meta name=description content="{long}">"#
    ));
    assert_eq!((page.title(), page.site_name()), (Some("Mill & Lane"), Some("Post [31m")));
    assert_eq!(page.authors(), ["Jane Roe"]);
    assert!(page.description().is_some_and(|text| text.len() <= 2000 && text.starts_with("rain rain ")));
    let page = about("<title>&lt;button&gt;: The Button element</title>");
    assert_eq!(page.title(), Some("<button>: The Button element"));
}

#[test]
fn bylines_and_date_lines_near_the_title() {
    for (lines, authors, published, modified) in [
        ("<p>By Jane Roe | 6 May 2024", &["Jane Roe"][..], Some("2024-05-06"), None),
        ("<p>Jane Roe | May 6, 2024", &["Jane Roe"], Some("2024-05-06"), None),
        ("<p>Written by</p><p>Jane Roe</p>", &["Jane Roe"], None, None),
        ("<div><span>By</span><span>Jane Roe</span></div>", &["Jane Roe"], None, None),
        (
            "<p>6 May 2024 in <a href=/n>News</a>, <span class=entry-author>Jane Roe</span></p>",
            &["Jane Roe"],
            Some("2024-05-06"),
            None,
        ),
        ("<div class=byline><a href=/jane>Jane Roe</a></div>", &["Jane Roe"], None, None),
        ("<p>Published 6 May 2024, updated 7 May 2024", &[], Some("2024-05-06"), Some("2024-05-07")),
        ("<p>Updated</p><p>7 May 2024</p>", &[], None, Some("2024-05-07")),
        ("<p>Zuletzt aktualisiert: 7. Mai 2024", &[], None, Some("2024-05-07")),
        ("<p>更新：2024年5月7日", &[], None, Some("2024-05-07")),
        ("<p>Par Anne Petit, le 6 mai 2024", &["Anne Petit"], Some("2024-05-06"), None),
        ("<p>2024年5月6日</p><p>作者：王小明</p>", &["王小明"], Some("2024-05-06"), None),
        ("<p>Member since 6 May 2020", &[], None, None),
        ("<p>Mill race, 5 May until 6 May 2024</p><p>1 May 2024</p>", &[], Some("2024-05-01"), None),
        ("<p>What the rain of 6 May 2019 did to the old mill</p><div>7 May 2024</div>", &[], Some("2024-05-07"), None),
        ("<p>By the river, at night", &[], None, None),
        ("<p>Posted on May 6, 2024 by Jane Roe</p>", &["Jane Roe"], Some("2024-05-06"), None),
        ("<p>6 mai 2024 par Anne Petit</p>", &["Anne Petit"], Some("2024-05-06"), None),
        ("<p>News • 6 May 2024 • By Jane Roe</p>", &["Jane Roe"], Some("2024-05-06"), None),
        ("<div class=author>Last updated: <time>7 May 2024</time></div>", &[], None, Some("2024-05-07")),
        ("<div class=author>Jane Roe // 12:56</div>", &["Jane Roe"], None, None),
        (
            "<div class=byline><a rel=author>Jane Roe</a>, <a rel=author>John Doe</a>",
            &["Jane Roe", "John Doe"],
            None,
            None,
        ),
        ("<div class=byline><a rel=author>Jane Roe</a> <a rel=author>Jane Roe</a>", &["Jane Roe"], None, None),
        ("<p>新闻中心 2024-05-06", &[], Some("2024-05-06"), None),
        ("<p class=author>김철수 기자 2024-05-06", &["김철수"], Some("2024-05-06"), None),
        ("<p>16–18 August 2024", &[], None, None),
        ("<p>May 2, 1931 – January 19, 2024", &[], None, None),
        ("<p>It opened on 6 May 2024 at noon.", &[], None, None),
        ("<p>The estimate is valid through 6 May 2024", &[], None, None),
    ] {
        let page =
            about(&format!("<html lang=en-GB><title>The river rose</title><h1>The river rose</h1>{lines}{TEXT}"));
        assert_eq!(page.authors(), authors, "{lines}");
        assert_eq!((page.published(), page.modified()), (published, modified), "{lines}");
    }
}

/// What stands beside a page's own text.
#[test]
fn authors_and_dates_of_others_are_not_the_pages() {
    for beside in [
        "<div class=comments><div><p class=author>Kit Roe</p><p>6 May 2024</p><p>Good to hear.</p></div></div>",
        "<ol class=commentlist><li><p>Posted by Kit Roe</p><time datetime=2024-05-06></time></li></ol>",
        "<div class=related><p>Written by Ann Roe</p><p>6 May 2024</p></div>",
        "<div itemscope itemtype=http://schema.org/Review><meta itemprop=datePublished content=2024-05-06></div>",
    ] {
        let page = about(&format!(
            "<html lang=en-GB><title>The river rose</title><h1>The river rose</h1>{TEXT}{TEXT}{beside}"
        ));
        assert_eq!((page.authors().len(), page.published()), (0, None), "{beside}");
    }
    let article = |name: &str, title: &str| {
        let of = "itemscope itemtype=http://schema.org/Article";
        format!("<article {of}><h1>{title}</h1><p itemprop=author>{name}</p>{TEXT}</article>")
    };
    let pages =
        [("Jane Roe", "The river rose"), ("John Doe", "The tower fell")].map(|(name, title)| article(name, title));
    let page = about(&format!("<title>The tower fell</title>{}", pages.concat()));
    assert_eq!(page.authors(), ["John Doe"]);
    let review = format!(
        "<title>A good boat</title><article itemscope itemtype=http://schema.org/Review><h1 itemprop=name>A good boat</h1>
        <p itemprop=author>Jane Roe</p><time itemprop=datePublished datetime=2024-05-06></time>{TEXT}</article>"
    );
    let review = about(&review);
    assert_eq!(
        (review.authors(), review.published(), review.kind()),
        (&["Jane Roe".to_owned()][..], Some("2024-05-06"), Some("Review"))
    );
}

#[test]
fn names_of_kinds_are_kinds() {
    for (html, kind) in [
        ("<html itemscope itemtype='http://schema.org/'>", None),
        ("<div itemscope itemtype='http://schema.org/WPAdBlock'>", None),
        ("<meta property=og:type content='Tools & calculators'>", None),
        ("<meta property=og:type content=article>", Some("article")),
        ("<meta property=og:type content=video.movie>", Some("video.movie")),
        ("<meta property=og:type content='<img/src=x/onerror=run()>'>", None),
        (&format!("<meta property=og:type content={}>", "a".repeat(100)), None),
        ("<script type=application/ld+json>{\"@type\": \"<b>x</b><script\"}</script>", None),
    ] {
        assert_eq!(about(&format!("{html}{TEXT}")).kind(), kind, "{html}");
    }
}

#[test]
fn a_long_script_does_not_hide_a_short_one() {
    let long = format!("{{\"@type\": \"ItemList\", \"x\": \"{}\"}}", "a".repeat(1 << 20));
    let short = "{\"@type\": \"Article\", \"headline\": \"The river rose\", \"author\": \"Jane Roe\"}";
    for order in [[&long, short], [short, &long]] {
        let scripts = order.map(|json| format!("<script type=application/ld+json>{json}</script>"));
        let page = about(&format!("{}{TEXT}", scripts.concat()));
        assert_eq!((page.title(), page.authors()), (Some("The river rose"), &["Jane Roe".to_owned()][..]));
    }
}

#[test]
fn the_language_is_that_of_the_root_of_the_page() {
    let page = about(&format!("<html lang=de>{TEXT}<svg><html></html></svg>"));
    assert_eq!(page.language(), Some("de"));
}

#[test]
fn references_that_were_escaped_twice_are_read() {
    let page = about(&format!(
        "<title>Mill &amp;amp; Lane</title><meta name=description content='A &amp;#39;flood&amp;#39;'>{TEXT}"
    ));
    assert_eq!((page.title(), page.description()), (Some("Mill & Lane"), Some("A 'flood'")));
}

#[test]
fn what_readers_are_shown_is_not_later_than_what_machines_are_told() {
    let page = |declared: &str, shown: &str| {
        let head = format!("<title>Rain</title><meta property=article:published_time content='{declared}'>");
        about(&format!("{head}<h1>Rain</h1><p>{shown}</p>{TEXT}")).published().map(str::to_owned)
    };
    assert_eq!(page("2024-05-06T08:00:00Z", "May 6, 2021").as_deref(), Some("2021-05-06"));
    assert_eq!(page("2021-05-06T08:00:00Z", "May 6, 2024").as_deref(), Some("2021-05-06T08:00:00Z"));
    // The shown one may be the same day, the month first.
    assert_eq!(page("2024-06-05T08:00:00Z", "05/06/2024").as_deref(), Some("2024-06-05T08:00:00Z"));
    // What a sentence tells is not what readers are shown as the date.
    let sentence = "By the judgment of 6 May 2021, which was handed down before the river rose and took the court with \
        all its files and one of its clerks, nobody may fish here.";
    assert_eq!(page("2024-05-06T08:00:00Z", sentence).as_deref(), Some("2024-05-06T08:00:00Z"));
}

#[test]
fn the_day_is_that_of_the_readers() {
    let page = |declared: &str, shown: &str| {
        let head =
            format!("<html lang=en-GB><title>Rain</title><meta property=article:published_time content='{declared}'>");
        about(&format!("{head}<h1>Rain</h1><p>{shown}</p>{TEXT}")).published().map(str::to_owned)
    };
    assert_eq!(page("2024-05-06T22:10:00Z", "7 May 2024").as_deref(), Some("2024-05-07"));
    assert_eq!(page("2024-05-07T01:10:00Z", "06/05/2024").as_deref(), Some("2024-05-06"));
    assert_eq!(page("2024-05-06T08:00:00Z", "7 May 2024").as_deref(), Some("2024-05-06T08:00:00Z"));
    assert_eq!(page("2024-05-06T22:10:00+02:00", "7 May 2024").as_deref(), Some("2024-05-06T22:10:00+02:00"));
}

#[test]
fn of_two_declared_dates_readers_are_shown_the_right_one() {
    let head = r#"<title>Rain</title><meta property=article:published_time content="2024-05-06">
        <script type=application/ld+json>{"@type": "Article", "datePublished": "2021-12-06"}</script>"#;
    let published = |shown: &str| about(&format!("{head}<h1>Rain</h1>{shown}{TEXT}")).published().map(str::to_owned);
    assert_eq!(published("").as_deref(), Some("2021-12-06"));
    assert_eq!(published("<p>6 May 2024</p>").as_deref(), Some("2024-05-06"));
}

#[test]
fn news_may_begin_with_its_date() {
    let story = format!("<title>Rain</title><h1>Rain</h1>{}", TEXT.replace("It rained", "06.05.2024 - It rained"));
    assert_eq!(about(&story.replace("<p>The", "<p>1.5.2023 the")).published(), Some("2024-05-06"));
    assert_eq!(
        about("<html xml:lang=en-GB><title>Rain</title><h1>Rain</h1><p>06/05/2024").published(),
        Some("2024-05-06")
    );
}

#[test]
fn an_organization_is_the_author_where_no_person_is() {
    let json = r#"<script type=application/ld+json>{"@type": "Article", "author": {"@type": "Organization", "name": "Post"}}</script>"#;
    let title = "<title>Rain</title><h1>Rain</h1>";
    assert_eq!(about(&format!("{json}{title}<p>By Jane Roe</p>{TEXT}")).authors(), ["Jane Roe"]);
    assert_eq!(about(&format!("{json}{title}{TEXT}")).authors(), ["Post"]);
}

#[test]
fn the_future_is_refused_and_what_is_older_than_the_web() {
    for (date, published) in [("2031-01-01", None), ("1989-01-01", None), ("1999-01-01", Some("1999-01-01"))] {
        let page = about(&format!("<meta name=date content={date}>{TEXT}"));
        assert_eq!(page.published(), published, "{date}");
    }
}

#[test]
fn titles_and_bylines_have_roles_of_their_own() {
    let html = format!(
        "<title>Rain - Post</title><nav><a href=/>Home</a></nav><h1>Rain</h1><p>By Jane Roe, 6 May 2024</p>{TEXT}"
    );
    let page = extract(&html);
    let roles: Vec<Role> = page.all_blocks().iter().map(mainbody::Block::role).collect();
    assert_eq!(roles, [Role::Text, Role::Title, Role::Byline, Role::Text, Role::Text]);
    let text = |front_matter| Extractor::new().front_matter(front_matter).extract(&html).unwrap().text();
    assert!(text(FrontMatter::Exclude).starts_with("It rained all night"));
    assert!(text(FrontMatter::Include).starts_with("Rain\n\nBy Jane Roe, 6 May 2024\n\nIt rained all night"));
}

/// No field is a reason to give less text, or other text.
#[test]
fn a_title_need_not_be_a_heading() {
    let html = "<title>The bridge is open : riverside</title><p>riverside<p><a href=#>The bridge is open</a>\
        <p>Since Monday the bridge can be crossed again, on foot.";
    let page = extract(html);
    assert_eq!(page.metadata().title(), Some("The bridge is open"));
    let roles: Vec<Role> = page.all_blocks().iter().map(mainbody::Block::role).collect();
    assert_eq!(roles, [Role::Text, Role::Title, Role::Text]);
}

#[test]
fn metadata_does_not_decide_about_the_text() {
    let head = "<title>x</title><meta name=date content=2999-01-01><script type=application/ld+json>{</script>";
    assert_eq!(extract(&format!("<head>{head}</head>{TEXT}")).text(), extract(TEXT).text());
}

#[test]
fn no_page_is_too_broken() {
    let moment = Regex::new(r"^(19|20)\d\d-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?$").unwrap();
    let tag = Regex::new(r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$").unwrap();
    let mut said = 0;
    for (page, seed) in PAGES.iter().flat_map(|page| (0..BROKEN_COPIES).map(move |seed| (page, seed))) {
        let page = about(&mutation::mutate(page, seed));
        assert!(
            [page.published(), page.modified()].into_iter().flatten().all(|date| moment.is_match(date)),
            "{page:?}"
        );
        assert!(
            [page.image(), page.canonical_url()].into_iter().flatten().all(|url| url.starts_with("http")),
            "{page:?}"
        );
        assert!(page.language().is_none_or(|language| tag.is_match(language)), "{page:?}");
        assert!(page.authors().iter().all(|name| !name.trim().is_empty()), "{page:?}");
        assert!(page.title().is_none_or(|title| !title.trim().is_empty()), "{page:?}");
        said += u32::from(page.title().is_some());
    }
    // The copies are not so broken that there is nothing to see.
    assert!(said > 200, "{said}");
}
