"""A pipeline file, read whole: what it becomes, and what is told of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.pipeline.file import DEFAULT_LIMIT
from legacy_adapters.runs.pipeline.pipeline import load_mappings, load_pipeline
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sources.database.settings import DatabaseSource
from tests.runs.pipeline_samples import PIPELINE, load, surroundings, write

ROOT = Path(__file__).parents[3]
INCREMENTAL = PIPELINE.replace("    map:", "    incremental: {column: CHANGED}\n    map:").replace(
    "csv", "csv\n  mode: append"
)


def test_everything_is_filled_in_and_typed(tmp_path: Path) -> None:
    """Source, streams and sink are the settings of their kinds, with parameters and secrets in place."""
    loaded = load(tmp_path, params={"company": "SUED"})
    pipeline = loaded.pipeline
    assert isinstance(pipeline.source, DatabaseSource)
    assert pipeline.source.url == "odbc:Driver={SQLite3};Database=books.db;PWD=tr0ub4dor"
    assert (pipeline.source.company, pipeline.source.id, pipeline.source.folder) == ("SUED", "gl", tmp_path)
    assert pipeline.destinations[0].settings == FileSink(path="out/{entity}.csv")
    (stream,) = pipeline.streams.values()
    assert (stream.source.table, stream.map[0].to, stream.map[0].fields["amount"].column) == (
        "GLTRAN",
        "gl_line",
        "BETRAG",
    )
    assert (loaded.path, loaded.folder, loaded.reject_limit) == (tmp_path / "gl.yaml", tmp_path, DEFAULT_LIMIT)


def test_secrets_are_named_and_struck_out(tmp_path: Path) -> None:
    """What may be kept and shown has names, not values; the scrubber knows the values."""
    around = surroundings()
    loaded = load_pipeline(write(tmp_path), {}, around)
    assert loaded.shown_params == {"company": "NORD", "password": "***"}
    assert loaded.secrets_used == ("env:DB_PASSWORD",)
    assert around.secrets.scrub("login with tr0ub4dor") == "login with ***"
    assert loaded.notes == ()


def test_a_password_in_the_file_is_noted_and_struck_out(tmp_path: Path) -> None:
    """A literal password works, is no better shown than any other, and is worth a note."""
    around = surroundings()
    loaded = load_pipeline(write(tmp_path, PIPELINE.replace("${param:password}", "hunter2000")), {}, around)
    assert loaded.notes == (f"{tmp_path / 'gl.yaml'}:5: source.url holds a password; better name it, as ${{env:NAME}}",)
    assert around.secrets.scrub("PWD=hunter2000") == "PWD=***"


def test_a_password_given_as_a_parameter_is_kept_nowhere(tmp_path: Path) -> None:
    """On the command line it is no secret that the file names; the ledger keeps the parameters all the same."""
    loaded = load_pipeline(write(tmp_path), {"password": "hunter2000"}, surroundings())
    assert loaded.shown_params == {"company": "NORD", "password": "***"}


@pytest.mark.parametrize(
    ("file_name", "stated", "name"),
    [
        ("gl.yaml", "", "gl"),
        ("gl & sons (2).yaml", "", "gl-sons-2"),
        ("gl.yaml", "name: ledger", "ledger"),
        ("gl.yaml", "name: gl-${param:company}", "gl-NORD"),
        ("gl.yaml", "name: ~", "gl"),
    ],
)
def test_a_pipeline_has_a_name(tmp_path: Path, file_name: str, stated: str, name: str) -> None:
    """It is stated, with parameters in it, or comes from the file's own."""
    loaded = load_pipeline(write(tmp_path, f"{stated}\n{PIPELINE}", file_name), {}, surroundings())
    assert (loaded.name, loaded.source_id) == (name, name)


def test_a_file_without_a_usable_name_must_state_one(tmp_path: Path) -> None:
    """A file name of nothing but signs is no name."""
    with pytest.raises(ConfigError, match="name: should be letters"):
        load_pipeline(write(tmp_path, name="%%%.yaml"), {}, surroundings())


