"""Which project folders a person trusts: by their real path and what they held when they were trusted.

A record lies in the user's own configuration folder. As with direnv, a change of
any catalogue or setting of the folder ends the trust: the next pull may bring
what was never read.
"""

from __future__ import annotations

import os

from errdecode.catalog.locate import number_of, user_folder
from errdecode.catalog.own_files import read_own, save
from errdecode.core.sanitise import visible
from errdecode.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_MAGIC = "errdecode trust 1"


class ChangedError(Exception):
    """A project's folder is not what was trusted."""


def approved(folder: str, environment: Mapping[str, str]) -> str:
    """Return the digest under which a folder was trusted, an empty text where it was not."""
    try:
        text = read_own(_record(folder, environment)).decode("utf-8", "surrogateescape")
    except OSError:
        return ""
    magic, _, rest = text.partition("\n")
    digest, _, path = rest.partition("\n")
    # Only the whole path counts: the name of the record is short.
    return digest if magic == _MAGIC and path == os.path.realpath(folder) else ""


def approve(folder: str, environment: Mapping[str, str]) -> None:
    """Trust a folder as it is now.

    Raises:
        InputError: there is no such folder, or the record cannot be written.
    """
    from errdecode.catalog.files import Snapshot  # noqa: PLC0415  # a lookup only reads the record

    if not os.path.isdir(folder):
        raise InputError(f"{visible(folder)} is no folder: name a project's .errdecode folder, or the project")
    path = _record(folder, environment)
    text = f"{_MAGIC}\n{Snapshot.taken(folder).digest()}\n{os.path.realpath(folder)}"
    save(path, text.encode("utf-8", "surrogateescape"))
    if not approved(folder, environment):
        raise InputError(
            f"{visible(os.path.dirname(path))} cannot be written, or is not yours alone: nothing was trusted"
        )


def revoke(folder: str, environment: Mapping[str, str]) -> bool:
    """Trust a folder no more; tell whether it was trusted.

    Raises:
        InputError: the record cannot be removed.
    """
    if not approved(folder, environment):
        return False
    path = _record(folder, environment)
    try:
        os.unlink(path)
    except OSError as error:
        raise InputError(f"{visible(path)} cannot be removed: {(error.strerror or str(error)).lower()}") from None
    return True


def _record(folder: str, environment: Mapping[str, str]) -> str:
    name = f"{number_of(os.path.realpath(folder)):016x}"
    return os.path.join(user_folder("config", environment), "trusted", name)
