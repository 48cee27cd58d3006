//! Words that stand around names in bylines, in many languages.

/// What stands before a name in a byline and hardly anywhere else, in lower case: English, German, French, Spanish,
/// Italian, Portuguese, Dutch, Scandinavian, Polish, Czech, Russian, Ukrainian, Turkish, Chinese, Japanese, Korean.
pub(super) const LABELS: &str = "this article was written by, article written by, article by, written and edited by, written by, \
     posted by, published by, authored by, submitted by, created by, story by, words by, text by, review by, \
     contributed by, asked by, started by, thread starter, a guest post by, guest post by, post author, post by, \
     blog by, view all posts by, more posts by, all posts by, posts by, articles by, author(s), authors, author, byline, \
     beitragvon, beitrag von, verfasst von, geschrieben von, veröffentlicht von, erstellt von, gepostet von, ein beitrag von, ein artikel von, \
     zeige alle beiträge von, alle beiträge von, autor/innen, autor:innen, autor*innen, autor/in, autor:in, autor*in, \
     autorinnen, autorin, autoren, autor, écrit par, rédigé par, publié par, proposé par, posté par, auteurs, \
     auteure, auteur, escrito por, publicado por, redactado por, autora, autores, scritto da, pubblicato da, a cura di, \
     autore, autrice, geschreven door, geplaatst door, skrevet af, skrevet av, skriven av, publicerad av, napisała, \
     napisał, opublikował, autorka, autorzy, napsal, авторы, автори, автор, опубликовал, yazan, yazar, 文/, 文／, 作 者, \
     撰文, 編輯, 著者, 執筆者, 執筆, 投稿者, ライター, 글쓴이, 작성자";

/// The same, but these also begin sentences: what follows them must look like a name.
pub(super) const WEAK_LABELS: &str =
    "by, von, par, por, di, door, af, av, przez, tekst, текст, blogger, 作者, 记者, 記者, 글";

/// Words that follow on a name in a line, as they are spelt.
pub(super) const AFTER_NAME: &str = "on published updated posted last reviewed medically edited is in am le el il at for via from of \
     who has was Monday Tuesday Wednesday Thursday Friday Saturday Sunday Published Updated Posted Reviewed Edited Medically Fact Last Follow Date View Contributor Senior Staff";

/// Words that join two names.
pub(super) const JOINING: &str = "and und et y e og och en i with и";

/// What stands where a name should, and is none.
pub(super) const NO_NAMES: &str = "writer, editor, author, authors, contributor, admin, administrator, guest, posted, published, \
     updated, share, follow, subscribe, anonymous, unknown, none, null, undefined, staff writer, read more, \
     view profile, view all posts, about the author, see more, more, bio, written, editorial, member, moderator, ad, \
     advertisement, comments, reply, home, follow us, contributing writer, name, e-mail, posted on, published on, updated on, \
     veröffentlicht am, erschienen am, publié le, publicado el, pubblicato il, mon, tue, wed, thu, fri, sat, sun";

/// Words of what people are, which may follow on a name after a comma.
pub(super) const OFFICES: &str = "Editor Expert Director Manager Writer Contributor Professor Officer Specialist Analyst \
     Horticulturalist Educator Committee Dietitian Nutritionist Therapist Consultant Engineer Founder President \
     Reporter Correspondent Master Senior Staff Certified Registered Journalism Updated Published Posted Reviewed Team \
     Read Privacy";

/// Agencies that stand behind the name of their reporter, or beside it.
pub(super) const AGENCIES: &str = "afp, agence france-presse, ansa, ap, apa, associated press, dpa, efe, epd, kna, reuters, sid, \
     the associated press, upi, xinhua";

/// What a reporter is called behind the name.
pub(super) const REPORTER: [&str; 3] = ["기자", "記者", "记者"];

/// Words in lower case that are part of names.
pub(super) const PARTICLES: &str = "de la van von der den di da del bin al";
