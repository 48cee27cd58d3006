//! Words of page furniture in texts.

use std::sync::LazyLock;

use crate::char_class::is_unspaced;
use crate::hash::{HashTable, hash, mix};

/// Words of page furniture by what they belong to, in lower case: English, German, French, Spanish, Italian,
/// Portuguese, Dutch, Polish, Czech, Swedish, Turkish, Russian, Arabic; Danish, Norwegian, Finnish, Hungarian, Romanian,
/// Greek, Ukrainian, Hebrew, Persian, Vietnamese, Indonesian, Croatian, Serbian, Slovak, Bulgarian; Hindi, Bengali, Urdu,
/// Tamil; then Thai, Chinese, Japanese and Korean as parts of words.
pub(crate) const CUES: &[(&str, &str)] = &[
    (
        "comments",
        "comment comments reply replies kommentar kommentare kommentieren antworten commentaire commentaires répondre \
         comentario comentarios responder commenti commento rispondi comentários comentário reacties reageren \
         komentarze komentarz komentáře kommentarer yorum yorumlar комментарии комментарий ответить تعليقات تعليق \
         svar kommenter kommentit kommentti kommentoi vastaa hozzászólás hozzászólások válasz comentarii comentariu \
         răspunde σχόλια σχόλιο απάντηση коментарі коментар відповісти תגובות תגובה הגב نظرات دیدگاه پاسخ luận \
         komentar balas komentari odgovori коментари komentáre टिप्पणी टिप्पणियाँ टिप्पणियां कमेंट जवाब মন্তব্য \
         কমেন্ট জবাব تبصرہ تبصرے جواب கருத்து கருத்துகள் கருத்துக்கள் ความคิดเห็น ตอบกลับ 评论 評論 留言 回复 コメント 댓글",
    ),
    (
        "related",
        "related recommended similar trending popular latest recent headlines read also more mehr auch ähnliche \
         verwandte weitere lire aussi voir populaires récents relacionados relacionadas también más leídas leggi \
         anche correlati leia também mais lees ook gerelateerd czytaj także powiązane související relaterade läs \
         ilgili haberler читайте также похожие популярное اقرأ også læs relaterede relaterte myös lue luetuimmat \
         suosituimmat kapcsolódó ajánlott népszerű legfrissebb similare recomandate recomandări citește διαβάστε \
         επίσης σχετικά δημοφιλή також схожі популярні נוספות כתבות מומלצים مرتبط مطالب پربازدید thêm baca juga \
         terkait terpopuler terbaru pročitajte povezano najčitanije također takođe přečtěte čtěte doporučujeme \
         podobné prečítajte súvisiace odporúčame прочетете още подобни свързани संबंधित सम्बंधित पढ़ें लोकप्रिय ताज़ा \
         ताजा ट्रेंडिंग সম্পর্কিত আরও আরো পড়ুন জনপ্রিয় সর্বশেষ متعلقہ مزید پڑھیں مقبول تازہ தொடர்புடைய மேலும் \
         படிக்க பிரபலமான เกี่ยวข้อง อ่านเพิ่มเติม อ่านต่อ แนะนำ ยอดนิยม ล่าสุด 相关 相關 推荐 热门 最新 関連 おすすめ ランキング 관련 추천 인기",
    ),
    (
        "subscribe",
        "newsletter newsletters subscribe subscription inbox email mail signup abonnieren anmelden inscrivez abonner \
         inscription suscríbete suscribirse boletín iscriviti assine inscreva abonneer aanmelden zapisz prenumerera \
         abone подписаться подпишитесь рассылка اشترك tilmeld nyhedsbrev nyhetsbrev uutiskirje tilaa feliratkozás \
         hírlevél feliratkozom abonează abonare εγγραφείτε підписатися підпишіться розсилка הירשמו ניוזלטר خبرنامه \
         عضویت berlangganan langganan pretplata odběr odebírat odber абонирай абонамент бюлетин सब्सक्राइब न्यूज़लेटर \
         न्यूजलेटर ईमेल সাবস্ক্রাইব নিউজলেটার ইমেইল سبسکرائب لیٹر குழுசேர மின்னஞ்சல் สมัครรับ จดหมายข่าว อีเมล 订阅 訂閱 \
         登録 メルマガ 구독",
    ),
    (
        "share",
        "share tweet facebook twitter pinterest whatsapp linkedin instagram telegram reddit teilen partager compartir \
         condividi compartilhar delen udostępnij sdílet dela paylaş поделиться شارك print drucken imprimer imprimir \
         jaa megosztás megosztom distribuie κοινοποίηση μοιραστείτε поділитися поширити שתף שתפו שיתוף اشتراک sẻ \
         bagikan podijeli podeli подели zdieľať сподели शेयर साझा फेसबुक ट्विटर व्हाट्सएप प्रिंट শেয়ার ফেসবুক টুইটার \
         شیئر ٹویٹر பகிர பகிர் แชร์ แบ่งปัน 分享 シェア 공유",
    ),
    (
        "legal",
        "cookie cookies privacy terms copyright rights reserved imprint disclaimer datenschutz impressum agb \
         nutzungsbedingungen vorbehalten confidentialité mentions légales réservés privacidad aviso derechos \
         reservados diritti riservati privacidade direitos voorwaarden rechten prywatności prawa zásady \
         integritetspolicy gizlilik конфиденциальности права защищены الخصوصية vilkår privatlivspolitik personvern \
         rettigheder rettigheter forbeholdes tietosuoja evästeet käyttöehdot oikeudet pidätetään adatvédelem \
         adatvédelmi szerzői impresszum sütik confidențialitate termeni drepturile rezervate απορρήτου όροι \
         δικαιώματα конфіденційності захищені פרטיות תקנון זכויות שמורות حریم حقوق محفوظ قوانین mật quyền kebijakan \
         privasi ketentuan privatnosti privatnost prava pridržana uvjeti kolačići soukromí súkromia поверителност \
         условия çerez hakları saklıdır kvkk polityka regulamin ciasteczka privacybeleid गोपनीयता नीति शर्तें \
         सुरक्षित कॉपीराइट अस्वीकरण গোপনীয়তা নীতি শর্তাবলী স্বত্ব সর্বস্বত্ব সংরক্ষিত رازداری پالیسی شرائط தனியுரிமை \
         உரிமை นโยบาย ความเป็นส่วนตัว ข้อกำหนด ลิขสิทธิ์ คุกกี้ 版权 版權 隐私 備案 备案 利用規約 著作権 プライバシー 저작권 개인정보",
    ),
    (
        "ads",
        "advertisement advertisements advertise sponsored sponsor promoted anzeige werbung publicité publicidad \
         pubblicità publicidade advertentie reklama reklam annons реклама إعلان annonce annonse reklame mainos \
         mainokset hirdetés publicitate διαφήμιση פרסומת מודעה ממומן تبلیغات آگهی quảng iklan oglas oglasi विज्ञापन \
         प्रायोजित বিজ্ঞাপন اشتہار اشتہارات விளம்பரம் โฆษณา 广告 廣告 広告 광고",
    ),
    (
        "account",
        "login log sign register account password cart checkout basket wishlist einloggen registrieren konto passwort \
         warenkorb connexion connecter compte panier iniciar sesión cuenta carrito accedi registrati carrello entrar \
         conta carrinho inloggen winkelwagen zaloguj koszyk přihlásit logga giriş sepet войти регистрация корзина \
         تسجيل adgangskode passord kurv handlekurv kirjaudu rekisteröidy ostoskori salasana bejelentkezés \
         regisztráció kosár jelszó autentificare înregistrare coș parolă σύνδεση καλάθι увійти реєстрація кошик \
         התחברות התחבר ورود سبد nhập masuk daftar keranjang prijava košarica registracija корпа prihlásiť košík вход \
         количка लॉगिन लॉग साइन पासवर्ड खाता कार्ट रजिस्टर लॉगइन লগইন লগ পাসওয়ার্ড নিবন্ধন কার্ট سائن உள்நுழை \
         உள்நுழைய கணக்கு เข้าสู่ระบบ สมัครสมาชิก รหัสผ่าน ตะกร้า ลงทะเบียน 登录 登錄 注册 ログイン 会員 로그인 회원가입",
    ),
    (
        "navigation",
        "menu home homepage skip search contact about back next previous top sitemap startseite suche kontakt über \
         zurück weiter accueil recherche suivant précédent inicio buscar contacto siguiente anterior cerca contatti \
         contato zoeken szukaj hledat sök ara iletişim главная поиск контакты الرئيسية بحث forside hjem søg søk næste \
         forrige neste etusivu haku hae yhteystiedot seuraava edellinen főoldal kezdőlap keresés kapcsolat következő \
         előző acasă caută căutare următorul αρχική αναζήτηση επικοινωνία головна пошук контакти ראשי חיפוש خانه \
         جستجو تماس chủ kiếm beranda cari kontak naslovnica početna pretraga pretraži domů hlavní úvod další \
         předchozí domov hľadať начало търсене होम मुखपृष्ठ खोज खोजें संपर्क मेनू अगला पिछला হোম প্রচ্ছদ খুঁজুন \
         অনুসন্ধান যোগাযোগ মেনু পরবর্তী ہوم تلاش رابطہ مینو முகப்பு தேடல் தேடு தொடர்பு หน้าแรก หน้าหลัก ค้นหา \
         ติดต่อเรา เมนู ถัดไป ก่อนหน้า 首页 首頁 搜索 ホーム 検索 お問い合わせ 홈 검색",
    ),
    (
        "byline",
        "by posted published updated author written editor min minutes ago von veröffentlicht aktualisiert uhr autor \
         vor par publié modifié auteur por publicado actualizado di pubblicato aggiornato autore door gepubliceerd \
         opublikowano publicerad yazar автор опубликовано назад av udgivet opdateret publisert oppdatert skrevet \
         forfatter julkaistu päivitetty kirjoittaja toimittaja írta szerző közzétéve frissítve publicat actualizat \
         συντάκτης δημοσιεύθηκε ενημερώθηκε опубліковано оновлено מאת פורסם עודכן نویسنده انتشار bởi oleh penulis \
         diterbitkan dipublikasikan objavljeno ažurirano piše publikováno aktualizováno zverejnené публикувано \
         yayınlanma güncelleme dodano zaktualizowano بقلم द्वारा प्रकाशित अपडेट अपडेटेड लेखक প্রকাশ প্রকাশিত আপডেট \
         লেখক প্রতিবেদক شائع تحریر வெளியிடப்பட்டது எழுதியவர் เผยแพร่ อัปเดต ผู้เขียน เขียนโดย 作者 来源 發布 发布 更新 投稿 公開 기자 \
         입력 수정",
    ),
];

