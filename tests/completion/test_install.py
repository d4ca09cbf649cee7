"""`errdecode completion install | uninstall | show` on throw-away homes."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess

import pytest
from harness import run

SHELLS = ("bash", "zsh", "fish", "powershell")
PLACES = {
    "bash": "data/bash-completion/completions/errdecode",
    "zsh": ".zfunc/_errdecode",
    "fish": "config/fish/completions/errdecode.fish",
    "powershell": "data/errdecode/errdecode.ps1",
}
PROFILES = {"zsh": ".zshrc", "powershell": "config/powershell/Microsoft.PowerShell_profile.ps1"}


@pytest.fixture
def completion(tmp_path, few):
    """Run `errdecode completion ...` in an empty home."""

    def typed(*words, **variables):
        merged = {
            "HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "SHELL": None,
            "ZDOTDIR": None,
            **few,
            **variables,
        }
        return subprocess.CompletedProcess(words, *run("completion", *words, timeout=60, **merged))

    return typed


def files(folder):
    """Return every file under a folder but the cache, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in path.parts
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_install_writes_where_the_shell_looks(completion, tmp_path, shell):
    """The script lies where the shell looks, and the answer names it and how to start."""
    done = completion("install", shell)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / PLACES[shell]).read_text(encoding="utf-8") == completion("show", shell).stdout
    assert f"wrote {tmp_path / PLACES[shell]}" in done.stdout
    assert "tart a new" in done.stdout or "at once" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_install_writes_the_words(completion, tmp_path, shell):
    """The words that the script reads are there after it."""
    completion("install", shell)
    assert "\n4003\t" in (tmp_path / "cache/errdecode/completion.tsv").read_text("utf-8")


@pytest.mark.parametrize("shell", SHELLS)
def test_install_twice_changes_nothing(completion, tmp_path, shell):
    """A second install leaves every file as the first left it."""
    completion("install", shell)
    once = files(tmp_path)
    done = completion("install", shell)
    assert done.returncode == 0
    assert files(tmp_path) == once
    assert "as it should be" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_uninstall_leaves_no_file(completion, tmp_path, shell):
    """Install and uninstall in an empty home leave no file behind."""
    completion("install", shell)
    done = completion("uninstall", shell)
    assert done.returncode == 0, done.stderr
    assert files(tmp_path) == {}
    assert f"removed {tmp_path / PLACES[shell]}" in done.stdout


@pytest.mark.parametrize("shell", sorted(PROFILES))
@pytest.mark.parametrize(
    "text",
    [b"alias x=y\n", b"no newline at the end", b"a\r\nb\r\n", b"a\r\nb", b"\n\n", "# grüße\n".encode(), b"x\n\n\n"],
)
def test_a_profile_comes_back_byte_for_byte(completion, tmp_path, shell, text):
    """A user's file is extended only at its end, and uninstall gives it back as it was."""
    profile = tmp_path / PROFILES[shell]
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_bytes(text)
    completion("install", shell)
    assert profile.read_bytes().startswith(text)
    assert profile.read_bytes() != text
    completion("uninstall", shell)
    assert profile.read_bytes() == text


def test_lines_around_the_block_stay(completion, tmp_path):
    """What a user writes before and after the block survives install and uninstall."""
    profile = tmp_path / ".zshrc"
    profile.write_text("before\n", encoding="utf-8")
    completion("install", "zsh")
    profile.write_text(profile.read_text(encoding="utf-8") + "after\n", encoding="utf-8")
    completion("install", "zsh")
    assert profile.read_text(encoding="utf-8").count("completion >>>") == 1
    completion("uninstall", "zsh")
    assert profile.read_text(encoding="utf-8") == "before\nafter\n"


def test_mode_and_link_of_a_profile_stay(completion, tmp_path):
    """A profile that is a link stays one, and the file behind it keeps its mode."""
    real = tmp_path / "dotfiles" / "zshrc"
    real.parent.mkdir()
    real.write_text("mine\n", encoding="utf-8")
    real.chmod(0o640)
    (tmp_path / ".zshrc").symlink_to(real)
    completion("install", "zsh")
    assert (tmp_path / ".zshrc").is_symlink()
    assert real.read_text(encoding="utf-8").startswith("mine\n#")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_no_block_where_zshrc_does_the_same(completion, tmp_path):
    """A .zshrc that names the folder and starts the completion system is left alone."""
    text = "fpath=(~/.zfunc $fpath)\nautoload -Uz compinit && compinit\n"
    (tmp_path / ".zshrc").write_text(text, encoding="utf-8")
    assert completion("install", "zsh").returncode == 0
    assert (tmp_path / ".zshrc").read_text(encoding="utf-8") == text


