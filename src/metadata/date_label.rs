//! What the words before a date say of it: that it is one of a change, or none of the page.

use std::sync::LazyLock;

use super::words::words as words_of;
use crate::vocab::is_ideograph;

/// Words before a date that say it is that of publication, in lower case.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "publication",
    "written",
    "released",
    "date",
    "dated",
    "veröffentlicht",
    "erschienen",
    "datum",
    "publié",
    "publiée",
    "paru",
    "publicado",
    "publicada",
    "fecha",
    "pubblicato",
    "pubblicata",
    "data",
    "gepubliceerd",
    "geplaatst",
    "publicerad",
    "publisert",
    "udgivet",
    "julkaistu",
    "opublikowano",
    "zveřejněno",
    "közzétéve",
    "yayınlandı",
    "yayınlanma",
    "опубликовано",
    "дата",
    "опубліковано",
    "发布",
    "发表",
    "發布",
    "發表",
    "公開",
    "投稿日",
    "掲載",
    "입력",
    "등록",
];

/// Words before a date that say it is not the first, in lower case.
const MODIFIED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "revised",
    "edited",
    "reviewed",
    "aktualisiert",
    "geändert",
    "bearbeitet",
    "stand",
    "modifié",
    "actualisé",
    "mis",
    "mise",
    "jour",
    "màj",
    "actualizado",
    "actualizada",
    "actualización",
    "modificado",
    "aggiornato",
    "aggiornamento",
    "modificato",
    "atualizado",
    "atualização",
    "bijgewerkt",
    "gewijzigd",
    "opdateret",
    "oppdatert",
    "uppdaterad",
    "päivitetty",
    "zaktualizowano",
    "aktualizacja",
    "aktualizováno",
    "frissítve",
    "actualizat",
    "güncelleme",
    "güncellendi",
    "обновлено",
    "изменено",
    "оновлено",
    "更新",
    "修改",
    "最終更新",
    "수정",
];

/// Words before a date that is not one of the page: since when a user is a member, what years a copyright is for.
const FOREIGN: &[&str] = &[
    "joined",
    "registered",
    "member",
    "since",
    "seit",
    "until",
    "till",
    "bis",
    "next",
    "nächste",
    "nächster",
    "registriert",
    "mitglied",
    "beigetreten",
    "inscrit",
    "inscription",
    "registrado",
    "iscritto",
    "geregistreerd",
    "lid",
    "регистрация",
    "зарегистрирован",
    "注册",
    "註冊",
    "登録",
    "copyright",
    "expires",
    "valid",
    "through",
    "born",
    "event",
    "deadline",
    "last",
    "visit",
    "viewed",
    "accessed",
    "retrieved",
];

/// Words to look for in a label.
pub(super) struct Vocabulary {
    /// Sorted.
    words: Vec<u64>,
    /// Those that stand inside others without a blank.
    parts: Vec<&'static str>,
}

impl Vocabulary {
    fn new(words: &[&'static str]) -> Self {
        // A character of ideographic words says nothing by itself.
        let (parts, whole): (Vec<&str>, Vec<&str>) =
            words.iter().copied().partition(|word| word.chars().all(is_ideograph));
        let mut sorted: Vec<u64> = whole.into_iter().flat_map(words_of).collect();
        sorted.sort_unstable();
        Self { words: sorted, parts }
    }

    /// Whether one of the words stands in a label.
    pub(super) fn has_one_in(&self, label: &str) -> bool {
        words_of(label).iter().any(|word| self.words.binary_search(word).is_ok())
            || self.parts.iter().any(|part| label.contains(part))
    }
}

/// What names the date of publication.
pub(super) static PUBLICATION: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(PUBLISHED));
/// What names the date of a change.
pub(super) static CHANGE: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(MODIFIED));
/// What names a date that is none of the page.
pub(super) static OTHER: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(FOREIGN));
