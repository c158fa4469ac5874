"""The parser, and what it refuses: nothing that a file holds can make it crash, hang, grow, or read something else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml import engine, parsing
from legacy_adapters.sources.files.xml.parsing import blocks_of, prologue, slices
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, MODES, Mode, read, reading, write

ENTRIES = XmlFormat(record="Ledger/Entry", fields={"amount": "Amount"})
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE r>",
        '<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        LAUGHS + "]>",
        "<?p " + "x" * 100_000 + "?><!DOCTYPE r>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(tmp_path: Path, head: str, encoding: str) -> None:
    """Before anything that it declares can be used, in the attributes of the root for instance."""
    path = write(tmp_path, f'{head}<r a="&i;"><e>&i;&x;</e></r>'.encode(encoding))
    with pytest.raises(BadPart, match="DOCTYPE"):
        prologue(path, None)
    with pytest.raises(BadPart, match="DOCTYPE"):
        read(XmlFormat(record="r/e"), path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("plain text", "'<' not found"),
        (" " * 2_000_000 + "<r/>", "no element begins in its first megabyte"),
        ("<?xml version='1.0' encoding='no-such'?><r/>", "its encoding no-such is not known"),
        (
            "<?xml version='1.0' encoding='utf-8'?><r>\xff</r>".encode("latin-1"),
            "no text in utf-8, which the file decl",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0", "."),
    ],
)
def test_what_is_no_xml_is_told(tmp_path: Path, content: str | bytes, words: str) -> None:
    """In words, with the file's name."""
    with pytest.raises(BadPart, match=words) as caught:
        read(XmlFormat(record="r/e"), write(tmp_path, content))
    assert caught.value.where.startswith("file.xml")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("settings", [ENTRIES, XmlFormat(record="Ledger/Entry")])
def test_cut_off_anywhere_it_is_told(tmp_path: Path, mode: Mode, settings: XmlFormat) -> None:
    """Wherever the file ends too early, it is not taken: no row goes missing silently."""
    whole = LEDGER.rstrip().encode()
    with reading(mode):
        for end in range(0, len(whole), 3):
            with pytest.raises(BadPart):
                read(settings, write(tmp_path, whole[:end]))


def test_a_file_that_ends_too_early_says_what_is_open(tmp_path: Path) -> None:
    """The innermost element, where it begins, and what is expected."""
    with pytest.raises(BadPart, match=r"<Amount>, which begins in line 5, is not closed by </Amount>") as caught:
        read(ENTRIES, write(tmp_path, LEDGER.partition("50</Am")[0]))
    assert caught.value.where == "file.xml line 5"
    assert "cut off" in caught.value.hint


@pytest.mark.parametrize("mode", MODES)
def test_an_end_tag_that_does_not_fit_says_what_is_expected(tmp_path: Path, mode: Mode) -> None:
    """With both lines, also in a part of a file."""
    entry = "<Entry>\n<Amount>1</Amount>\n</Entry>\n"
    content = "<Ledger>\n" + entry * 50 + "<Entry>\n<Amount>1\n</Entry>\n" + entry * 50 + "</Ledger>"
    with (
        reading(mode),
        pytest.raises(BadPart, match=r"</Amount> is expected, as <Amount> begins in line 153") as caught,
    ):
        read(ENTRIES, write(tmp_path, content))
    assert caught.value.where == "file.xml line 154"


@pytest.mark.parametrize("mode", MODES)
def test_another_encoding_than_declared_is_told(tmp_path: Path, mode: Mode) -> None:
    """With the line, and how to state the real one; stated, the file is read."""
    content = LEDGER.replace("Porto", "Büro").replace("Müller &amp; Söhne", "Miller").encode("cp1252")
    with reading(mode):
        with pytest.raises(BadPart, match="no text in UTF-8, which the file declares") as caught:
            read(ENTRIES, write(tmp_path, content))
        assert caught.value.where == "file.xml line 4"
        assert "encoding: windows-1252" in caught.value.hint
        settings = XmlFormat(record="Ledger/Entry", fields={"text": "Text"}, encoding="windows-1252")
        assert read(settings, write(tmp_path, content)).columns["text"] == ["Büro", "Löhne", None]