def spoil_not_utf8(profile):
    """Write a profile in another encoding."""
    profile.write_bytes(b"alias gr\xfc\xdfe=x\n")


def spoil_loop(profile):
    """Make a profile a link to itself."""
    profile.symlink_to(profile)


def spoil_dangling(profile):
    """Make a profile a link to nothing."""
    profile.symlink_to(profile.parent / "gone")


def spoil_folder(profile):
    """Make a profile a folder."""
    profile.mkdir()


def spoil_pipe(profile):
    """Make a profile a pipe, which would never end."""
    os.mkfifo(profile)


def spoil_half_a_block(profile):
    """Take the end of the block away."""
    profile.write_text("mine\n# >>> errdecode completion >>>\nmine too\n", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil", [spoil_not_utf8, spoil_loop, spoil_dangling, spoil_folder, spoil_pipe, spoil_half_a_block]
)
@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_a_profile_that_cannot_be_kept_is_refused(completion, tmp_path, spoil, verb):
    """One sentence, exit status 2, and neither the profile nor anything else is touched."""
    profile = tmp_path / ".zshrc"
    spoil(profile)
    before = profile.lstat().st_mtime_ns
    done = completion(verb, "zsh")
    assert done.returncode == 2
    assert done.stderr.startswith("errdecode: ")
    assert str(profile) in done.stderr
    assert done.stderr.count("\n") == 1
    assert profile.lstat().st_mtime_ns == before
    assert not (tmp_path / PLACES["zsh"]).exists()


@pytest.mark.parametrize("verb", ["install", "uninstall"])
@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_of_somebody_else_is_left_alone(completion, tmp_path, shell, verb):
    """A file that errdecode did not write is neither overwritten nor removed."""
    script = tmp_path / PLACES[shell]
    script.parent.mkdir(parents=True)
    script.write_text("# my own\n", encoding="utf-8")
    done = completion(verb, shell)
    assert done.returncode == 2
    assert "move it away first" in done.stderr
    assert script.read_text(encoding="utf-8") == "# my own\n"


def test_a_home_that_cannot_be_written_is_one_sentence(completion, tmp_path):
    """A file where a folder is needed is told, not raised."""
    (tmp_path / "config").write_text("", encoding="utf-8")
    done = completion("install", "fish")
    assert done.returncode == 2
    assert done.stderr.startswith("errdecode: cannot ")
    assert "Traceback" not in done.stderr


def test_the_shell_is_guessed(completion, tmp_path):
    """Without a name the shell is the one that $SHELL names."""
    assert completion("install", SHELL="/usr/local/bin/fish").returncode == 0
    assert (tmp_path / PLACES["fish"]).exists()


@pytest.mark.parametrize("words", [("install", "tcsh"), ("show",), ("show", "csh"), ("install",)])
def test_an_unknown_shell_is_bad_usage(completion, words):
    """A shell that is not known, or not named, ends with status 2 and the names of the known ones."""
    done = completion(*words, SHELL="/bin/tcsh")
    assert done.returncode == 2
    assert "bash" in done.stderr
    assert "powershell" in done.stderr


@pytest.mark.parametrize("folder", ["it's here", "a $(touch pwned) b", "sp ace"])
def test_a_zsh_folder_of_any_name(completion, tmp_path, folder):
    """The block loads the completion from a folder with any name, and runs nothing of it."""
    if not shutil.which("zsh"):
        pytest.skip("zsh is not installed")
    dotfiles = tmp_path / folder
    dotfiles.mkdir()
    assert completion("install", "zsh", ZDOTDIR=str(dotfiles)).returncode == 0
    command = ["zsh", "-ic", 'print -r -- "${_comps[errdecode]}"']
    environment = {"HOME": str(tmp_path), "ZDOTDIR": str(dotfiles), "PATH": os.environ["PATH"], "TERM": "dumb"}
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert "_errdecode" in done.stdout, done.stderr
    assert not (tmp_path / "pwned").exists()
