"""Put a completion script where its shell looks, and take it away again.

A user's file is only ever extended by a marked block, replaced as a whole, and
given back without the block byte for byte.
"""

from __future__ import annotations

import contextlib
import os
import stat

from errdecode.completion.shells import OURS
from errdecode.errors import InputError
from errdecode.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN = "# >>> errdecode completion >>>"
OPEN_JOINED = "# >>> errdecode completion, after a line without an end >>>"
CLOSE = "# <<< errdecode completion <<<"


class Target(Record):
    """Where the completion of one shell lives."""

    script: str
    """The script's path."""
    profile: str | None
    """The user's file that must name the script; None where the shell finds it by itself."""
    block: tuple[str, ...]
    """What the user's file must say."""
    start: str
    """How to start using it."""
    enough: tuple[str, ...] = ()
    """Words of a user's file that needs no block: it does the same already."""


def target(shell: str, environment: Mapping[str, str]) -> Target:
    """Return where a shell looks for completions.

    Args:
        shell: one of `shells.SHELLS`.
        environment: the process's variables.
    """
    home = environment.get("HOME") or os.path.expanduser("~")
    data = _base(environment, "XDG_DATA_HOME", home, ".local/share")
    config = _base(environment, "XDG_CONFIG_HOME", home, ".config")
    if shell == "bash":
        path = os.path.join(data, "bash-completion", "completions", "errdecode")
        start = f"Start a new shell. Without the bash-completion package, add to ~/.bashrc: source {_single(path)}"
        return Target(path, None, (), start)
    if shell == "fish":
        return Target(os.path.join(config, "fish", "completions", "errdecode.fish"), None, (), "Fish knows it at once.")
    if shell == "zsh":
        return _zsh_target(environment, home)
    path = os.path.join(data, "errdecode", "errdecode.ps1")
    block = (f". '{path.replace(chr(39), chr(39) * 2)}'",)
    return Target(path, _powershell_profile(config, home), block, "Start a new PowerShell.")


def _base(environment: Mapping[str, str], name: str, home: str, default: str) -> str:
    folder = environment.get(name, "")
    return folder if os.path.isabs(folder) else os.path.join(home, *default.split("/"))


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _zsh_target(environment: Mapping[str, str], home: str) -> Target:
    dotfiles = environment.get("ZDOTDIR") or home
    folder = os.path.join(dotfiles, ".zfunc")
    block = (
        f"fpath=({_single(folder)} $fpath)",
        "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }",
        "autoload -Uz _errdecode && compdef _errdecode errdecode",
    )
    profile = os.path.join(dotfiles, ".zshrc")
    return Target(os.path.join(folder, "_errdecode"), profile, block, "Start a new shell.", (".zfunc", "compinit"))


def _powershell_profile(config: str, home: str) -> str:
    name = "Microsoft.PowerShell_profile.ps1"
    if os.name == "nt":
        return os.path.join(home, "Documents", "PowerShell", name)
    return os.path.join(config, "powershell", name)


def install(where: Target, text: str) -> list[str]:
    """Write the script and, where one is needed, the block; return what was done.

    Args:
        where: the places.
        text: the script.

    Raises:
        InputError: a file is not ours to write, or cannot be written. Nothing
            has been changed in it then.
    """
    done = []
    # Everything is read and weighed first: what cannot be kept must not leave half an installation.
    profile = (_read(where.profile) or "") if where.profile else ""
    extended = _without_block(profile, where.profile or "")
    if not _does_the_same(extended, where):
        extended = _with_block(extended, where.block)
    if _own_script(where.script) != text:
        _write(where.script, text)
        done.append(f"wrote {where.script}")
    if where.profile and extended != profile:
        _write(where.profile, extended)
        done.append(f"added a marked block to {where.profile}")
    return done


def uninstall(where: Target) -> list[str]:
    """Undo `install` and return what was done.

    Args:
        where: the places.

    Raises:
        InputError: a file is not ours to change, or cannot be changed.
    """
    done = []
    profile = _read(where.profile) if where.profile else None
    rest = _without_block(profile, where.profile or "") if profile else profile
    if _own_script(where.script) is not None:
        _remove(where.script)
        done.append(f"removed {where.script}")
    if where.profile and rest != profile:
        if rest:
            _write(where.profile, rest)
        else:
            # Nothing else was in it: it was made for the block.
            _remove(where.profile)
        done.append(f"took the marked block out of {where.profile}")
    return done


def _own_script(path: str) -> str | None:
    """Return the script that is there, None if there is none."""
    text = _read(path)
    if text is not None and OURS not in text:
        raise InputError(f"{path} was not written by errdecode: move it away first")
    return text


def _does_the_same(text: str, where: Target) -> bool:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return bool(where.enough) and all(any(word in line for line in lines) for word in where.enough)


def _with_block(text: str, block: tuple[str, ...]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    joined = bool(text) and not text.endswith("\n")
    lines = (OPEN_JOINED if joined else OPEN, *block, CLOSE)
    return text + (end if joined else "") + "".join(f"{line}{end}" for line in lines)


def _without_block(text: str, path: str) -> str:
    for opening in (OPEN_JOINED, OPEN):
        before, found, rest = text.partition(opening)
        if found:
            _, closed, after = rest.partition(CLOSE)
            if not closed:
                raise InputError(f"{path} has a line {opening!r} but no {CLOSE!r}: take the block out by hand")
            if opening == OPEN_JOINED:
                before = before.removesuffix("\n").removesuffix("\r")
            return before + after.removeprefix("\r").removeprefix("\n")
    return text


def _read(path: str) -> str | None:
    """Return a file's text, None if there is none.

    Raises:
        InputError: it cannot be read as text.
    """
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise InputError(f"{path} is not a file: move it away first")
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        if os.path.islink(path):
            raise InputError(f"{path} is a link to nothing: mend or remove it first") from None
        return None
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (byte {error.start}): it is left as it is") from None
    except OSError as error:
        raise _fault("read", path, error) from None


def _write(path: str, text: str) -> None:
    """Replace a file as a whole, behind a link too; its mode and owner stay."""
    real = os.path.realpath(path)
    temporary = f"{real}.errdecode-{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(real), exist_ok=True)
        with open(temporary, "x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(real):
            before = os.stat(real)
            if hasattr(os, "chown"):
                os.chown(temporary, before.st_uid, before.st_gid)
            os.chmod(temporary, stat.S_IMODE(before.st_mode))
        os.replace(temporary, real)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise _fault("write", path, error) from None


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        raise _fault("remove", path, error) from None


def _fault(verb: str, path: str, error: OSError) -> InputError:
    return InputError(f"cannot {verb} {path}: {(error.strerror or str(error)).lower()}")
