"""The index: never stale, never in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from harness import command, environment, run

TEMPLATE = """schema = 1
[venue]
id = "gateway"
name = "Gateway"
status = "live"
[sources.wiki]
title = "Error codes"
[namespaces.api]
title = "API"
source = "wiki"
[[entries]]
namespace = "api"
code = "G-77"
category = "internal"
meaning = "{meaning}"
samples = ["G-77"]
"""


@pytest.fixture
def catalog(own_home):
    """Return the path of a user's catalogue."""
    path = own_home / "config" / "errdecode" / "catalogs" / "gateway.toml"
    path.parent.mkdir(parents=True)
    return path


def index_files(home):
    """Return the files of the index, half-written ones among them."""
    return sorted((home / "cache" / "errdecode").glob("index-*"))


def meaning():
    """Return what the program says of the catalogue's code."""
    result = run("G-77")
    return result.rows[0][7] if result.rows else None


def test_the_index_is_kept_in_the_cache(own_home):
    """The first question writes a file that later ones read."""
    assert run("43005").status == 0
    (path,) = index_files(own_home)
    read = path.stat().st_mtime_ns
    assert run("43005").status == 0
    assert [path.stat().st_mtime_ns for path in index_files(own_home)] == [read]


def test_a_changed_catalogue_is_seen_at_once(catalog):
    """Each change is answered by the next question, however quick it follows, even at the same size."""
    for words in ("First.", "Other.", "Third meaning."):
        catalog.write_text(TEMPLATE.format(meaning=words))
        assert meaning() == words


def test_a_change_that_keeps_size_and_time_is_seen(catalog):
    """A file put in place of another with the same size and modification time is another file."""
    catalog.write_text(TEMPLATE.format(meaning="First."))
    times = (catalog.stat().st_atime_ns, catalog.stat().st_mtime_ns)
    assert meaning() == "First."
    other = catalog.with_name("other.tmp")
    other.write_text(TEMPLATE.format(meaning="Other."))
    os.utime(other, ns=times)
    other.replace(catalog)
    assert meaning() == "Other."


def test_a_catalogue_that_goes_is_gone(catalog):
    """Deleting a catalogue takes its codes away."""
    catalog.write_text(TEMPLATE.format(meaning="First."))
    assert meaning() == "First."
    catalog.unlink()
    assert meaning() is None


def test_a_folder_of_catalogues_that_appears_is_seen(own_home):
    """The user's first catalogue counts although its folder was not there before."""
    assert meaning() is None
    folder = own_home / "config" / "errdecode" / "catalogs"
    folder.mkdir(parents=True)
    (folder / "gateway.toml").write_text(TEMPLATE.format(meaning="First."))
    assert meaning() == "First."


@pytest.mark.parametrize(
    "damage",
    [
        lambda _data: b"",
        lambda _data: b"nonsense",
        lambda data: data[:100],
        lambda data: data[: len(data) // 2],
        lambda data: data[:40] + b"\0" * 200 + data[240:],
    ],
    ids=["empty", "another file", "cut in its header", "cut in half", "zeros in its header"],
)
def test_a_damaged_index_is_built_anew(own_home, damage):
    """Whatever became of the file, the answer is right and the next one quick again."""
    good = run("43005").out
    (path,) = index_files(own_home)
    path.write_bytes(damage(path.read_bytes()))
    result = run("43005")
    assert (result.status, result.out, result.err) == (0, good, "")


def test_a_cache_that_cannot_be_written_is_no_error(own_home):
    """A home that is a file, or read-only, costs time and nothing else."""
    (own_home / "cache").write_text("not a folder")
    result = run("43005")
    assert (result.status, result.err) == (0, "")
    assert result.rows[0][3] == "POST_ONLY_REJ"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_cache_is_no_error(own_home):
    """A cache folder without write permission leaves no trace and gives the answer."""
    folder = own_home / "cache" / "errdecode"
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    try:
        assert run("43005").rows[0][3] == "POST_ONLY_REJ"
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o700)


def test_a_home_that_does_not_exist_is_no_error(tmp_path):
    """Without a home the answer is the same."""
    nowhere = str(tmp_path / "nowhere")
    result = run("43005", cwd=tmp_path, HOME="/proc/nowhere", XDG_CACHE_HOME=None, XDG_CONFIG_HOME=None)
    assert result.rows[0][3] == "POST_ONLY_REJ"
    assert run("43005", cwd=tmp_path, HOME=nowhere, XDG_CACHE_HOME="", XDG_CONFIG_HOME="").status == 0


def test_two_processes_at_once_both_answer(own_home):
    """Four processes that build the index together leave one whole file."""
    processes = [
        subprocess.Popen([*command(), "43005"], stdout=subprocess.PIPE, env=environment(), cwd=own_home)
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert len(set(answers)) == 1
    assert len(index_files(own_home)) == 1
    assert run("43005").out.encode() == answers[0]


def spoil_with_a_link(path):
    """Put a link to the same bytes in the file's place."""
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def spoil_with_a_pipe(path):
    """Put a pipe in the file's place."""
    path.unlink()
    os.mkfifo(path)


def spoil_by_others(path):
    """Let others write the file."""
    path.chmod(0o666)


def spoil_the_folder(path):
    """Let others write in the folder."""
    path.parent.chmod(0o777)


def give_away(path):
    """Give the file to another user."""
    os.chown(path, 12345, 12345)


SPOILED = [spoil_with_a_link, spoil_with_a_pipe, spoil_by_others, spoil_the_folder]
if os.geteuid() == 0:
    SPOILED.append(give_away)


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_cache_that_others_can_write_is_not_believed(own_home, spoil):
    """A link, a pipe, a file or folder that is not the user's alone: the answer is made anew, and nothing hangs."""
    good = run("43005").out
    (path,) = index_files(own_home)
    # An index of other catalogues whose sums are right: an answer from it would be another one.
    data = path.read_bytes()
    path.write_bytes(data.replace(b"POST_ONLY_REJ", b"POST_ONLY_YES"))
    assert run("43005").out == good
    (path,) = index_files(own_home)
    path.write_bytes(data)
    before = path.stat().st_ino
    spoil(path)
    assert run("43005").out == good
    if spoil is spoil_the_folder:
        assert [each.stat().st_ino for each in index_files(own_home)] == [before]
    else:
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.lstat().st_uid == os.geteuid()


def test_a_full_disk_costs_only_the_cache(own_home):
    """What cannot be written whole is not there, and leaves nothing behind."""
    limited = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (4096, 4096)); import errdecode.__main__ as m; m.run()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", limited, "43005"],
        capture_output=True,
        env=environment(),
        cwd=own_home,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"POST_ONLY_REJ" in done.stdout
    assert list((own_home / "cache" / "errdecode").iterdir()) == []


def test_the_index_is_private(own_home):
    """Nobody else can put an index in the cache folder that was made."""
    if sys.platform == "win32":
        pytest.skip("permissions are another matter there")
    run("43005")
    assert (own_home / "cache" / "errdecode").stat().st_mode & 0o077 == 0
