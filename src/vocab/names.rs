//! What the words in classes, ids, roles and properties tell.

use std::sync::LazyLock;

use crate::hash::{HashTable, hash, mix};

/// Words in classes, ids, roles and properties that tell something of a block, grouped by what they tell.
///
/// They are evidence, weighted by distance and by what all else says; none decides by itself. Whole words only, and none
/// of those that say how an element looks, see [`is_utility`].
pub(crate) const NAME_GROUPS: &[(&str, &str)] = &[
    (
        "comment",
        "comment comments commentlist kommentar kommentare comentarios commentaires disqus komentar komentarz yorum yorumlar cmt giscus utterances remark42 livefyre",
    ),
    ("reply", "reply replies respond response responses"),
    ("nav", "nav navbar navigation navi subnav topnav sitenav mainnav"),
    ("menu", "menu menus submenu menubar menuitem dropdown megamenu"),
    ("breadcrumb", "breadcrumb breadcrumbs crumb crumbs bread ariane"),
    ("footer", "footer foot colophon contentinfo bottom subfooter"),
    ("copyright", "copyright legal imprint terms impressum privacy"),
    ("header", "header masthead banner topbar head top"),
    ("sidebar", "sidebar side aside rail complementary secondary right left"),
    ("widget", "widget widgets module box portlet"),
    (
        "ad",
        "ad ads advert advertisement advertising sponsor sponsored adsense dfp adslot anzeige werbung publicidad publicite reklama reklame annons taboola outbrain mgid sponsors",
    ),
    ("promo", "promo promotion promotions cta offer offers upsell marketing"),
    (
        "related",
        "related similar recommended recommendation recommendations recirc verwandt suggested relacionadas relacionados readnext recommend upnext",
    ),
    ("more", "more readmore mehr also further"),
    ("popular", "popular trending latest recent newest featured most trends bestseller bestsellers"),
    ("share", "share sharing shares social follow socials addthis addtoany sharethis partager compartir sharebar"),
    (
        "newsletter",
        "newsletter subscribe subscription signup optin mailing subscriber paywall regwall metered inscription",
    ),
    (
        "cookie",
        "cookie cookies consent gdpr ccpa onetrust cookiebot usercentrics didomi klaro iubenda osano termly cookieconsent",
    ),
    ("modal", "modal popup popover overlay lightbox dialog alertdialog drawer toast"),
    ("form", "form forms input field fields fieldset textbox"),
    ("search", "search searchbox suche recherche filter filters sort"),
    ("login", "login signin register account auth logout signout"),
    ("author", "author authors byline autor bio writer contributor"),
    ("user", "user username member profile avatar poster"),
    ("date", "date dates time timestamp published datepublished datum ago"),
    ("meta", "meta metadata info stats data"),
    ("tag", "tag tags category categories topic topics keywords"),
    ("pagination", "pagination pager paging paginator prev previous next pagenavi paginate pagers"),
    ("article", "article articles artikel articulo story news blog noticia nachricht"),
    ("post", "post posts hentry postbody entry entries"),
    ("thread", "thread threads forum discussion conversation"),
    ("message", "message messages msg bubble"),
    ("content", "content contents inhalt contenido contenu maincontent"),
    ("body", "body text articlebody bodytext copy txt"),
    ("rich", "rich richtext wysiwyg prose markdown formatted rte html editor"),
    ("main", "main primary center central hauptinhalt"),
    ("title", "title headline heading titel titre name subtitle kicker"),
    ("summary", "summary excerpt abstract intro lead lede standfirst dek deck"),
    ("teaser", "teaser teasers snippet preview promoted blurb"),
    ("description", "description desc about overview details detail"),
    ("card", "card cards tile tiles panel"),
    ("grid", "grid row col column columns masonry"),
    ("list", "list listing listings items item feed stream archive loop collection"),
    ("result", "result results hits hit"),
    ("product", "product products sku catalog merchandise"),
    ("price", "price prices cart basket checkout buy shop stock shipping delivery wishlist currency"),
    ("review", "review reviews rating ratings stars"),
    ("spec", "spec specs specification specifications features feature attributes properties"),
    ("slider", "gallery slider carousel slideshow swiper slick slide hero jumbotron cover splash"),
    (
        "image",
        "image images img photo photos picture figure media thumb thumbnail caption captions credit figcaption legend",
    ),
    ("video", "video player audio podcast embed"),
    ("quote", "quote blockquote pullquote bbcode testimonial testimonials"),
    ("signature", "signature signatures usersignature postsignature signaturecontainer sigtext"),
    ("code", "code highlight highlighter syntax codehilite pre example"),
    ("toc", "toc tableofcontents outline onthispage index scrollspy"),
    ("docs", "doc docs documentation wiki mw manual reference references footnote footnotes reflist sig"),
    (
        "tools",
        "edit toolbar tools tool action actions control controls button buttons btn link links clipboard tablist",
    ),
    ("tabs", "tab tabs tabpanel accordion collapse collapsible toggle"),
    (
        "hidden",
        "hidden hide invisible visually screenreader offscreen noprint sr none skeleton placeholder loading spinner loader",
    ),
    ("notice", "notice disclaimer note callout hint"),
    ("alert", "alert warning"),
    ("answer", "answer answers question questions qa accepted suggestedanswer acceptedanswer faq faqs"),
    ("contact", "contact address location map hours phone language languages lang locale"),
    ("step", "step steps instructions ingredients ingredient recipe recipeingredient recipeinstructions directions"),
];

