//! What HTML names mean to the stages.

use std::sync::LazyLock;

use crate::hash::{HashTable, hash, mix};
use crate::tree::Tag;

/// How an element takes part in the text of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    /// Ends the block before it, and its end tag the block inside it.
    Block,
    /// Stands in the line of text.
    Inline,
    /// `<br>`.
    LineBreak,
    /// `<pre>` and its like: whitespace counts.
    Verbatim,
    /// A table, which is a block if it holds data.
    Table,
    /// Never shown, or shown as something else than text.
    Skipped,
}

/// The flow of an HTML element.
pub(crate) fn flow(tag: Tag) -> Flow {
    use Tag::{
        Address, Annotation, AnnotationXml, Article, Aside, Audio, Blockquote, Body, Br, Button, Canvas, Caption,
        Center, Col, Colgroup, Datalist, Dd, Details, Dialog, Dir, Div, Dl, Dt, Embed, Fieldset, Figcaption, Figure,
        Footer, Form, Frame, Frameset, H1, H2, H3, H4, H5, H6, Head, Header, Hgroup, Hr, Html, Iframe, Label, Legend,
        Li, Listing, Main, Menu, Nav, Noembed, Noframes, Noscript, Ol, Optgroup, Option, P, Plaintext, Pre, Rp, Script,
        Search, Section, Select, Style, Summary, Svg, Table, Tbody, Td, Template, Textarea, Tfoot, Th, Thead, Title,
        Tr, Ul, Video, Xmp,
    };
    match tag {
        Address | Article | Aside | Blockquote | Body | Button | Caption | Center | Dd | Details | Dialog | Dir
        | Div | Dl | Dt | Fieldset | Figcaption | Figure | Footer | Form | Frameset | H1 | H2 | H3 | H4 | H5 | H6
        | Header | Hgroup | Hr | Html | Label | Legend | Li | Main | Menu | Nav | Noscript | Ol | P | Search
        | Section | Summary | Tbody | Td | Tfoot | Th | Thead | Tr | Ul => Flow::Block,
        Br => Flow::LineBreak,
        Listing | Plaintext | Pre | Xmp => Flow::Verbatim,
        Table => Flow::Table,
        Annotation | AnnotationXml | Audio | Canvas | Col | Colgroup | Datalist | Embed | Frame | Head | Iframe
        | Noembed | Noframes | Optgroup | Option | Rp | Script | Select | Style | Svg | Template | Textarea | Title
        | Video => Flow::Skipped,
        _ => Flow::Inline,
    }
}

/// The level of a heading element.
pub(crate) fn heading_level(tag: Tag) -> Option<u8> {
    match tag {
        Tag::H1 => Some(1),
        Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        _ => None,
    }
}

