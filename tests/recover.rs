//! Text that a page carries without showing it: where it is found, when it is not looked for, and that nothing made to
//! stand in the way does harm.
// A test fails by panicking, and need not be fast.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::format_push_string, clippy::format_collect)]

use mainbody::{Block, Extraction, Extractor, Kind, Limits, Origin, Warning};

#[path = "support/reference.rs"]
mod reference;

/// Three paragraphs of a story that no fixture has.
const STORY: [&str; 3] = [
    "The clock above the fish market had stood at ten past four for so long that the gulls were said to go by it. When it \
     began to move again in the second week of October, nobody in the council could say who had wound it.",
    "The key was found in the door, and on the stairs lay a sandwich in greaseproof paper with one bite taken out of it. \
     A watchmaker from the next town looked at the works and declared that they had been oiled with great care.",
    "Since then it has lost a minute a week, and every Sunday night someone puts that right. The council has decided not \
     to have the door watched, as it would be a pity to catch the person who does for nothing what used to cost so much.",
];

/// A page that shows next to nothing, with this in its body.
fn shell(inside: &str) -> String {
    format!(
        "<!DOCTYPE html><title>Who winds the clock? - Harbour Gazette</title><body><div id=app>Loading…</div>{inside}</body>"
    )
}

/// The story as the inside of a JSON string: one paragraph a line, or with this around each paragraph.
fn json_text(before: &str, after: &str) -> String {
    let text: String = STORY.iter().map(|paragraph| format!("{before}{paragraph}{after}")).collect();
    let json = serde_json::to_string(&text).unwrap();
    json[1..json.len() - 1].to_owned()
}

fn recovered(extraction: &Extraction) -> Vec<&Block> {
    extraction.all_blocks().iter().filter(|block| block.origin() != Origin::Visible).collect()
}

/// The story is there once, from this origin, and the extraction says so.
#[track_caller]
fn assert_story(html: &str, origin: Origin) {
    let extraction = mainbody::extract(html).unwrap();
    let blocks = recovered(&extraction);
    let texts: Vec<&str> = blocks.iter().map(|block| block.text()).filter(|text| text.len() > 60).collect();
    assert_eq!(texts, STORY, "{html}");
    assert!(blocks.iter().all(|block| block.origin() == origin), "{blocks:?}");
    assert_eq!(
        extraction.warnings().contains(&Warning::Recovered),
        origin != Origin::Noscript || html.contains("iframe")
    );
}

#[test]
fn the_story_is_found_wherever_it_is() {
    let plain = json_text("", "\\n\\n").replace("\\\\n", "\\n");
    let markup = json_text("<p>", "</p>");
    let escaped = json_text("&lt;p&gt;", "&lt;/p&gt;");
    let state = format!("{{\"route\": \"/clock\", \"story\": {{\"id\": 7, \"body\": \"{markup}\"}}}}");
    let in_string = serde_json::to_string(&state).unwrap();
    let attribute = state.replace('&', "&amp;").replace('"', "&quot;");
    let twice = serde_json::to_string(&format!("{{\"data\": {in_string}}}")).unwrap();
    let flight = serde_json::to_string(&format!(
        "1:I[\"chunk.js\"]\n2:[\"$\",\"article\",null,{{\"children\":[\"$\",\"div\",null,{{\"html\":\"{markup}\"}}]}}]\n"
    ))
    .unwrap();
    let (first, second) = flight.split_at(flight.find("pity").unwrap());
    for (origin, inside) in [
        (Origin::Hydration, format!("<script type=application/json>{state}</script>")),
        (Origin::Hydration, format!("<script id=x type='application/vnd.shop+json'>{state}</script>")),
        (Origin::Hydration, format!("<script>window.__STATE__ = {state};</script>")),
        (Origin::Hydration, format!("<script>window.__STATE__ = {{\"a\": undefined, \"b\": {state}}};</script>")),
        (Origin::Hydration, format!("<script>window.__STATE__ = JSON.parse({in_string});</script>")),
        (Origin::Hydration, format!("<script>load({{answer: {twice}}})</script>")),
        (Origin::Hydration, format!("<script>(function(a,b){{return {{html:a,n:b}}}})(\"{markup}\", 1)</script>")),
        (Origin::Hydration, format!("<div id=preloaded data-preloaded=\"{attribute}\"></div>")),
        (Origin::Hydration, format!("<input type=hidden value=\"{attribute}\">")),
        (Origin::Hydration, format!("<script type=application/json>{{\"body\": \"{escaped}\"}}</script>")),
        (Origin::Hydration, format!("<script type=application/json>{{\"body\": \"{plain}\"}}</script>")),
        (
            Origin::Hydration,
            format!(
                "<script>self.__next_f.push([1,{first}\"])</script><script>self.__next_f.push([1,\"{second}])</script>"
            ),
        ),
        (
            Origin::JsonLd,
            format!(
                "<script type=application/ld+json>{{\"@type\": \"Article\", \"headline\": \"Who winds the clock?\", \
                 \"description\": \"A clock that had stood still for years has begun to move again, and nobody knows why.\", \
                 \"articleBody\": \"{plain}\"}}</script>"
            ),
        ),
        (
            Origin::Template,
            format!("<my-story><template shadowrootmode=open><p>{}</template></my-story>", STORY.join("<p>")),
        ),
        (Origin::Template, format!("<script type=text/x-template><p>{}</script>", STORY.join("<p>"))),
        (Origin::Noscript, format!("<noscript><p>{}</noscript>", STORY.join("<p>"))),
        (Origin::Noscript, format!("<noscript><iframe src=x /></noscript><p>{}", STORY.join("<p>"))),
    ] {
        assert_story(&shell(&inside), origin);
    }
}

