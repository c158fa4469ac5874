"""Words of ledgers and addresses in many languages, each with letters outside ASCII, and the code pages they had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of a language, and the code pages that its old systems wrote."""

    words: tuple[str, ...]
    codecs: tuple[str, ...]


def _of(words: str, codecs: str) -> Vocabulary:
    return Vocabulary(tuple(words.split()), tuple(codecs.split()))


VOCABULARY: Mapping[str, Vocabulary] = {
    "German": _of(
        "Löhne Gehälter Bürobedarf Straße Größe Übertrag Müller Köln Überweisung Gebühr Erlöse Rückstellung fällig"
        " Möbel Grundstück Verbindlichkeitenübersicht Wareneingänge geschäftlich Fußpflege Jäger Schröder Würzburg"
        " Äpfel Öl",
        "cp1252 cp850 cp437 cp1250 iso8859-1 iso8859-15 mac_roman cp858 cp852",
    ),
    "Danish": _of(
        "Købmand Ærø Århus lønninger småanskaffelser årsregnskab øvrige gæld hensættelser Sønderborg præmie måned"
        " køb værdi Næstved Åbenrå tilgodehavender bankgæld rørføring blå sælger",
        "cp1252 cp850 cp865 iso8859-1 mac_roman",
    ),
    "Swedish": _of(
        "löner Göteborg Örebro årsavgift skatteåterbäring Malmö kundförluster försäljning utgående ränteintäkter"
        " Åsa bokföring räkning överföring värde Växjö Skåne sökande kåpa",
        "cp1252 cp850 cp437 iso8859-1 mac_roman",
    ),
    "Icelandic": _of(
        "Viðskiptakröfur þjónusta skuldunautar Ísland upphæð Reykjavík fjárhæð greiðsla víxill birgðir sjóður"
        " tekjur gjöld Hafnarfjörður þóknun bókhald ársreikningur",
        "cp1252 cp861 iso8859-1",
    ),
    "Finnish": _of(
        "myyntisaamiset pääoma tilinpäätös käteinen Jyväskylä lähtevä kirjanpitäjä määrä Hämeenlinna velkä säästö"
        " äiti yhtiö työ korkeä näyte käyttö",
        "cp1252 cp850 cp437 iso8859-1",
    ),
    "French": _of(
        "société générale créances dépréciation coût août français reçu débit crédit écart réglé échéance élève"
        " prêt honoraires énergie hôtel matières entrées à où été œuvre",
        "cp1252 mac_roman",
    ),
    "French of DOS": _of(
        "société générale créances dépréciation coût août français reçu débit crédit écart réglé échéance élève"
        " prêt énergie hôtel matières entrées Orléans Béziers",
        "cp850 cp437 iso8859-1 cp863",
    ),
    "Spanish": _of(
        "Señor Núñez Año descripción número pólizas España crédito débito Málaga León depreciación préstamo cuñado"
        " artículo teléfono página día pequeño código según más operación",
        "cp1252 cp850 cp437 iso8859-1 mac_roman",
    ),
    "Portuguese": _of(
        "descrição São João não número provisões ações crédito depreciação câmbio júros serviços produção"
        " conclusão às também Goiânia Ceará Paraná obrigações mês três após",
        "cp1252 cp850 cp860 iso8859-1",
    ),
    "Italian": _of(
        "società attività passività qualità però perché città università già più così unità disponibilità quantità è",
        "cp1252 cp850 cp437 iso8859-1",
    ),
    "Polish": _of(
        "należności środki trwałe Łódź sprzedaż usług księgowość żółć Kraków wartość dłużnik zobowiązania bieżące"
        " płatność Poznań Gdańsk Wrocław rozliczeń międzyokresowych później ćwierć",
        "cp1250 cp852 iso8859-2",
    ),
    "Czech": _of(
        "účetní závěrka pohledávky zákazníky dlouhodobý majetek příjmy běžný účet město Třebíč Plzeň řádek částka"
        " důchod závazky výnosy náklady měna dodavatelé koruna zboží přeplatek úvěr",
        "cp1250 cp852 iso8859-2",
    ),
    "Slovak": _of(
        "účet pohľadávky záväzky výnosy náklady dodávateľ Košice Žilina Trenčín mesačný mzdy poistné daň súvaha"
        " príjem odberateľ ročný účtovná závierka bežný štát",
        "cp1250 cp852 iso8859-2",
    ),
    "Hungarian": _of(
        "követelések vevők szállítók főkönyv számla tőke értékesítés Győr Pécs költség áfa bérszámfejtés készpénz"
        " nyilvántartás fizetés könyvelés előleg hűség fűtés üzem",
        "cp1250 cp852 iso8859-2",
    ),
    "Romanian": _of(
        "furnizori clienţi casă bancă valută cheltuieli înregistrări încasări plăţi sumă facturi Iaşi Braşov"
        " Timişoara datorii creanţe curăţenie şi după târg",
        "cp1250 iso8859-2 cp852",
    ),
    "Turkish": _of(
        "alacaklar İstanbul ödeme şirket müşteri borçlu değer sayısı yıl İzmir tutarı gün satış alış döviz banka"
        " hesabı bölüm çek senet kayıt tarihi şube",
        "cp1254 cp857 iso8859-9",
    ),
    "Lithuanian": _of(
        "sąskaita įmonė pirkėjų skolos žmogus ūkis mokėjimas šiandien Šiauliai Panevėžys tiekėjai išlaidos atsargų"
        " vertė pajamų mėnuo metų žemės ilgalaikės",
        "cp1257 cp775",
    ),
    "Latvian": _of(
        "rēķins maksājums pircējs piegādātājs Rīga Jūrmala ieņēmumi izdevumi bilance pamatlīdzekļi krājumi nodokļi"
        " mēnesis summa kopā grāmatvedība saņemts vērtība",
        "cp1257 cp775",
    ),
    "Russian": _of(
        "расчеты поставщики касса сумма Москва остаток счет приход расход договор банк Иванов Петров товары услуги"
        " налог",
        "cp1251 cp866 koi8-r iso8859-5 mac_cyrillic cp855",
    ),
    "Ukrainian": _of(
        "рахунок постачальники каса сума Київ залишок прибуток видатки договір банк товари послуги податок Львів"
        " підприємство",
        "cp1251 koi8-u",
    ),
    "Greek": _of(
        "λογαριασμός πελάτες Αθήνα προμηθευτές ποσό τράπεζα ταμείο έσοδα έξοδα τιμολόγιο ημερομηνία υπόλοιπο"
        " χρέωση πίστωση",
        "cp1253 cp737 iso8859-7",
    ),
    "Japanese": _of(
        "売上高 株式会社 普通預金 振込手数料 ヤマダ おおさか 東京都 仕入 消費税 買掛金 給料手当 未払金 請求書 現金"
        " 名古屋市 サービス",
        "cp932 euc_jp",
    ),
    "Chinese": _of(
        "银行存款 应收账款 管理费用 上海有限公司 广东省深圳市 主营业务收入 固定资产 北京 会计科目 现金 利润分配"
        " 应付职工薪酬",
        "gb18030",
    ),
    "Chinese of Taiwan": _of(
        "銀行存款 應收帳款 管理費用 臺灣有限公司 台北市 營業收入 固定資產 會計科目 現金 應付票據 薪資支出 進貨成本",
        "cp950",
    ),
    "Korean": _of(
        "매출액 주식회사 보통예금 서울특별시 거래처 김철수 부가세 외상매출금 미지급금 급여 부산광역시 계정과목 현금",
        "cp949",
    ),
    "German of large machines": _of(
        "Löhne Gehälter Bürobedarf Straße Größe Übertrag Müller Köln Überweisung Gebühr Erlöse fällig Möbel Würzburg",
        "cp273 cp500 cp037",
    ),
}