/// Words in classes, ids, roles and properties that tell something of a block, grouped by what they tell.
///
/// They are evidence, weighted by distance and by what all else says; none decides by itself. Whole words only.
pub(crate) const NAME_GROUPS: &[(&str, &str)] = &[
    ("comment", "comment comments commentlist kommentar kommentare comentarios commentaires disqus"),
    ("reply", "reply replies respond response responses"),
    ("nav", "nav navbar navigation navi subnav topnav sitenav mainnav"),
    ("menu", "menu menus submenu menubar menuitem dropdown megamenu"),
    ("breadcrumb", "breadcrumb breadcrumbs crumb crumbs"),
    ("footer", "footer foot colophon contentinfo bottom subfooter"),
    ("copyright", "copyright legal imprint terms"),
    ("header", "header masthead banner topbar head top"),
    ("hero", "hero jumbotron cover splash"),
    ("sidebar", "sidebar side aside rail complementary secondary right left"),
    ("widget", "widget widgets module box portlet"),
    ("ad", "ad ads advert advertisement advertising sponsor sponsored adsense dfp adslot anzeige werbung"),
    ("promo", "promo promotion promotions cta offer offers upsell marketing"),
    ("related", "related similar recommended recommendation recommendations recirc verwandt suggested"),
    ("more", "more readmore mehr also further"),
    ("popular", "popular trending latest recent newest featured most"),
    ("share", "share sharing shares social follow socials"),
    ("newsletter", "newsletter subscribe subscription signup optin mailing"),
    ("cookie", "cookie cookies consent gdpr ccpa cmp"),
    ("modal", "modal popup popover overlay lightbox dialog alertdialog drawer toast"),
    ("form", "form forms input field fields fieldset textbox"),
    ("search", "search searchbox suche recherche filter filters sort"),
    ("login", "login signin register account auth"),
    ("author", "author authors byline autor bio writer contributor"),
    ("user", "user username member profile avatar poster"),
    ("date", "date dates time timestamp published datepublished datum ago"),
    ("meta", "meta metadata info stats data"),
    ("tag", "tag tags category categories topic topics keywords"),
    ("pagination", "pagination pager paging paginator prev previous next"),
    ("article", "article articles artikel articulo story news blog"),
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
    ("price", "price prices cart basket checkout buy shop stock shipping delivery"),
    ("review", "review reviews rating ratings stars testimonial testimonials"),
    ("spec", "spec specs specification specifications features feature attributes properties"),
    ("slider", "gallery slider carousel slideshow swiper slick slide"),
    ("image", "image images img photo photos picture figure media thumb thumbnail"),
    ("caption", "caption captions credit figcaption legend"),
    ("video", "video player audio podcast embed"),
    ("quote", "quote blockquote pullquote bbcode signature sig"),
    ("code", "code highlight highlighter syntax codehilite pre example"),
    ("toc", "toc tableofcontents outline onthispage index"),
    ("docs", "doc docs documentation wiki mw manual reference references footnote footnotes reflist"),
    ("tools", "edit toolbar tools tool action actions control controls button buttons btn link links"),
    ("tabs", "tab tabs tabpanel tablist accordion collapse collapsible faq faqs toggle"),
    ("hidden", "hidden hide invisible visually screenreader offscreen noprint sr none"),
    ("notice", "notice alert warning disclaimer note callout hint"),
    ("answer", "answer answers question questions qa accepted suggestedanswer acceptedanswer"),
    ("contact", "contact address location map hours phone language languages lang locale"),
    (
        "step",
        "step steps instructions ingredients ingredient recipe recipeingredient recipeinstructions directions \
         job event",
    ),
];

/// Groups of names that keys of data are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NameGroup {
    Author = 23,
    User = 24,
    Date = 25,
    Title = 37,
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
    each_word(value, |word, digits| {
        let key = hash(word);
        if let Some(&group) = GROUP_OF.get(&key) {
            groups |= 1 << group;
        }
        if !digits {
            signature = mix(signature, key);
        }
    });
    (groups, signature)
}