#[test]
fn posts_are_groups_with_a_line_for_author_and_date() {
    let posts: Vec<String> = [("otter", STORY[0]), ("heron", STORY[1]), ("otter", "Thanks!"), ("crane", STORY[2])]
        .map(|(name, text)| {
            format!(
                "{{\"text\": \"<p>{text}</p>\", \"author\": {{\"id\": 3, \"name\": \"{name}\"}}, \"created_at\": \"2024-05-0{}\"}}",
                name.len()
            )
        })
        .to_vec();
    let data = format!("{{\"title\": \"Who winds the clock?\", \"posts\": [{}]}}", posts.join(","));
    let extraction = mainbody::extract(&shell(&format!("<script type=application/json>{data}</script>"))).unwrap();
    let texts: Vec<&str> = recovered(&extraction).iter().map(|block| block.text()).collect();
    let day = "2024-05-05";
    let expected = [
        "Who winds the clock?",
        "otter",
        day,
        STORY[0],
        "heron",
        day,
        STORY[1],
        "otter",
        day,
        "Thanks!",
        "crane",
        day,
        STORY[2],
    ];
    assert_eq!(texts, expected);
}

#[test]
fn a_text_comes_once_however_often_it_is_there() {
    let markup = json_text("<p>", "</p>");
    let state = format!("<script type=application/json>{{\"a\": \"{markup}\", \"b\": [\"{markup}\"]}}</script>");
    let schema = format!("<script type=application/ld+json>{{\"articleBody\": \"{markup}\"}}</script>");
    assert_story(&shell(&format!("{state}{state}")), Origin::Hydration);
    assert_story(&shell(&format!("{state}{schema}")), Origin::JsonLd);
    // One paragraph is visible: it is not repeated.
    let extraction = mainbody::extract(&shell(&format!("<p>{}</p>{state}", STORY[0]))).unwrap();
    let texts: Vec<&str> = extraction.all_blocks().iter().map(Block::text).collect();
    assert_eq!(texts.iter().filter(|text| **text == STORY[0]).count(), 1, "{texts:?}");
}

#[test]
fn a_page_that_shows_its_text_is_left_alone() {
    let other = "It is a long way to the next harbour, and the wind is against us; we shall want a good breakfast. ";
    let state = format!("<script type=application/json>{{\"a\": \"{}\"}}</script>", json_text("", " "));
    let many: String = (0..20).map(|n| format!("<p>{n} {other}</p>")).collect();
    let few = format!("<h1>The way to the next harbour</h1><p>{}</p>", other.repeat(3));
    for inside in [format!("{many}{state}"), format!("{few}{state}"), few.clone(), String::new()] {
        let extraction = mainbody::extract(&shell(&inside)).unwrap();
        assert!(recovered(&extraction).is_empty(), "{inside}");
        assert!(!extraction.warnings().contains(&Warning::Recovered));
    }
    // Where something is visible, what bears the page's title is content, and nothing else.
    let story = format!("{{\"headline\": \"Who winds the clock?\", \"body\": \"{}\"}}", json_text("<p>", "</p>"));
    let cards = format!("[{{\"title\": \"Breakfast\", \"body\": \"{}\"}}]", other.repeat(9));
    let state = format!("<script type=application/json>{{\"page\": {story}, \"more\": {cards}}}</script>");
    assert_story(&shell(&format!("{few}{state}")), Origin::Hydration);
}