def test_a_base_gives_what_the_file_leaves_out(tmp_path: Path) -> None:
    """Fifty customers share one base; faults in it are told with its own lines."""
    write(tmp_path, PIPELINE.replace("version: 1\n", ""), "base.yaml")
    own = "version: 1\nextends: base.yaml\nsource: {company: OST}\nstreams: {gl: {where: \"A <> ''\"}}\n"
    loaded = load(tmp_path, own)
    assert (loaded.name, loaded.pipeline.source.company) == ("gl", "OST")
    assert (loaded.pipeline.streams["gl"].source.table, loaded.pipeline.streams["gl"].source.where) == (
        "GLTRAN",
        "A <> ''",
    )
    write(tmp_path, PIPELINE.replace("version: 1\n", "").replace("table", "tabel"), "base.yaml")
    with pytest.raises(ConfigError, match=r"base.yaml:8: streams.gl.tabel: unknown key"):
        load(tmp_path, own)


def test_many_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    """A wrong file is put right in one go."""
    text = (
        PIPELINE.replace("version", "verson")
        .replace("table", "tabel")
        .replace("amount", "amout")
        .replace("path", "pth")
    )
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    lines = str(caught.value).replace(f"{tmp_path}/", "").splitlines()
    assert [line.split(": ")[:3] for line in lines] == [
        ["gl.yaml:1", "version", "is missing"],
        ["gl.yaml:1", "verson", "unknown key. Did you mean version?"],
        ["gl.yaml:9", "streams.gl.tabel", "unknown key. Did you mean table?"],
        ["gl.yaml:15", "streams.gl.map.fields.amout", "gl_line has no field 'amout'. Did you mean amount?"],
        ["gl.yaml:16", "sink.path", "is missing"],
        ["gl.yaml:18", "sink.pth", "unknown key. Did you mean path?"],
    ]
    assert caught.value.exit_code == 78


@pytest.mark.parametrize("key", ["document", "totals"])
def test_keys_of_later_versions_are_unknown(tmp_path: Path, key: str) -> None:
    """What is not there yet is an error, never silently nothing."""
    with pytest.raises(ConfigError, match=f"{key}: unknown key"):
        load(tmp_path, f"{PIPELINE}{key}: {{a: b}}\n")


def test_a_slip_in_a_parameter_is_refused(tmp_path: Path) -> None:
    """A parameter that the file does not know would run it with the default."""
    with pytest.raises(ConfigError, match="no parameter 'compnay'"):
        load(tmp_path, params={"compnay": "SUED"})


def test_an_unset_secret_names_key_and_line(tmp_path: Path) -> None:
    """The environment variable is told, and where the file asks for it: exit code 78."""
    around = surroundings()
    path = write(tmp_path, PIPELINE.replace("DB_PASSWORD", "SAGE_PASSWORD"))
    with pytest.raises(
        ConfigError, match=r"params.password: the environment variable SAGE_PASSWORD is not set"
    ) as caught:
        load_pipeline(path, {}, around)
    assert caught.value.where == f"{path}:2"


def test_a_secret_that_is_not_used_need_not_be_set(tmp_path: Path) -> None:
    """A parameter given from outside leaves the file's own secret alone."""
    path = write(tmp_path, PIPELINE.replace("DB_PASSWORD", "UNSET"))
    loaded = load_pipeline(path, {"password": "${env:DB_PASSWORD}"}, surroundings())
    assert loaded.secrets_used == ("env:DB_PASSWORD",)


@pytest.mark.parametrize(
    ("stated", "key"), [("name: gl-${env:DB_PASSWORD}", "name"), ("name: x${param:password}", "name")]
)
def test_a_name_cannot_hold_a_secret(tmp_path: Path, stated: str, key: str) -> None:
    """Names are written into files, logs and every record."""
    with pytest.raises(ConfigError, match=f"{key}: cannot hold a secret") as caught:
        load(tmp_path, f"{stated}\n{PIPELINE}")
    assert "tr0ub4dor" not in str(caught.value)


