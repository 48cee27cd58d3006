//! Every option changes what comes out, every error and every warning arrives, and no input is too strange.
#![allow(clippy::unwrap_used, clippy::format_collect)] // A test fails by panicking, and need not be fast.

use mainbody::{Error, Extraction, Extractor, Focus, Limits, MarkKind, Warning};

#[path = "support/pages.rs"]
mod pages;

/// "Good morning" in Russian, in windows-1251.
const MORNING: &[u8] = b"<p>\xc4\xee\xe1\xf0\xee\xe5 \xf3\xf2\xf0\xee</p>";

fn texts(extraction: &Extraction) -> Vec<&str> {
    extraction.all_blocks().iter().map(mainbody::Block::text).collect()
}

#[test]
fn focus_turns_the_dial() {
    let mut words = [0; 3];
    for page in pages::pages() {
        let kept = [Focus::Precision, Focus::Balanced, Focus::Recall].map(|focus| {
            let extraction = Extractor::new().focus(focus).extract(&page.html).unwrap();
            extraction.blocks().map(|block| block.counts().words).sum::<u32>()
        });
        assert!(kept.is_sorted(), "{}: {kept:?}", page.name);
        for (sum, kept) in words.iter_mut().zip(kept) {
            *sum += kept;
        }
    }
    assert!(words[0] < words[1] && words[1] < words[2], "{words:?}");
}

#[test]
fn focus_leaves_the_confidences_alone() {
    for page in pages::pages() {
        let [a, b] = [Focus::Precision, Focus::Recall].map(|focus| {
            let extraction = Extractor::new().focus(focus).extract(&page.html).unwrap();
            let of_blocks: Vec<u32> =
                extraction.all_blocks().iter().map(|block| block.confidence().to_bits()).collect();
            (extraction.confidence().to_bits(), of_blocks)
        });
        assert_eq!(a, b, "{}", page.name);
    }
}

#[test]
fn balanced_is_the_default_focus() {
    for page in pages::pages() {
        let balanced = Extractor::new().focus(Focus::Balanced).extract(&page.html).unwrap();
        assert_eq!(balanced.text(), mainbody::extract(&page.html).unwrap().text(), "{}", page.name);
    }
}

#[test]
fn max_bytes_refuses_longer_pages() {
    let extractor = Extractor::new().limits(Limits::new().max_bytes(12));
    assert_eq!(texts(&extractor.extract("<p>Good day.").unwrap()), ["Good day."]);
    let expected = Error::TooLarge { size: 13, limit: 12 };
    assert_eq!(extractor.extract("<p>Good days.").unwrap_err(), expected);
    assert_eq!(extractor.extract_bytes(b"<p>Good days.").unwrap_err(), expected);
    let message = "the page has 13 bytes, more than the limit of 12; raise it with Limits::max_bytes or skip the page";
    assert_eq!(expected.to_string(), message);
}

#[test]
fn max_depth_flattens_deeper_elements() {
    let page = format!("{}<p>At the bottom.", "<div>".repeat(40));
    let (whole, flat) = (
        mainbody::extract(&page).unwrap(),
        Extractor::new().limits(Limits::new().max_depth(20)).extract(&page).unwrap(),
    );
    assert_eq!((texts(&whole), texts(&flat)), (vec!["At the bottom."], vec!["At the bottom."]));
    assert_eq!((whole.warnings(), flat.warnings()), (&[][..], &[Warning::DepthLimit][..]));
    let depth = |extraction: &Extraction| extraction.all_blocks()[0].path().split(" > ").count();
    assert_eq!(depth(&whole), 43);
    assert!(depth(&flat) <= 20, "{}", depth(&flat));
}

#[test]
fn encoding_names_the_encoding() {
    let labelled = |label: &str| Extractor::new().encoding(label).unwrap().extract_bytes(MORNING).unwrap();
    assert_eq!(texts(&labelled("windows-1251")), ["Доброе утро"]);
    assert_eq!(texts(&labelled("latin1")), ["Äîáðîå óòðî"]);
    assert_eq!(labelled("latin1").encoding(), Some("windows-1252"));
    for (page, name) in [(b"\xef\xbb\xbf<p>Text.".as_slice(), "UTF-8"), (b"<p>\xd0\xd1\xd2", "windows-1251")] {
        assert_eq!(Extractor::new().encoding("cp1251").unwrap().extract_bytes(page).unwrap().encoding(), Some(name));
    }
}