#[test]
fn a_parsed_dom_gives_what_its_source_gives() {
    let attribute = format!("{{\"body\": \"{}\"}}", json_text("<p>", "</p>")).replace('"', "&quot;");
    for tag in ["div", "a", "template", "b"] {
        let html = shell(&format!("<{tag} data-state=\"{attribute}\"></{tag}>"));
        let dom = Extractor::new().extract_dom(&reference::parse(&html)).unwrap();
        let source = mainbody::extract(&html).unwrap();
        let texts = |extraction: &Extraction| -> Vec<String> {
            extraction.all_blocks().iter().map(|block| block.text().to_owned()).collect()
        };
        assert_eq!(texts(&dom), texts(&source));
        assert_eq!(recovered(&source).len(), if tag == "template" { 0 } else { 3 }, "{html}");
    }
}

#[test]
fn a_recovered_block_points_to_the_element_that_holds_it() {
    let html = shell(&format!("<script type=application/json>{{\"a\": \"{}\"}}</script>", json_text("<p>", "</p>")));
    let extraction = mainbody::extract(&html).unwrap();
    for block in recovered(&extraction) {
        assert_eq!(block.path(), "html > body > script:nth-child(2)");
        assert!(html[block.source().unwrap()].starts_with("<script"));
    }
}

/// Data made to harm gives no block, and other data on the page gives its own.
#[test]
fn selectors_match_what_is_recovered() {
    let body = json_text("<p class=zzz>", "<sup class=ref>[1]</sup></p>");
    for inside in [
        format!("<script type=application/ld+json>{{\"@type\": \"Article\", \"articleBody\": \"{body}\"}}</script>"),
        format!("<template>{}</template>", body.replace("\\n", "\n")),
    ] {
        let html = shell(&inside);
        let extract = |extractor: Extractor| extractor.extract(&html).unwrap();
        let kept = extract(Extractor::new().keep(".zzz").unwrap().prune("*").unwrap());
        assert_eq!(kept.blocks().count(), STORY.len(), "{kept:?}");
        assert_eq!(kept.warnings(), [Warning::Recovered]);
        let pruned = extract(Extractor::new().prune(".zzz").unwrap());
        assert_eq!((pruned.blocks().count(), pruned.warnings()), (0, &[Warning::Recovered][..]), "{pruned:?}");
        let cut = extract(Extractor::new().prune(".ref").unwrap());
        assert_eq!(cut.text(), STORY.join("\n\n"));
        assert_eq!(cut.warnings(), [Warning::Recovered]);
        let vain = extract(Extractor::new().keep(".none").unwrap());
        assert_eq!(vain.warnings(), [Warning::Recovered, Warning::NoMatch { selector: ".none".to_owned() }]);
    }
}

#[test]
fn recovered_text_that_is_all_pruned_is_not_warned_of() {
    let html = shell(&format!("<template>{}</template>", json_text("<p><b>", "</b></p>")));
    assert_eq!(mainbody::extract(&html).unwrap().warnings(), [Warning::Recovered]);
    let pruned = Extractor::new().prune("b").unwrap().extract(&html).unwrap();
    assert_eq!((recovered(&pruned).len(), pruned.warnings()), (0, &[][..]), "{pruned:?}");
}

#[test]
fn hostile_data_does_no_harm() {
    let deep = |open: &str, close: &str, depth: usize| {
        format!("{}\"{}\"{}", open.repeat(depth), STORY[0], close.repeat(depth))
    };
    let nested_html = serde_json::to_string(&format!(
        "<script type=application/json>{{\"a\": \"{0}\"}}</script><template>{0}</template><p>Short.",
        STORY[0]
    ))
    .unwrap();
    let code = "function(e){return e.map(function(t){return t&&t.x?new Promise(n=>setTimeout(n,1e3)):null})};var a=1;";
    for (name, json) in [
        ("arrays", deep("[", "]", 100_000)),
        ("objects", deep("{\"a\":", "}", 100_000)),
        ("unclosed arrays", "[".repeat(100_000)),
        ("HTML with scripts with JSON", format!("{{\"html\": {nested_html}}}")),
        ("base64", format!("[\"{}\"]", "QWxsIHlvdXIgYmFzZSBhcmUgYmVsb25n".repeat(400))),
        ("base64 in lines", format!("[\"{}\"]", "QWxsIHlvdXIgYmFzZSBhcmUgYmVsb25n+/8= ".repeat(400))),
        ("minified code", format!("[\"{}\"]", code.repeat(40))),
        ("spaced code", format!("[\"{}\"]", "if ( first && second ) { return first + second ; } ".repeat(40))),
        ("a dictionary", format!("{{{}\"z\": 1}}", labels())),
        ("broken", format!("{{\"a\": \"{}\", \"b\": nothing}}", STORY[0])),
        ("numbers", format!("[{}1]", "1.5e3, ".repeat(20_000))),
        ("quotes", "\"\\\"'`".repeat(20_000)),
    ] {
        let story = format!("<script type=application/json>{{\"a\": \"{}\"}}</script>", json_text("<p>", "</p>"));
        let blob = format!("<script type=application/json>{}</script>", json.replace("</", "<\\/"));
        let extraction = mainbody::extract(&shell(&blob)).unwrap();
        assert!(recovered(&extraction).is_empty(), "{name}: {:?}", recovered(&extraction));
        assert_story(&shell(&format!("{blob}{story}")), Origin::Hydration);
        // As a script, and as an attribute, it need only go well.
        for form in [format!("<script>{}</script>", json.replace("</", "<\\/")), format!("<i data-x='{json}'></i>")] {
            assert!(mainbody::extract(&shell(&form)).is_ok(), "{name}");
        }
    }
}