/// The groups of a word by its key, as bits.
pub(crate) fn cues_of_word(key: u64) -> u16 {
    CUE_OF.get(&key).copied().unwrap_or(0)
}

/// The groups of words in a text that stand in it without spaces, as bits: Thai, Chinese, Japanese and Korean ones.
pub(crate) fn cues_inside(text: &str) -> u16 {
    let places = text.char_indices().filter(|(_, c)| is_unparted(*c));
    places.fold(0, |found, (at, c)| {
        let words = CUES_INSIDE.get(&mix(0, u64::from(c))).map_or(&[][..], Vec::as_slice);
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
                let key = Self::key(Self::letters(word.as_bytes()), word.len());
                let place = table.place(key);
                table.places[place] = (key, table.places[place].1 | 1 << group);
            }
        }
        table
    }

    /// The last eight letters of a word, in lower case, the last one lowest.
    pub(crate) fn letters(word: &[u8]) -> u64 {
        const LOWER: u64 = u64::from_ne_bytes([0x20; 8]);
        match word.last_chunk() {
            Some(last) => u64::from_be_bytes(*last) | LOWER,
            None => word.iter().fold(0, |letters, &letter| letters << 8 | u64::from(letter | 0x20)),
        }
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
static CUES_INSIDE: LazyLock<HashTable<Vec<(&'static str, u16)>>> = LazyLock::new(|| {
    let mut words: HashTable<Vec<(&'static str, u16)>> = HashTable::default();
    for ((_, group), bit) in CUES.iter().zip(0..) {
        for word in group.split_ascii_whitespace().filter(|word| word.chars().all(is_unparted)) {
            let first = word.chars().next().map_or(0, u64::from);
            words.entry(mix(0, first)).or_default().push((word, 1 << bit));
        }
    }
    words
});

fn is_unparted(c: char) -> bool {
    is_ideograph(c) || is_unspaced(c)
}

/// Han, kana and Hangul, as names and cues are made of them.
///
/// Not what [`char_class`](crate::segment::char_class) counts as ideographs: that knows the rarer Han too (U+F900 to
/// U+FAFF, U+20000 to U+3134F), and leaves out the marks among the kana, such as the dot between the parts of a foreign
/// name.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_found_in_every_way() {
        for word in CUES.iter().flat_map(|(_, words)| words.split_ascii_whitespace()) {
            let expected = cues_of_word(hash(word.as_bytes()));
            assert_ne!(expected, 0, "{word}");
            assert_eq!(cues_of_any(word), expected, "{word}");
            if word.is_ascii() {
                let letters = CueTable::letters(word.to_ascii_uppercase().as_bytes());
                assert_eq!(CueTable::get().groups(letters, word.len()), expected, "{word}");
            }
            if word.chars().all(is_unparted) {
                assert_eq!(cues_inside(&format!("{word}x")) & expected, expected, "{word}");
            }
        }
        assert_eq!(CueTable::get().groups(CueTable::letters(b"harbour"), 7), 0);
        assert_eq!(cues_of_any("ÜBER"), cues_of_word(hash("über".as_bytes())));
    }
}
