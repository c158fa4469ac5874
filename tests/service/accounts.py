"""Accounts without rights, for servers that must not run as root."""

from __future__ import annotations

import os
import pwd
from typing import TypedDict


class Account(TypedDict, total=False):
    """Arguments of ``subprocess`` that give up root."""

    user: str
    group: int
    extra_groups: list[int]


def unprivileged(*names: str) -> str | None:
    """The first of these accounts that this machine has, or else nobody's; None where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*names, "nobody") if name in known)


def as_account(name: str | None) -> Account:
    """What ``subprocess`` needs to run under this account; nothing where there is none to change to."""
    return {} if name is None else {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}
