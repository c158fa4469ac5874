"""Topics are looked for before anything is sent, and made where that is wanted."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError
from legacy_adapters.sinks.kafka.settings import KafkaSink
from legacy_adapters.sinks.kafka.topics import part
from tests.sinks.events.samples import delivery, lines
from tests.sinks.kafka.cluster import Cluster
from tests.sinks.kafka.wire_broker import State, broker


def sink(brokers: str, **settings: object) -> KafkaSink:
    given: dict[str, object] = {"brokers": brokers, "topic": "accounting.{entity}", "tls": False, "timeout": 10}
    return KafkaSink.model_validate(given | settings)


def refused(settings: KafkaSink, folder: Path) -> LegacyAdaptersError:
    with pytest.raises(LegacyAdaptersError) as raised:
        settings.open(delivery(folder), None)
    return raised.value


def test_a_topic_that_is_not_there(cluster: Cluster, tmp_path: Path) -> None:
    """It is named, and not made by asking for it."""
    cluster.make("accounting.other")
    for _ in range(2):
        error = refused(sink(cluster.brokers), tmp_path)
        assert isinstance(error, ConfigError)
        assert "accounting.line" in error.message
        assert "declare: true" in error.hint


def test_one_that_depends_on_the_record(cluster: Cluster, tmp_path: Path) -> None:
    """It is looked for when the first such record comes, before that is sent."""
    cluster.make("company-C0")
    with closing(sink(cluster.brokers, topic="company-{company_id}").open(delivery(tmp_path), None)) as out:
        out.write(lines(2))
        with pytest.raises(ConfigError, match="there is no topic company-C1"):
            out.write(lines(2, companies=2))


@pytest.mark.parametrize("name", ["a b", "{entity}/x", "x" * 250, ".."])
def test_what_is_no_name(name: str, cluster: Cluster, tmp_path: Path) -> None:
    """The letters that are allowed are said."""
    error = refused(sink(cluster.brokers, topic=name), tmp_path)
    assert isinstance(error, ConfigError)
    assert "Letters, digits" in error.hint


def test_values_become_parts_of_names() -> None:
    """What may not stand in one is written as its bytes."""
    assert part("ACME-1.x_y") == "ACME-1.x_y"
    assert part("Größe 1") == "Gr_C3_B6_C3_9Fe_201"


@pytest.mark.parametrize(
    ("settings", "made"), [({}, (-1, -1)), ({"partitions": 6, "replicas": 3}, (6, 3))], ids=["default", "stated"]
)
def test_topics_are_made(settings: dict[str, int], made: tuple[int, int], tmp_path: Path) -> None:
    """As stated, or as the cluster is set; not again when they are there."""
    with broker() as state:
        for _ in range(2):
            sink(f"127.0.0.1:{state.port}", declare=True, **settings).open(delivery(tmp_path), None).close()
    assert state.made == [("accounting.line", *made)]


@pytest.mark.parametrize(("code", "kind"), [(29, AccessDenied), (44, ConfigError), (38, ConfigError)])
def test_topics_that_may_not_be_made(code: int, kind: type[LegacyAdaptersError], tmp_path: Path) -> None:
    """No right, against the cluster's policy, more replicas than brokers."""
    with broker(refuses=code) as state:
        error = refused(sink(f"127.0.0.1:{state.port}", declare=True), tmp_path)
    assert type(error) is kind
    assert error.where == "topic accounting.line"


def test_one_that_another_made_in_between(tmp_path: Path) -> None:
    """Is there, which is all that was wanted."""
    with broker(refuses=36) as state:
        sink(f"127.0.0.1:{state.port}", declare=True).open(delivery(tmp_path), None).close()
    assert len(state.made) == 1


class TestLogin:
    """With user and password."""

    def sink(self, state: State, **settings: object) -> KafkaSink:
        login = {"user": "writer", "mechanism": "PLAIN"}
        return sink(f"127.0.0.1:{state.port}", **login, **settings)

    def test_a_good_one(self, tmp_path: Path) -> None:
        """It is shown as PLAIN says."""
        with broker(topics={"accounting.line": 1}, password="writers-secret") as state:
            self.sink(state, password="writers-secret").open(delivery(tmp_path), None).close()
        assert set(state.logins) == {b"\0writer\0writers-secret"}

    def test_a_wrong_one(self, tmp_path: Path) -> None:
        """It is tried once, as trying may lock an account; what the broker repeats of it is struck out."""
        with broker(password="writers-secret") as state:
            error = refused(self.sink(state, password="wrong-secret"), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "login refused" in error.message
        assert "wrong-secret" not in str(error)
        assert len(state.logins) == 1

    def test_a_mechanism_that_is_not_offered(self, tmp_path: Path) -> None:
        """Those that are, are named."""
        with broker(mechanisms=("GSSAPI",)) as state:
            error = refused(self.sink(state, password="writers-secret"), tmp_path)
        assert isinstance(error, AccessDenied)
        assert "GSSAPI" in error.message
        assert state.logins == []