def test_an_error_of_a_setting_does_not_show_a_secret(tmp_path: Path) -> None:
    """A secret that lands in the wrong place is struck out of the message."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, PIPELINE.replace("kind: file", "kind: ${env:DB_PASSWORD}"))
    assert "tr0ub4dor" not in str(caught.value)
    assert "***" in str(caught.value)


def test_an_incremental_stream_cannot_replace(tmp_path: Path) -> None:
    """The line of `incremental` is named, and what to do."""
    with pytest.raises(ConfigError, match="cannot replace") as caught:
        load(tmp_path, INCREMENTAL.replace("mode: append", "mode: replace"))
    assert caught.value.where == f"{tmp_path / 'gl.yaml'}:10"
    assert load(tmp_path, INCREMENTAL).pipeline.streams["gl"].source.incremental.column == "CHANGED"


def test_companies_do_not_share_a_watermark(tmp_path: Path) -> None:
    """A given parameter that chooses what is read must be in the name of an incremental pipeline."""
    with pytest.raises(ConfigError, match="share one watermark"):
        load(tmp_path, INCREMENTAL, {"company": "SUED"})
    assert load(tmp_path, f"name: gl-${{param:company}}\n{INCREMENTAL}", {"company": "SUED"}).name == "gl-SUED"
    assert load(tmp_path, INCREMENTAL, {"password": "${env:DB_PASSWORD}"}).name == "gl"
    assert load(tmp_path, INCREMENTAL).name == "gl"


def test_what_is_no_pipeline_is_told(tmp_path: Path) -> None:
    """A file that is missing, empty or a list is an error with its name."""
    with pytest.raises(ConfigError, match="cannot be read"):
        load_pipeline(tmp_path / "missing.yaml")
    with pytest.raises(ConfigError, match="empty"):
        load(tmp_path, "# nothing yet\n")
    with pytest.raises(ConfigError, match="mapping"):
        load(tmp_path, "- version: 1\n")


@pytest.mark.parametrize("text", ["version: 1\n", "version: 1\nsource: 5\nstreams: [a]\nsink: ~\n", "a: {b: [c]}\n"])
def test_a_file_with_little_in_it_says_what_is_missing(tmp_path: Path, text: str) -> None:
    """Whatever stands in the place of source, streams and sink, the faults are told, not met."""
    with pytest.raises(ConfigError, match="source: "):
        load(tmp_path, text)


def test_the_demonstration_is_a_pipeline() -> None:
    """The file that every new user sees first is right."""
    loaded = load_pipeline(ROOT / "fixtures" / "nordhandel" / "pipelines" / "demo.yaml", {}, surroundings())
    assert "gl" in loaded.pipeline.streams
    assert loaded.notes == ()


def test_a_mapping_can_have_a_file_of_its_own(tmp_path: Path) -> None:
    """It holds what stands under `map`: one mapping or a list, with or without that key, with parameters."""
    mapping = "to: gl_line\nfields: {ledger_entry_id: '${param:column}', transaction_id: B}\n"
    for text in (mapping, "map:\n  " + mapping.replace("\n", "\n  "), "- " + mapping.replace("\n", "\n  ")):
        (only,) = load_mappings(write(tmp_path, text), {"column": "LFDNR"}, surroundings())
        assert only.fields["ledger_entry_id"].column == "LFDNR"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("to: gl_line\nfields: {a: B}\n", "fields.a: gl_line has no field"),
        ("to: gl_line\nfeilds: {}\n", "feilds: unknown key"),
        ("text\n", "should be a mapping, or a list"),
    ],
)
def test_a_wrong_mapping_file_names_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    """Faults are told as in a pipeline file."""
    with pytest.raises(ConfigError, match=message) as caught:
        load_mappings(write(tmp_path, text, "map.yaml"), {}, surroundings())
    assert "map.yaml:" in str(caught.value)
    with pytest.raises(ConfigError, match="no parameter 'x'"):
        load_mappings(write(tmp_path, text, "map.yaml"), {"x": "1"}, surroundings())