#[test]
fn an_unknown_encoding_is_refused() {
    let error = Extractor::new().encoding("klingon").unwrap_err();
    assert_eq!(error, Error::UnknownEncoding { label: "klingon".to_owned() });
    let message = "no encoding is called \"klingon\"; give a label of the Encoding Standard such as \"utf-8\" or \
                   \"windows-1251\", or none";
    assert_eq!(error.to_string(), message);
}

#[test]
fn bytes_without_meaning_are_warned_of() {
    let extraction = Extractor::new().encoding("utf-8").unwrap().extract_bytes(b"<p>A caf\xe9.").unwrap();
    assert_eq!(texts(&extraction), ["A caf\u{fffd}."]);
    assert_eq!(extraction.warnings(), [Warning::Undecodable]);
    let message = "some bytes stand for no character in the page's encoding and were replaced";
    assert_eq!(Warning::Undecodable.to_string(), message);
}

#[test]
fn pages_without_text_are_empty_and_no_error() {
    let blank =
        ["", " \n\t\u{a0}", "\u{feff}", "<!-- nothing -->", "<script>let x = 1;</script>", "<p>* * *</p>", "\0"];
    for page in blank {
        for extraction in [mainbody::extract(page), mainbody::extract_bytes(page.as_bytes())] {
            let extraction = extraction.unwrap();
            assert_eq!(texts(&extraction), [""; 0], "{page:?}");
            assert_eq!(extraction.text(), "", "{page:?}");
            assert_eq!(extraction.confidence().to_bits(), 0, "{page:?}");
            assert_eq!(extraction.warnings(), [Warning::Empty], "{page:?}");
        }
    }
    assert_eq!(Warning::Empty.to_string(), "no block with a letter or digit was found");
}

#[test]
fn prose_without_markup_is_a_paragraph() {
    let prose = "It rained all night.\nBy morning the river had reached the bridge, and 3 < 5 & so on.";
    let extraction = mainbody::extract(prose).unwrap();
    assert_eq!(texts(&extraction), [prose.replace('\n', " ")]);
    assert_eq!(extraction.warnings(), []);
}

#[test]
fn json_is_text_like_any_other() {
    let json = r#"{"title": "Rain", "tags": ["a", "b"], "body": null, "n": -1.5e3}"#;
    assert_eq!(texts(&mainbody::extract(json).unwrap()), [json]);
}

#[test]
fn random_bytes_are_survived() {
    let mut random = fastrand::Rng::with_seed(11);
    for round in 0..200 {
        let mut bytes: Vec<u8> = (0..random.usize(0..4096)).map(|_| random.u8(..)).collect();
        for byte in &mut bytes {
            // Every third round looks more like markup.
            if round % 3 == 0 && *byte < 64 {
                *byte = b"<>/=\"' &;!-ab"[usize::from(*byte) % 13];
            }
        }
        let extraction = mainbody::extract_bytes(&bytes).unwrap();
        assert!((0.0..=1.0).contains(&extraction.confidence()));
    }
}

#[test]
fn siblings_are_not_depth() {
    let page = format!("<p>Before.</p><svg>{}</svg><p>After.</p>", "<path/>".repeat(12_000));
    let extraction = mainbody::extract(&page).unwrap();
    assert_eq!(texts(&extraction), ["Before.", "After."]);
    assert_eq!(extraction.warnings(), []);
}

#[test]
fn nesting_without_bound_is_flattened_and_its_text_kept() {
    let page: String = (0..20_000).map(|n| format!("<div>level {n} ")).collect();
    let extraction = mainbody::extract(&page).unwrap();
    assert_eq!(extraction.warnings(), [Warning::DepthLimit]);
    assert_eq!(Warning::DepthLimit.to_string(), "elements nested deeper than the limit were flattened");
    let levels: Vec<String> = (0..20_000).map(|n| format!("level {n}")).collect();
    assert_eq!(texts(&extraction).join(" "), levels.join(" "));
}

/// The addresses of a page's links and images.
fn addresses(extraction: &Extraction) -> Vec<&str> {
    let marks = extraction.all_blocks().iter().flat_map(mainbody::Block::marks);
    let addresses = marks.filter_map(|mark| match mark.kind {
        MarkKind::Link { href } => Some(href),
        MarkKind::Image { src, .. } => Some(src),
        _ => None,
    });
    addresses.collect()
}