/// Calls `found` with each word of a name, in lower case, and whether it holds a digit: `entry-content`,
/// `entry_content` and `entryContent` are two each. Words too long to be known are left out.
fn each_word(value: &str, mut found: impl FnMut(&[u8], bool)) {
    let lower = value.to_ascii_lowercase();
    let mut word = |from: usize, to: usize, digits| {
        if (1..=MAX_NAME_WORD).contains(&(to - from)) {
            found(lower.as_bytes().get(from..to).unwrap_or_default(), digits);
        }
    };
    let (mut from, mut digits, mut before) = (0, false, NameByte::Other);
    for (at, &byte) in value.as_bytes().iter().enumerate() {
        let this = NAME_BYTES[usize::from(byte)];
        if this == NameByte::Other {
            word(from, at, digits);
            (from, digits) = (at + 1, false);
        } else if this == NameByte::Upper && before == NameByte::Lower {
            word(from, at, digits);
            (from, digits) = (at, false);
        }
        digits |= this == NameByte::Digit;
        before = this;
    }
    word(from, value.len(), digits);
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

/// Words of page furniture by what they belong to, in lower case: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, Polish, Czech, Swedish, Turkish, Russian, Arabic; then Chinese, Japanese and Korean as parts of
/// words.
pub(crate) const CUES: &[(&str, &str)] = &[
    (
        "comments",
        "comment comments reply replies kommentar kommentare kommentieren antworten commentaire commentaires \
         répondre comentario comentarios responder commenti commento rispondi comentários comentário reacties \
         reageren komentarze komentarz komentáře kommentarer yorum yorumlar комментарии комментарий ответить \
         تعليقات تعليق 评论 評論 留言 回复 コメント 댓글",
    ),
    (
        "related",
        "related recommended similar trending popular latest recent headlines read also more mehr auch \
         ähnliche verwandte weitere lire aussi voir populaires récents relacionados relacionadas también más \
         leídas leggi anche correlati leia também mais lees ook gerelateerd czytaj także powiązane \
         související relaterade läs ilgili haberler читайте также похожие популярное اقرأ 相关 相關 推荐 热门 最新 関連 \
         おすすめ ランキング 관련 추천 인기",
    ),
    (
        "subscribe",
        "newsletter newsletters subscribe subscription inbox email mail signup abonnieren anmelden inscrivez \
         abonner inscription suscríbete suscribirse boletín iscriviti assine inscreva abonneer aanmelden \
         zapisz prenumerera abone подписаться подпишитесь рассылка اشترك 订阅 訂閱 登録 メルマガ 구독",
    ),
    (
        "share",
        "share tweet facebook twitter pinterest whatsapp linkedin instagram telegram reddit teilen partager \
         compartir condividi compartilhar delen udostępnij sdílet dela paylaş поделиться شارك 分享 シェア 공유 print \
         drucken imprimer imprimir",
    ),
    (
        "legal",
        "cookie cookies privacy terms copyright rights reserved imprint disclaimer datenschutz impressum agb \
         nutzungsbedingungen vorbehalten confidentialité mentions légales réservés privacidad aviso derechos \
         reservados diritti riservati privacidade direitos voorwaarden rechten prywatności prawa zásady \
         integritetspolicy gizlilik конфиденциальности права защищены الخصوصية 版权 版權 隐私 備案 备案 利用規約 著作権 プライバシー \
         저작권 개인정보",
    ),
    (
        "ads",
        "advertisement advertisements advertise sponsored sponsor promoted anzeige werbung publicité \
         publicidad pubblicità publicidade advertentie reklama reklam annons реклама إعلان 广告 廣告 広告 광고",
    ),
    (
        "account",
        "login log sign register account password cart checkout basket wishlist einloggen registrieren konto \
         passwort warenkorb connexion connecter compte panier iniciar sesión cuenta carrito accedi registrati \
         carrello entrar conta carrinho inloggen winkelwagen zaloguj koszyk přihlásit logga giriş sepet войти \
         регистрация корзина تسجيل 登录 登錄 注册 ログイン 会員 로그인 회원가입",
    ),
    (
        "navigation",
        "menu home homepage skip search contact about back next previous top sitemap startseite suche kontakt \
         über zurück weiter accueil recherche suivant précédent inicio buscar contacto siguiente anterior \
         cerca contatti contato zoeken szukaj hledat sök ara iletişim главная поиск контакты الرئيسية بحث 首页 \
         首頁 搜索 ホーム 検索 お問い合わせ 홈 검색",
    ),
    (
        "byline",
        "by posted published updated author written editor min minutes ago von veröffentlicht aktualisiert \
         uhr autor vor par publié modifié auteur por publicado actualizado di pubblicato aggiornato autore \
         door gepubliceerd opublikowano publicerad yazar автор опубликовано назад 作者 来源 發布 发布 更新 投稿 公開 기자 입력 \
         수정",
    ),
];

/// The groups of a word by its key, as bits.
pub(crate) fn cues_of_word(key: u64) -> u16 {
    CUE_OF.get(&key).copied().unwrap_or(0)
}

/// The groups of Chinese, Japanese and Korean words in a text, as bits.
pub(crate) fn cues_of_ideographs(text: &str) -> u16 {
    let places = text.char_indices().filter(|(_, c)| is_ideograph(*c));
    places.fold(0, |found, (at, c)| {
        let words = IDEOGRAPHIC_CUES.get(&mix(0, u64::from(c))).map_or(&[][..], Vec::as_slice);
        let rest = text.get(at..).unwrap_or_default();
        found | words.iter().filter(|(word, _)| rest.starts_with(word)).fold(0, |found, (_, bits)| found | bits)
    })
}

/// The groups of a word of any script and case.
pub(crate) fn cues_of_any(word: &str) -> u16 {
    /// Bytes of the longest word of [`CUES`], and some more.
    const MAX_BYTES: usize = 48;
    let (mut lower, mut length) = ([0u8; MAX_BYTES], 0);
    for c in word.chars().flat_map(char::to_lowercase) {
        let Some(place) = lower.get_mut(length..length + c.len_utf8()) else { return 0 };
        length += c.encode_utf8(place).len();
    }
    cues_of_word(hash(lower.get(..length).unwrap_or_default()))
}

/// The words of [`CUES`] that are ASCII, in a table with open addresses, each by its [`CueTable::key`].
pub(crate) struct CueTable {
    places: Box<[(u64, u16)]>,
}

impl CueTable {
    const BITS: u32 = 11;

    /// The table.
    pub(crate) fn get() -> &'static Self {
        static TABLE: LazyLock<CueTable> = LazyLock::new(CueTable::new);
        &TABLE
    }

    fn new() -> Self {
        let mut table = Self { places: vec![(0, 0); 1 << Self::BITS].into() };
        for ((_, words), group) in CUES.iter().zip(0..) {
            for word in words.split_ascii_whitespace().filter(|word| word.is_ascii()) {
                let key = word.bytes().fold(0, Self::extend);
                let place = table.place(Self::key(key, word.len()));
                table.places[place] = (Self::key(key, word.len()), table.places[place].1 | 1 << group);
            }
        }
        table
    }

    /// The last eight letters of a word, in lower case, after one more.
    pub(crate) fn extend(letters: u64, next: u8) -> u64 {
        letters << 8 | u64::from(next | 0x20)
    }

    /// What words are told apart by: their last eight letters and their length.
    fn key(letters: u64, length: usize) -> u64 {
        letters ^ length as u64
    }

    /// Where a key stands, or would stand. A quarter of the places is taken, so the search is short.
    fn place(&self, key: u64) -> usize {
        let mut place = (mix(0, key) >> (u64::BITS - Self::BITS)) as usize;
        while self.places[place].0 != key && self.places[place].0 != 0 {
            place = (place + 1) % self.places.len();
        }
        place
    }

    /// The groups of the word of this length with these last letters, as bits.
    pub(crate) fn groups(&self, letters: u64, length: usize) -> u16 {
        self.places[self.place(Self::key(letters, length))].1
    }
}