/// Texts of controls, as translations have them.
fn labels() -> String {
    let mut labels = String::new();
    for n in 0..60 {
        labels += &format!("\"key{n}\": \"Show all {n}\", ");
        if n % 5 == 0 {
            labels += &format!("\"hint{n}\": \"Please enter a valid date of birth in line {n} of the form\", ");
        }
    }
    labels
}

/// The story in a string of JSON, this in a string of JSON, and so on, in so many arrays each.
fn in_layers(arrays: usize) -> String {
    let mut json = serde_json::to_string(&STORY.join("\n")).unwrap();
    for layer in 0..4 {
        if layer > 0 {
            json = serde_json::to_string(&json).unwrap();
        }
        json = format!("{}{json}{}", "[".repeat(arrays), "]".repeat(arrays));
    }
    json
}

#[test]
fn json_in_json_in_json_is_read_forty_levels_deep_in_all() {
    let page = |json: &str| shell(&format!("<script type=application/json>{json}</script>"));
    assert_story(&page(&in_layers(9)), Origin::Hydration);
    let deep = in_layers(11);
    assert!(recovered(&mainbody::extract(&page(&deep)).unwrap()).is_empty());
    let beside = format!("{{\"deep\": {deep}, \"body\": \"{}\"}}", json_text("<p>", "</p>"));
    assert_story(&page(&beside), Origin::Hydration);
}

#[test]
fn thirty_megabytes_of_json_are_passed_over() {
    let blob =
        format!("<script type=application/json>[\"{}\"]</script>", format!("{} ", STORY[0]).repeat(30_000_000 / 200));
    assert!(blob.len() > 29_000_000);
    let story = format!("<script type=application/json>{{\"a\": \"{}\"}}</script>", json_text("<p>", "</p>"));
    assert_story(&shell(&format!("{blob}{story}")), Origin::Hydration);
}

#[test]
fn the_depth_limit_holds_for_recovered_markup() {
    let deep = format!("{}{}", "<div>".repeat(2000), json_text("<p>", "</p>"));
    let html = shell(&format!("<script type=application/json>[\"{deep}\"]</script>"));
    let extraction = Extractor::new().limits(Limits::new().max_depth(64)).extract(&html).unwrap();
    assert!(extraction.warnings().contains(&Warning::DepthLimit));
    assert!(!recovered(&extraction).is_empty());
}

#[test]
fn images_stand_where_the_text_around_them_does() {
    let [first, second, third] = STORY;
    let story = format!("<p>{first}</p><img src=clock.jpg><p>{second}</p><p>{third}</p>");
    let json = serde_json::to_string(&story).unwrap().replace("</", "<\\/");
    for (origin, element, inside) in [
        (Origin::Template, "<template", format!("<template>{story}</template>")),
        (Origin::Hydration, "<script", format!("<script type=application/json>[{json}]</script>")),
        (Origin::Noscript, "<img", format!("<noscript>{story}</noscript>")),
    ] {
        let html = shell(&inside);
        let extraction = mainbody::extract(&html).unwrap();
        let image = extraction.all_blocks().iter().find(|block| block.kind() == Kind::Image).unwrap();
        assert_eq!(image.origin(), origin);
        assert!(html[image.source().unwrap()].starts_with(element), "{image:?}");
        let holder = element.trim_start_matches('<');
        assert!(image.path().rsplit(" > ").next().unwrap().starts_with(holder), "{}", image.path());
    }
}
