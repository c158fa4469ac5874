"""How often the letters outside ASCII occur in the languages that old systems were used in.

Shares of all letters of ordinary text, in thousandths of a percent, rounded; only their order of magnitude matters.
They are the figures given in "Letter frequency" of the usual reference works, for languages without published ones
estimated from their alphabets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log2
from typing import Final

_LATIN: Final[Mapping[str, str]] = {
    "German": "ü995 ä578 ö443 ß307 é5",
    "French": "é1504 à486 è271 ê218 ç85 û60 ù58 â51 î45 ô23 œ18 ë8 ï5",
    "Spanish": "ó827 í725 á502 é433 ñ311 ú168 ü12",
    "Portuguese": "ã733 ç530 á400 é337 ê300 ó296 õ200 í232 ú207 â150 à72 ô60",
    "Italian": "à635 è363 ù166 ò100 ì60 é40",
    "Swedish": "ä1797 å1338 ö1305 é30",
    "Danish or Norwegian": "å1190 ø939 æ772 é20 ö8",
    "Icelandic": "ð4390 á1800 í1570 þ1450 ó990 æ867 ö777 é650 ú610 ý230",
    "Finnish": "ä3577 ö444 å30",
    "Dutch": "ë120 é70 ï40 ö15 ü10 è15",
    "Estonian": "ä1600 õ1000 ü650 ö250 š30 ž10",
    "Catalan": "à700 é350 ó500 è300 í350 ò150 ç200 ú120 ï60 ü20 á5",
    "Polish": "ł2109 ą999 ę1135 ó1141 ż706 ś814 ć543 ń362 ź78",
    "Czech": "í2843 á1867 é1233 ě1222 ý995 š888 č862 ž821 ř780 ů504 ú145 ď35 ň27 ó34 ť26",
    "Slovak": "á1800 í1100 č1000 ú1000 é900 ý900 ž900 š800 ť500 ľ400 ď200 ň200 ô200 ó100 ä100 ŕ20 ĺ20",
    "Hungarian": "á3371 é3400 ö1000 ó900 ő800 ü600 í500 ú300 ű200",
    "Romanian": "ă4000 ș1100 ş1100 î1000 â900 ț1000 ţ1000",
    "Croatian or Slovene": "č1000 š900 ž600 ć600 đ200",
    "Turkish": "ı5100 ü1900 ş1800 ğ1100 ö800 ç1100 â10 İ500",
    "Lithuanian": "ė1700 ų1300 š1200 ą800 ž800 į600 ū500 č400 ę300",
    "Latvian": "ā4000 ī2000 ē1500 š1100 ū600 ļ400 ņ400 ž300 č200 ģ200 ķ200",
}
_OTHER: Final[Mapping[str, str]] = {
    "Russian": "о10970 е8450 а8010 и7350 н6700 т6260 с5470 р4730 в4540 л4400 к3490 м3210 д2980 п2810 у2620 я2010"
    " ы1900 ь1740 г1700 з1650 б1590 ч1440 й1210 х970 ж940 ш730 ю640 ц480 щ360 э320 ф260 ъ40 ё40",
    "Ukrainian": "о9280 а8340 и6000 і6230 н6740 т5000 в5300 е5000 р4500 с4000 л3500 к3500 у3300 д3000 м3000 п2900"
    " я2100 з2100 ь1800 г1500 б1500 ч1200 й1200 х1000 ц800 ю800 є600 ж700 ш600 ї800 щ500 ф300 ґ10",
    "Bulgarian": "а11000 и9000 о8700 е8800 т7400 н7200 р4900 с4700 в4600 л3600 к3500 д3400 п2900 м2500 з2200 я1900"
    " ъ1900 г1800 б1400 у1400 ч1300 ц900 щ700 ж700 ш500 й400 х500 ф300 ю200 ь30",
    "Serbian": "а11300 и9200 о9100 е8900 н5500 р5200 т4500 с4500 у4300 д3700 к3600 в3700 м3500 п2800 л3300 ј5000"
    " з1700 г1700 б1600 ш1000 ч900 ц800 ж600 ћ700 х600 њ700 љ500 ђ200 џ20 ф200",
    "Greek": "α8600 ο7500 ι6000 ε6200 τ7900 σ4700 ν6200 η3900 υ3800 ρ4500 π4300 κ4100 μ3400 λ2900 ς4000 ω1600 γ1600"
    " δ1700 θ1200 χ1200 φ900 β700 ξ400 ζ300 ψ200 ά2000 έ1900 ή1500 ί2500 ό2400 ύ1200 ώ1000 ϊ50 ϋ10 ΐ20",
    "Hebrew": "י11000 ו10400 ה9000 ל7400 א6300 ר5600 ב4700 ת5000 מ5200 ש4600 נ2900 ע3200 ם3000 ד2600 ק2100 ח2500"
    " כ2300 פ1700 ט1200 ן1400 צ1300 ג1200 ס1500 ז1300 ך800 ף300 ץ200",
    "Arabic": "ا12500 ل11200 ن6200 م6100 ي6900 و6200 ر4700 ت4300 ب3400 ة3600 ع3400 د3300 س3000 ف2800 ه2600 ك2300"
    " ق2200 ح1900 أ2400 ج1300 ش1200 ص1100 ط900 خ900 ى900 ض700 إ800 ء500 ز700 ث600 ذ500 ئ500 غ500 ظ300 ؤ200 آ200",
    "Thai": "า8500 น8000 ร7700 อ6300 ก6200 ่5800 เ5700 ง5000 ้5000 ม4300 ย4000 ั3900 ี3900 ล3800 ว3700 ิ3700 ท3300 ด3000"
    " ส2900 ต2900 ะ2600 ค2600 บ2500 ห2500 แ2200 ป2100 จ2000 พ1800 ไ1700 ช1700 ุ1700 ื1600 ข1500 ใ1400 ์1200 ู1200 โ1000"
    " ำ1000 ถ900 ผ800 ึ800 ็800 ซ700 ธ600 ณ600 ภ500 ศ600 ษ400 ญ300 ฟ200 ฐ200 ฝ100 ฉ100 ฎ50 ฮ100 ๆ100",
}
_USUAL: Final[Mapping[str, float]] = {
    "€£": 0.016,
    "§°²–’\u00a0": 0.008,
    "³½¼«»—„“”‘…•·®©ºª": 0.003,
    "¿¡±µ×¢¥¹´¨\u00ad№™": 0.001,
}
"""Signs that stand in business text of any language, each with the share it has of characters outside ASCII."""

_FRAMES: Final[Mapping[str, float]] = {"─│═║": -4.0, "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬": -6.0, "█▄▀░▒▓■": -8.0}
"""Bits for the frames and blocks that lists of DOS programs are drawn with."""

_LETTERS_SHARE = 0.85
NEVER = -15.0
"""Bits for a character that nobody expects."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by the characters outside ASCII that its texts have: for each the base-2 logarithm of its share."""

    name: str
    bits: Mapping[str, float]

    def bits_of(self, character: str) -> float:
        """The logarithm of the share that a character (lower case) has of those outside ASCII."""
        found = self.bits.get(character)
        if found is not None:
            return found
        return -11.0 if character.isalpha() and character in _KNOWN_LETTERS else NEVER


def _language(name: str, letters: str) -> Language:
    shares = {entry[0]: int(entry[1:]) for entry in letters.split()}
    total = sum(shares.values())
    bits = {letter: log2(_LETTERS_SHARE * share / total) for letter, share in shares.items()}
    for signs, share in _USUAL.items():
        bits.update(dict.fromkeys(signs, log2(share)))
    for signs, their in _FRAMES.items():
        bits.update(dict.fromkeys(signs, their))
    return Language(name, bits)


@cache
def languages() -> tuple[Language, ...]:
    """All of them."""
    return tuple(_language(name, letters) for name, letters in {**_LATIN, **_OTHER}.items())


_KNOWN_LETTERS: Final = frozenset(
    entry[0] for letters in (*_LATIN.values(), *_OTHER.values()) for entry in letters.split()
)
