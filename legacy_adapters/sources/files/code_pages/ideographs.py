"""How likely a character of Chinese, Japanese or Korean is, by its character set and the commonest ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SIMPLIFIED: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区"
    "强放决西被干做必战先回则任取据处理世元号税款金额市编码名称单价账户银行支付收余备注省县街供应商客户订"
)
_TRADITIONAL: Final = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法"
    "所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日"
    "那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已"
    "通並提直題程展五果料象員位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別手角期論運農指幾九區"
    "號稅款金額市編碼名稱單價帳戶銀行支付收餘備註縣街供應商客訂台北灣"
)
_KANJI: Final = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力"
    "学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機"
    "平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元"
    "重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙"
    "果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費"
    "付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州"
    "武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賀訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個"
    "仮口座名義摘要借貸方消費税込社株"
)
_SYLLABLES: Final = frozenset(
    "이다는에의을하고가지기한은도사로리자를어들그나인해대시라서아있것수정만으일게보구부상원전마제스주장성오여조비산무우신소생동안세공회과국"
    "거와면적금년때까모요식당계업명물말경선방중문같없되된할히내위연관교학재입실행화트단차달바진개분양용유치타러르던데저두더니본발강남북서울"
    "김박최번호코드액수량거래처잔결제은행통좌예합월자료설명"
)
_COMMON_SIGNS: Final = "、。，；：（）「」・ー　　！？％￥￦－／《》“”"


@dataclass(frozen=True, slots=True)
class Ideographs:
    """A language of two-byte characters: the codec of its basic set, the lead bytes of the set's first level, and the
    commonest characters. ``syllables`` says which characters are written by sound."""

    name: str
    basic: str
    first_level: range
    common: frozenset[str]
    syllables: Callable[[str], bool]

    def bits_of(self, character: str) -> float:
        """The base-2 logarithm of the share that a character has."""
        if character in self.common:
            return -8.5
        if self.syllables(character):
            return -7.0
        if character in _COMMON_SIGNS:
            return -8.0
        if "\uff10" <= character <= "\uff5a":
            return -11.0
        lead = _lead_byte(character, self.basic)
        if lead is None:
            return -22.0
        return -12.8 if lead in self.first_level else -17.0


@lru_cache(maxsize=1 << 14)
def _lead_byte(character: str, codec: str) -> int | None:
    try:
        return character.encode(codec)[0]
    except UnicodeEncodeError:
        return None


def _is_kana(character: str) -> bool:
    return "\u3041" <= character <= "\u30fe" or "\uff66" <= character <= "\uff9f"


def _never(_character: str) -> bool:
    return False


_CHINESE: Final = Ideographs("Chinese (simplified)", "gb2312", range(0xB0, 0xD8), _SIMPLIFIED, _never)
_TAIWAN: Final = Ideographs("Chinese (traditional)", "big5", range(0xA4, 0xC7), _TRADITIONAL, _never)
_JAPANESE: Final = Ideographs("Japanese", "shift_jis", range(0x88, 0x98), _KANJI, _is_kana)
_KOREAN: Final = Ideographs("Korean", "euc_kr", range(0xB0, 0xC9), _SYLLABLES, _never)

BY_CODEC: Final[Mapping[str, Ideographs]] = {
    "gb18030": _CHINESE,
    "big5hkscs": _TAIWAN,
    "cp950": _TAIWAN,
    "cp932": _JAPANESE,
    "euc_jp": _JAPANESE,
    "cp949": _KOREAN,
}
"""The code pages of two-byte characters, each with the language it was made for."""