/// Groups of names that keys of data are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NameGroup {
    Comment = 0,
    Reply = 1,
    Related = 12,
    Author = 22,
    User = 23,
    Date = 24,
    Title = 36,
}

impl NameGroup {
    /// The bit of the group among those of [`name_groups`].
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// The groups of the words in a name, as bits, and a hash of its words that hold no digit.
pub(crate) fn name_groups(value: &str) -> (u64, u64) {
    let (mut groups, mut signature) = (0, 0);
    each_word(value, |word, digits, utility| {
        let key = hash(word);
        if let Some(&group) = GROUP_OF.get(&key).filter(|_| !utility) {
            groups |= 1 << group;
        }
        if !digits {
            signature = mix(signature, key);
        }
    });
    (groups, signature)
}

/// Calls `found` with each word of a name, in lower case, whether it holds a digit, and whether it stands in a name that is
/// a utility: `entry-content`, `entry_content` and `entryContent` are two each. Words too long to be known are left out.
fn each_word(value: &str, mut found: impl FnMut(&[u8], bool, bool)) {
    let lower = value.to_ascii_lowercase();
    let mut utility = is_utility(lower.as_bytes());
    let mut word = |from: usize, to: usize, digits, utility| {
        if (1..=MAX_NAME_WORD).contains(&(to - from)) {
            found(lower.as_bytes().get(from..to).unwrap_or_default(), digits, utility);
        }
    };
    let (mut from, mut digits, mut before) = (0, false, NameByte::Other);
    for (at, &byte) in value.as_bytes().iter().enumerate() {
        let this = NAME_BYTES[usize::from(byte)];
        if this == NameByte::Other {
            word(from, at, digits, utility);
            (from, digits) = (at + 1, false);
            if byte.is_ascii_whitespace() {
                utility = is_utility(lower.as_bytes().get(at + 1..).unwrap_or_default());
            }
        } else if this == NameByte::Upper && before == NameByte::Lower {
            word(from, at, digits, utility);
            (from, digits) = (at, false);
        }
        digits |= this == NameByte::Digit;
        before = this;
    }
    word(from, value.len(), digits, utility);
}

/// What names of utilities begin with, up to the first hyphen: properties of CSS, and what scripts look for.
const UTILITIES: &[&[u8]] = &[
    b"align",
    b"border",
    b"float",
    b"items",
    b"js",
    b"justify",
    b"margin",
    b"overflow",
    b"padding",
    b"pointer",
    b"pull",
    b"rounded",
];
/// The same, if one of [`UTILITY_VALUES`] or a number comes last.
const POSITIONS: &[&[u8]] = &[b"bottom", b"left", b"list", b"object", b"right", b"text", b"top"];
const UTILITY_VALUES: &[&[u8]] =
    &[b"bottom", b"center", b"end", b"justify", b"left", b"muted", b"none", b"right", b"start", b"top"];

/// Whether the class that a text in lower case begins with says how an element looks or which script uses it, not what it
/// is: `text-left`, `overflow-hidden`, `md:border-top`, `js-comment-edit`.
fn is_utility(text: &[u8]) -> bool {
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let class = text.get(..end).unwrap_or_default();
    // Tailwind's variants come before a colon.
    let class = class.rsplit(|&byte| byte == b':').next().unwrap_or_default();
    let Some(hyphen) = class.iter().position(|&byte| byte == b'-') else { return false };
    let (property, rest) = (class.get(..hyphen).unwrap_or_default(), class.get(hyphen + 1..).unwrap_or_default());
    let value = || rest.rsplit(|&byte| byte == b'-').next().unwrap_or_default();
    UTILITIES.contains(&property)
        || (POSITIONS.contains(&property)
            && (UTILITY_VALUES.contains(&value()) || value().iter().all(u8::is_ascii_digit)))
}

/// What a byte is in a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameByte {
    Lower,
    Upper,
    Digit,
    /// Between words.
    Other,
}

