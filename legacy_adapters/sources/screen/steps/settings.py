"""The steps of a recipe as they are written: one thing that is done, at one place."""

from __future__ import annotations

from typing import Annotated, Final, Self, TypeAlias

from pydantic import Field, model_validator

from legacy_adapters.sources.quantities import Seconds
from legacy_adapters.sources.screen.declaration import InFrame, Where

ACTIONS: Final = (
    "goto",
    "fill",
    "choose",
    "check",
    "uncheck",
    "click",
    "hover",
    "press",
    "wait",
    "gone",
    "window",
    "pause",
)
"""Every step has exactly one of these keys."""

_NEEDS: Final = {"fill": "text", "choose": "option"}

_Selector: TypeAlias = Annotated[str, Field(min_length=1)]


class Step(InFrame):
    """One thing that a clerk does; exactly one of the actions."""

    goto: _Selector | None = Field(
        None, description="Open an address, relative to the one shown: `/journal?year={year}`."
    )
    fill: _Selector | None = Field(None, description="Write `text` into this field.")
    choose: _Selector | None = Field(None, description="Choose `option` in this list, by what it shows or its value.")
    check: _Selector | None = Field(None, description="Set this checkbox, or this radio button.")
    uncheck: _Selector | None = Field(None, description="Clear this checkbox.")
    click: _Selector | None = Field(None, description="Click this, and wait for what it sets off.")
    hover: _Selector | None = Field(None, description="Move the mouse here, as menus want it.")
    press: _Selector | None = Field(None, description="Press `key` while this has the focus.")
    wait: _Selector | None = Field(None, description="Wait until this can be seen.")
    gone: _Selector | None = Field(None, description="Wait until nothing of this can be seen any more.")
    window: _Selector | None = Field(
        None, description="Click this; the steps behind it go on in the window that opens."
    )
    pause: Seconds | None = Field(
        None, description="Wait this long; `wait` is better wherever there is something to wait for."
    )

    text: str | None = Field(None, description="What is filled in.", repr=False)
    option: str | None = Field(None, description="What is chosen.")
    key: str = Field("Enter", min_length=1, description="The key that is pressed.")
    until: Where | None = Field(None, description="Behind the step, wait until this can be seen.")
    only_if: Where | None = Field(None, description="Take this step only if this can be seen now.")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        stated = [name for name in ACTIONS if getattr(self, name) is not None]
        if len(stated) != 1:
            raise ValueError(f"a step does exactly one of {', '.join(ACTIONS)}")
        (action,) = stated
        for name in ("text", "option"):
            needed, given = _NEEDS.get(action) == name, getattr(self, name) is not None
            if needed != given:
                raise ValueError(f"`{action}` needs `{name}`" if needed else f"`{action}` has no `{name}`")
        return self

    @property
    def action(self) -> str:
        """Which of the actions it is."""
        return next(name for name in ACTIONS if getattr(self, name) is not None)

    def __str__(self) -> str:
        return f"{self.action} {getattr(self, self.action)}"