/// The groups of each word, by its hash.
static CUE_OF: LazyLock<HashTable<u16>> = LazyLock::new(|| {
    let mut groups = HashTable::default();
    for ((_, words), group) in CUES.iter().zip(0..) {
        for word in words.split_ascii_whitespace() {
            *groups.entry(hash(word.as_bytes())).or_insert(0) |= 1 << group;
        }
    }
    groups
});

/// Those words that stand inside others without a space, by their first character.
static IDEOGRAPHIC_CUES: LazyLock<HashTable<Vec<(&'static str, u16)>>> = LazyLock::new(|| {
    let mut words: HashTable<Vec<(&'static str, u16)>> = HashTable::default();
    for ((_, group), bit) in CUES.iter().zip(0..) {
        for word in group.split_ascii_whitespace().filter(|word| word.chars().all(is_ideograph)) {
            let first = word.chars().next().map_or(0, u64::from);
            words.entry(mix(0, first)).or_default().push((word, 1 << bit));
        }
    }
    words
});

/// Han, kana and Hangul.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_whole_words() {
        let split = |name: &str| {
            let mut words = Vec::new();
            each_word(name, |word, _| words.push(String::from_utf8_lossy(word).into_owned()));
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
    fn cues_are_found_in_every_way() {
        for word in CUES.iter().flat_map(|(_, words)| words.split_ascii_whitespace()) {
            let expected = cues_of_word(hash(word.as_bytes()));
            assert_ne!(expected, 0, "{word}");
            assert_eq!(cues_of_any(word), expected, "{word}");
            if word.is_ascii() {
                let letters = word.to_ascii_uppercase().bytes().fold(0, CueTable::extend);
                assert_eq!(CueTable::get().groups(letters, word.len()), expected, "{word}");
            }
            if word.chars().all(is_ideograph) {
                assert_eq!(cues_of_ideographs(&format!("{word}x")) & expected, expected, "{word}");
            }
        }
        assert_eq!(CueTable::get().groups("harbour".bytes().fold(0, CueTable::extend), 7), 0);
        assert_eq!(cues_of_any("ÜBER"), cues_of_word(hash("über".as_bytes())));
    }

    #[test]
    fn a_word_inside_another_does_not_count() {
        assert_eq!(name_groups("MsoHeading bellowheadercontainer").0, name_groups("Heading").0);
        assert_eq!(name_groups("uploads").0, 0);
    }

    #[test]
    fn numbers_do_not_tell_siblings_apart() {
        assert_eq!(name_groups("post post-17").1, name_groups("post post-18").1);
        assert_ne!(name_groups("post").1, name_groups("page").1);
    }
}
