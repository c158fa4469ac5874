"""Currencies: their ISO 4217 codes, the signs people write for them, and how many decimals their smallest coin has."""

from __future__ import annotations

from typing import Final

_IN_USE = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
    UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
_GONE = "ATS BEF BGL CYP CSK DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PLZ PTE ROL RUR SIT SKK TRL XEU"
_WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_WITH_THREE = "BHD IQD JOD KWD LYD OMR TND"
_WITH_FOUR = "CLF UYW"
_SIGNS = """
    € $ £ ¥ ₣ ₤ ₹ ₺ ₽ ₪ ₩ ₫ ₴ ฿ ƒ US$ CA$ A$ R$ Fr Fr. SFr SFr. kr kr. DKr NKr SKr Kč Ft zł lei лв DM öS hfl
"""

CODES: Final = frozenset((_IN_USE + _GONE).split())
"""Codes that may stand beside a number: those in use, and those of old books."""

SIGNS: Final = frozenset(_SIGNS.split())
"""What people write for a currency, apart from its code."""

MINOR_UNITS: Final[dict[str, int]] = {
    code: decimals
    for decimals, codes in ((0, _WITHOUT_DECIMALS), (3, _WITH_THREE), (4, _WITH_FOUR))
    for code in codes.split()
}
"""The decimals of currencies, as ISO 4217 (list one) has them; all others have two."""