def test_an_encoding_that_there_is_not_is_an_error_of_the_settings(tmp_path: Path) -> None:
    """Not of the file."""
    with pytest.raises(ConfigError, match="unheard-of is no encoding"):
        read(XmlFormat(record="r", encoding="unheard-of"), write(tmp_path, "<r>1</r>"))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("codec", ["cp1252", "iso-8859-15", "utf-16", "utf-8-sig", "shift_jis"])
def test_every_encoding_gives_the_same(tmp_path: Path, mode: Mode, codec: str) -> None:
    """The declared one, or that of the byte order mark."""
    text = "Ünïcode" if codec != "shift_jis" else "plain"
    name = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(codec, codec)
    rows = "".join(f"<E><T>{text} {n}</T></E>\n" for n in range(30))
    content = f'<?xml version="1.0" encoding="{name}"?>\n<R>{rows}</R>'.encode(codec)
    with reading(mode):
        found = read(XmlFormat(record="R/E"), write(tmp_path, content))
    assert found.columns == {"T": [f"{text} {n}" for n in range(30)]}
    assert found.origins[-1] == "E 30 line 31"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<a>" * 100_000, "nested more than 256 deep"),
        ("<R><E>" + "<a>" * 100_000 + "</a>" * 100_000 + "</E></R>", "nested more than 256 deep"),
        ("<R><E>" + "x" * 20_000_000 + "</E></R>", "a text is longer than 10 MB"),
        ("<R><E><![CDATA[" + "<x" * 10_000_000 + "]]></E></R>", "within 16 MB|a text is longer than 10 MB"),
        ("<R><E>1</E><!--" + "x>" * 10_000_000, "no element begins or ends within 16 MB"),
        ('<R><E>1</E><E a="' + "x>" * 10_000_000, "no element begins or ends within 16 MB|longer than 10 MB"),
        ("<R><E " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/></R>", "more than 10000 attributes"),
        ("<R><E>" + "".join(f"<a{n}>1</a{n}>" for n in range(100_000)) + "</E></R>", "100000 columns"),
    ],
    ids=["deep", "deep record", "text", "cdata", "comment", "attribute", "attributes", "elements"],
)
def test_what_is_too_large_for_a_record_is_refused(tmp_path: Path, content: str, words: str) -> None:
    """By a limit, with its line."""
    with pytest.raises(BadPart, match=words):
        read(XmlFormat(record="R/E"), write(tmp_path, content))


def test_a_record_that_fills_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the whole file is stated as the record."""
    monkeypatch.setattr(engine, "RECORD_BYTES", 1 << 20)
    content = "<R>" + "<E><a>1</a></E>" * 100_000 + "</R>"
    with pytest.raises(BadPart, match="<R> is longer than 1 MB"):
        read(XmlFormat(record="R", fields={"a": "X"}), write(tmp_path, content))


def test_many_attributes_of_which_one_is_wanted_are_read(tmp_path: Path) -> None:
    """It is columns that are limited."""
    content = "<R><E " + " ".join(f'a{n}="{n}"' for n in range(9_000)) + "/></R>"
    assert read(XmlFormat(record="R/E", fields={"a": "@a8000"}), write(tmp_path, content)).columns == {"a": ["8000"]}


def test_an_unknown_entity_is_told(tmp_path: Path) -> None:
    """It cannot have been declared."""
    with pytest.raises(BadPart, match="Entity 'foo' not defined") as caught:
        read(XmlFormat(record="R/E"), write(tmp_path, "<R>\n<E><a>&foo;</a></E></R>"))
    assert caught.value.where == "file.xml line 2"


def test_a_file_comes_in_blocks(tmp_path: Path) -> None:
    """From any byte on."""
    content = bytes(range(256)) * 1000
    assert b"".join(blocks_of(write(tmp_path, content), 1000)) == content[1000:]
    assert b"".join(slices(content)) == content
    assert max(map(len, slices(content))) == parsing.BLOCK_BYTES


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells a process's memory")
def test_the_network_and_other_files_are_never_touched(tmp_path: Path) -> None:
    """Not for a style sheet, a schema that the file names, or an include."""
    secret = write(tmp_path, "SECRET", "secret.txt")
    content = (
        f'<?xml-stylesheet href="{secret}"?><R xmlns:xi="http://www.w3.org/2001/XInclude" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/a.xsd">'
        f'<E><a>1</a><xi:include href="{secret}" parse="text"/></E></R>'
    )
    assert "SECRET" not in str(read(XmlFormat(record="R/E"), write(tmp_path, content)))