static NAME_BYTES: [NameByte; 256] = {
    let mut bytes = [NameByte::Other; 256];
    let mut byte = 0;
    while byte < 128u8 {
        if byte.is_ascii_lowercase() {
            bytes[byte as usize] = NameByte::Lower;
        } else if byte.is_ascii_uppercase() {
            bytes[byte as usize] = NameByte::Upper;
        } else if byte.is_ascii_digit() {
            bytes[byte as usize] = NameByte::Digit;
        }
        byte += 1;
    }
    bytes
};

/// Bytes of the longest word in [`NAME_GROUPS`], and of the longest that counts for a signature.
const MAX_NAME_WORD: usize = 24;

/// The group of each word.
static GROUP_OF: LazyLock<HashTable<u8>> = LazyLock::new(|| {
    let groups = NAME_GROUPS.iter().zip(0u8..);
    groups
        .flat_map(|((_, words), group)| words.split_ascii_whitespace().map(move |word| (hash(word.as_bytes()), group)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_whole_words() {
        let split = |name: &str| {
            let mut words = Vec::new();
            each_word(name, |word, _, _| words.push(String::from_utf8_lossy(word).into_owned()));
            words
        };
        assert_eq!(split("entry-content wide"), ["entry", "content", "wide"]);
        assert_eq!(split("articleBody__inner"), ["article", "body", "inner"]);
        assert_eq!(split("NAVBar md:flex"), ["navbar", "md", "flex"]);
        assert_eq!(split(&"x".repeat(MAX_NAME_WORD + 1)), [""; 0]);
        assert_eq!(split("--"), [""; 0]);
    }

    #[test]
    fn every_word_has_one_group_and_all_fit_into_the_bits() {
        assert!(NAME_GROUPS.len() <= 64);
        let words: Vec<_> = NAME_GROUPS.iter().flat_map(|(_, words)| words.split_ascii_whitespace()).collect();
        assert_eq!(words.len(), GROUP_OF.len(), "a word stands twice");
        assert!(words.iter().all(|word| word.len() <= MAX_NAME_WORD));
    }

    #[test]
    fn groups_known_by_name_are_where_they_are_said_to_be() {
        use NameGroup::{Author, Date, Title, User};
        for (group, name) in [(Author, "author"), (User, "user"), (Date, "date"), (Title, "title")] {
            assert_eq!(NAME_GROUPS[group as usize].0, name);
            assert_eq!(name_groups(name).0, group.bit());
        }
    }

    #[test]
    fn a_word_inside_another_does_not_count() {
        assert_eq!(name_groups("MsoHeading bellowheadercontainer").0, name_groups("Heading").0);
        assert_eq!(name_groups("uploads").0, 0);
    }

    #[test]
    fn utilities_tell_nothing_of_what_an_element_is() {
        for utility in ["text-left", "md:text-right", "overflow-hidden", "js-selectToQuote", "margin-bottom", "top-0"] {
            assert_eq!(name_groups(utility).0, 0, "{utility}");
        }
        for name in ["text-block", "left-sidebar", "list-item", "top", "page-header", "content"] {
            assert_ne!(name_groups(name).0, 0, "{name}");
        }
        assert_eq!(name_groups("js-x sidebar text-left").0, name_groups("sidebar").0);
        assert_ne!(name_groups("text-left").1, name_groups("text-right").1);
    }

    #[test]
    fn numbers_do_not_tell_siblings_apart() {
        assert_eq!(name_groups("post post-17").1, name_groups("post post-18").1);
        assert_ne!(name_groups("post").1, name_groups("page").1);
    }
}