#[test]
fn base_url_makes_addresses_absolute() {
    let links = "<a href=a.html>a</a> <a href=/b?c=1#d>b</a> <a href=//other.org/e>e</a> <a href=#f>f</a> \
        <a href='https://Example.net'>g</a> <a href='mailto:h@i.org'>h</a> <a href='https://'>i</a> \
        <a href='../j k'>j <b>and</b><p>l</a>";
    let plain = ["a.html", "/b?c=1#d", "//other.org/e", "#f", "https://Example.net", "mailto:h@i.org", "https://"];
    let resolved = |base: &str| {
        [
            format!("https://example.org/{base}a.html"),
            "https://example.org/b?c=1#d".to_owned(),
            "https://other.org/e".to_owned(),
        ]
    };
    let whole = mainbody::extract(links).unwrap();
    assert_eq!(addresses(&whole)[..7], plain);
    let based = Extractor::new().base_url("https://example.org/x/y/z").unwrap();
    for (page, base) in [(links.to_owned(), "x/y/"), (format!("<base href='../w/'>{links}"), "x/w/")] {
        let page = based.extract(&page).unwrap();
        let found = addresses(&page);
        assert_eq!(found[..3], resolved(base), "{base}");
        assert_eq!(found[4..7], plain[4..7], "{base}");
        assert_eq!(found[7..], ["https://example.org/x/j%20k"; 2], "{base}");
        assert_eq!(page.text(), whole.text());
    }
    for base in [
        "<base target=_top><base href='https://example.org/v/'><base href=/u/>",
        "<base href='https://example.org/v/'>",
    ] {
        let page = mainbody::extract(&format!("{base}{links}")).unwrap();
        assert_eq!(addresses(&page)[..3], resolved("v/"), "{base}");
    }
    for base in ["<base href=v/>", "<base href='data:text/plain,v'>", "<base href='javascript:v/'>"] {
        let page = mainbody::extract(&format!("{base}{links}")).unwrap();
        assert_eq!(addresses(&page), addresses(&whole), "{base}");
    }
}

#[test]
fn a_base_that_is_none_is_refused() {
    for (url, reason) in [
        ("/news", "relative URL without a base"),
        ("mailto:a@b.org", "nothing can be relative to it"),
        ("https://", "empty host"),
        (&format!("https://example.org/{}", "a".repeat(2048)), "it has more than 2048 bytes"),
    ] {
        let error = Extractor::new().base_url(url).unwrap_err();
        assert_eq!(error, Error::InvalidBaseUrl { url: url.to_owned(), reason: reason.to_owned() });
    }
    let message = "nothing can be resolved against \"news\": relative URL without a base; give an absolute address such \
                   as \"https://example.org/news/\"";
    assert_eq!(Extractor::new().base_url("news").unwrap_err().to_string(), message);
}

#[test]
fn messages_repeat_the_beginning_of_what_is_long() {
    let long = "é".repeat(100_000);
    let errors = [
        Extractor::new().encoding(&long).unwrap_err(),
        Extractor::new().base_url(&long).unwrap_err(),
        Extractor::new().keep(&format!("{long}(")).unwrap_err(),
    ];
    for error in errors {
        let message = error.to_string();
        assert!(message.contains("éé…\"") && message.len() < 400, "{message}");
    }
}

#[test]
fn a_page_cannot_grow_without_bounds_by_one_address() {
    let page = format!("<a href='/{}'>{}", "b".repeat(99_999), "<div>word</div>".repeat(1000));
    let extraction = Extractor::new().keep("*").unwrap().extract(&page).unwrap();
    assert_eq!(addresses(&extraction).iter().filter(|address| !address.is_empty()).count(), 1 + (16 << 20) / 100_000);
    assert!(extraction.markdown().len() < 20 << 20);
}

#[test]
fn a_page_cannot_grow_without_bounds_by_its_base() {
    let base = format!("https://example.org/{}/", "a".repeat(2000));
    let page = format!("<base href='{base}'>{}", "<p><a href=b>word</a>".repeat(20_000));
    let extraction = mainbody::extract(&page).unwrap();
    let lengths: Vec<usize> = addresses(&extraction).into_iter().map(str::len).collect();
    assert_eq!((lengths[0], lengths[19_999]), (base.len() + 1, 1));
}
