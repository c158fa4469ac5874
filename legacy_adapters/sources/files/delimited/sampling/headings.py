"""Whether a row is a header: names of columns, not values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.kinds import (
    CODE,
    DATE,
    EMPTY,
    NUMBER,
    TEXT,
    TIME,
    TRUTH,
    TYPED,
    kind_of,
)
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.rows import Row

_WORD_LIST: Final = (
    "id nr no num number nummer numero número numéro code kod kode cod key schlüssel ref reference referenz index "
    "idx name nom nombre nome naam navn namn nazwa label bezeichnung description descripción descrizione descr desc "
    "libelle libellé beschreibung text buchungstext betreff memo note notes notiz comment comments bemerkung "
    "remarque detail details date datum data fecha dato dátum belegdatum buchungstag valuta wertstellung posting "
    "day tag month monat year jahr ano año period periode time zeit timestamp uhrzeit amount betrag montant importe "
    "importo valor value wert bedrag beløb belopp kwota částka összeg summe sum total saldo balance solde debit "
    "credit soll haben débit crédit umsatz price preis prix precio prezzo cost kosten menge quantity qty anzahl "
    "units unit einheit tax steuer mwst ust vat iva tva account konto compte cuenta conto conta rekening gegenkonto "
    "kontonummer iban bic bank currency währung devise moneda valuta waehrung wkz type typ art kind category "
    "kategorie class classe group gruppe status state stand customer kunde client cliente klant kunden supplier "
    "lieferant vendor fournisseur address adresse anschrift street strasse straße city ort stadt ville plz zip "
    "postal country land pays region phone telefon fax email mail url company firma société entity payee empfänger "
    "auftraggeber beneficiary partner belegnr beleg document voucher invoice rechnung facture factura fattura item "
    "artikel article product produkt order auftrag bestellung transaction buchung entry sku title first last value "
    "field column feld spalte firstname lastname vorname nachname gender age population sex дата сумма счет номер "
    "наименование код 日付 金額 名称 番号 "
)
_WORDS: Final = frozenset(_WORD_LIST.split())
_SPLIT: Final = re.compile(r"[\s_\-./()\[\]#:]+|(?<=[a-zäöü])(?=[A-ZÄÖÜ])|(?<=[a-z])(?=\d)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Points for (above 0) or against a row being a header, and in which columns it differs from the values below."""

    points: float
    unlike: tuple[str, ...]


def judge(row: Row, below: Sequence[Row], profile: Profile, *, apart: bool = False) -> Verdict:
    """Looks at each field of ``row`` and at the values below it. ``apart``: it is known to be no row of the table, so
    that columns without a name say nothing."""
    points = 0.0
    unlike: list[str] = []
    for column, cell in enumerate(row.cells):
        values = [one.cells[column].strip() for one in below if column < one.width]
        kind = profile.kinds[column] if column < len(profile.kinds) else None
        kind = kind or _only_kind(values)
        point = 0.0 if apart and not cell.strip() else _point(cell.strip(), kind, values)
        if point >= 1 and kind is not None:
            unlike.append(cell.strip())
        points += point
    return Verdict(points, tuple(unlike))


def _only_kind(values: Sequence[str]) -> str | None:
    """The kind that all of the values are of, if it says anything; few rows are too few for the profile."""
    kinds = {kind_of(value) for value in values} - {EMPTY}
    return next(iter(kinds)) if len(kinds) == 1 and kinds <= TYPED else None


def _point(cell: str, kind: str | None, values: Sequence[str]) -> float:
    own = kind_of(cell)
    if own == EMPTY:
        return 0.0 if all(not value for value in values) else -0.3
    if kind is not None:
        return _against_typed(cell, own, kind)
    if own in {DATE, TIME}:
        return -1.0
    if cell in values:
        return -1.5
    if known(cell):
        return 1.0
    if own in {NUMBER, TRUTH}:
        return 0.0
    lengths = {len(value) for value in values if value}
    return 0.3 if len(lengths) == 1 and len(cell) not in lengths else 0.1


def _against_typed(cell: str, own: str, kind: str) -> float:
    if own == kind:
        return -0.2 if own == NUMBER and _YEAR.fullmatch(cell) else -1.5
    return 1.0 if own in {CODE, TEXT} or own == NUMBER else 0.5


def known(cell: str) -> bool:
    """Whether a word that columns are called by stands in a field."""
    return len(cell) < 60 and any(part.lower() in _WORDS for part in _SPLIT.split(cell) if part)


def are_labels(row: Row) -> bool:
    """Whether all filled fields could be names of columns."""
    kinds = [kind_of(cell) for cell in row.cells]
    return bool(row.filled) and all(kind in {CODE, TEXT, EMPTY} for kind in kinds)
