"""The parameters of a pipeline: from the command line, a file of them, or the pipeline's own defaults."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import STRUCK_OUT, Secrets
from legacy_adapters.runs.pipeline.placeholders import Text
from legacy_adapters.runs.pipeline.yaml_extends import read_mapping


def read_params_file(path: Path) -> dict[str, str]:
    """The parameters of a YAML file of ``name: value``; each is text, and may have placeholders for secrets.

    Raises ``ConfigError``.
    """
    node = read_mapping(path)
    assert isinstance(node.value, Mapping)
    params: dict[str, str] = {}
    for name, child in node.value.items():
        if not isinstance(child.value, str):
            raise ConfigError(f"{name}: a parameter should be one text or number", where=str(child.place))
        params[name] = child.value
    return params


def check_given(given: Mapping[str, str], declared: Collection[str], used: Collection[str]) -> None:
    """Raises ``ConfigError`` for a parameter that the pipeline neither declares nor uses: a slip of the pen there
    would run it with the default."""
    known = sorted({*declared, *used})
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"There are {', '.join(known)}." if known else "The pipeline has no `params`."
            raise ConfigError(
                f"the pipeline has no parameter {name!r}",
                where="--param",
                hint=f"Did you mean {near[0]}? {hint}" if near else hint,
            )


def shown_params(used: Mapping[str, Text], secrets: Secrets) -> dict[str, str]:
    """The values of the parameters as they may be kept and shown: what holds a secret is ``***``, and so is a password
    that was given as it is."""
    return {name: STRUCK_OUT if text.secret else secrets.scrub(text.value) for name, text in sorted(used.items())}
