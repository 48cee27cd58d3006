//! The names of the months in the languages of Europe, in Arabic, Hebrew and Indonesian.

use std::sync::LazyLock;

use crate::hash::{HashTable, hash};

/// Names and abbreviations by month, in lower case, as they stand in dates: English, German, French, Spanish, Italian,
/// Portuguese, Catalan, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Turkish,
/// Greek, Russian, Ukrainian, Croatian, Estonian, Latvian, Lithuanian, Indonesian, Arabic, Hebrew. A name that two
/// languages give to different months is left out.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro gener januari tammikuu tammikuuta \
     styczeń stycznia sty leden ledna január januára ianuarie ian ocak oca ιανουάριος ιανουαρίου ιαν январь \
     января янв січень січня січ \
     siječanj siječnja jaanuar janvāris janvārī sausis sausio يناير ינואר בינואר",
    "february feb februar feber février fevrier févr fev fév febrero febbraio febb fevereiro febrer februari helmikuu \
     helmikuuta luty lutego lut únor února úno február februára februarie şubat şub φεβρουάριος φεβρουαρίου φεβ \
     февраль февраля фев февр лютий лютого лют \
     veljača veljače veebruar februāris februārī vasaris vasario فبراير פברואר בפברואר",
    "march mar märz maerz mrz mär mars marzo março marco març maart mrt marts maaliskuu maaliskuuta marzec marca \
     březen března bře marec március már martie mart μάρτιος μαρτίου μαρ март марта мар березень березня бер \
     ožujak ožujka märts kovas kovo maret مارس מרץ במרץ",
    "april apr avril avr abril abr aprile huhtikuu huhtikuuta kwiecień kwietnia kwi duben dubna dub apríl apríla \
     április ápr aprilie nisan nis απρίλιος απριλίου απρ апрель апреля апр квітень квітня кві \
     travanj travnja aprill aprīlis aprīlī balandis balandžio أبريل ابريل אפריל באפריל",
    "may mai mayo maggio mag maio maig mei maj toukokuu toukokuuta maja květen května kvě máj mája május mayıs \
     μάιος μαΐου μαϊ май мая травень травня тра \
     svibanj svibnja maijs maijā gegužė gegužės مايو מאי במאי",
    "june jun juni juin junio giugno giu junho juny kesäkuu kesäkuuta czerwiec czerwca cze červen června čvn jún \
     júna június iunie iun haziran haz ιούνιος ιουνίου ιουν июнь июня июн червень червня чер \
     lipanj lipnja juuni jūnijs jūnijā birželis birželio يونيو יוני ביוני",
    "july jul juli juillet juil julio luglio lug julho juliol heinäkuu heinäkuuta lipiec lipca lip červenec července \
     čvc júl júla július iulie iul temmuz tem ιούλιος ιουλίου ιουλ июль июля июл липень липня лип \
     srpanj srpnja juuli jūlijs jūlijā liepa liepos يوليو יולי ביולי",
    "august aug août aout agosto ago agost augustus elokuu elokuuta sierpień sierpnia sie srpen srpna srp \
     augusta augusztus ağustos ağu αύγουστος αυγούστου αυγ август августа авг серпень серпня сер \
     kolovoz kolovoza augusts augustā rugpjūtis rugpjūčio agustus أغسطس اغسطس אוגוסט באוגוסט",
    "september sep sept septembre septiembre setiembre settembre set sett setembro setembre syyskuu syyskuuta \
     wrzesień września wrz září zář septembra szeptember szept septembrie eylül eyl σεπτέμβριος σεπτεμβρίου σεπ \
     сентябрь сентября сен сент вересень вересня вер \
     rujan rujna septembris septembrī rugsėjis rugsėjo سبتمبر ספטמבר בספטמבר",
    "october oct oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta październik \
     października paź říjen října říj október októbra octombrie ekim eki οκτώβριος οκτωβρίου οκτ октябрь октября \
     окт жовтень жовтня жов \
     oktoober oktobris oktobrī spalis spalio أكتوبر اكتوبر אוקטובר באוקטובר",
    "november nov novembre noviembre novembro marraskuu marraskuuta novembra noiembrie noi \
     kasım kas νοέμβριος νοεμβρίου νοε ноябрь ноября ноя \
     studeni studenoga studenog novembris novembrī lapkritis lapkričio نوفمبر נובמבר בנובמבר",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desembre desember des joulukuu \
     joulukuuta grudzień grudnia gru prosinec prosince pro decembra decembrie aralık ara δεκέμβριος δεκεμβρίου δεκ \
     декабрь декабря дек грудень грудня гру \
     prosinac prosinca detsember decembris decembrī gruodis gruodžio ديسمبر דצמבר בדצמבר",
];

/// The month of a name in lower case, 1 to 12.
pub(super) fn month(name: &str) -> Option<i8> {
    MONTH_OF.get(&hash(name.as_bytes())).copied()
}

static MONTH_OF: LazyLock<HashTable<i8>> = LazyLock::new(|| {
    let months = MONTHS.iter().zip(1..);
    months
        .flat_map(|(names, month)| names.split_ascii_whitespace().map(move |name| (hash(name.as_bytes()), month)))
        .collect()
});

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{MONTHS, month};

    #[test]
    fn no_name_is_that_of_two_months() {
        let mut seen = HashMap::new();
        for (names, number) in MONTHS.iter().zip(1..) {
            for name in names.split_ascii_whitespace() {
                assert_eq!(seen.insert(name, number), None, "{name}");
                assert_eq!(month(name), Some(number));
                assert_eq!(name, name.to_lowercase());
            }
        }
    }

    #[test]
    fn a_name_is_looked_up_whole() {
        assert_eq!(month("maybe"), None);
        assert_eq!(month(""), None);
    }
}
