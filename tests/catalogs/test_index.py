"""The index: never stale, never in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from harness import CATALOG_HEAD, CATALOGS, command, environment, run

TEMPLATE = (
    CATALOG_HEAD.format(id="gateway", name="Gateway")
    + """[[entries]]
namespace = "api"
code = "G-77"
category = "internal"
meaning = "{meaning}"
samples = ["G-77"]
"""
)


@pytest.fixture
def catalog(own_home):
    """Return the path of a project's catalogue."""
    path = own_home / ".errdecode" / "gateway.toml"
    path.parent.mkdir()
    return path


def index_files(home):
    """Return the files of the index, half-written ones among them."""
    folder = home / "cache" / "errdecode"
    return sorted((*folder.glob("shipped-*"), *folder.glob("index-*")))


def meaning():
    """Return what the program says of the catalogue's code."""
    result = run("G-77")
    return result.rows[0][7] if result.rows else None


def test_the_index_is_kept_in_the_cache(own_home):
    """The first question wrote a file that later ones read."""
    (path,) = index_files(own_home)
    written = path.stat()
    assert run("43005").status == 0
    assert [os.path.samestat(path.stat(), written) for path in index_files(own_home)] == [True]


def test_catalogues_of_a_moment_do_not_push_out_the_shipped_ones(own_home):
    """However many were named once, the next question need not compile all anew."""
    (kept,) = index_files(own_home)
    os.utime(kept, (0, 0))
    for number in range(10):
        path = own_home / f"{number}.toml"
        path.write_text(TEMPLATE.format(meaning="Once."))
        assert run("G-77", "--catalog", str(path)).status == 0
        assert kept in index_files(own_home)
    assert kept.stat().st_mtime == 0


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
    # A small one, of a file that nobody is changing: it is believed, and soon made.
    typed = ("tickdb:4003", "--catalog", str(CATALOGS / "tickdb.toml"))
    before = index_files(own_home)
    good = run(*typed)
    assert good.status == 0
    (path,) = set(index_files(own_home)) - set(before)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert run(*typed) == good
    assert len(path.read_bytes()) == len(whole)


def test_a_cache_that_cannot_be_written_is_no_error(new_home, few):
    """A home that is a file, or read-only, costs time and nothing else."""
    (new_home / "cache").write_text("not a folder")
    result = run("4003", **few)
    assert (result.status, result.err) == (0, "")
    assert result.rows[0][0] == "tickdb"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_cache_is_no_error(new_home, few):
    """A cache folder without write permission leaves no trace and gives the answer."""
    folder = new_home / "cache" / "errdecode"
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    try:
        assert run("4003", **few).rows[0][0] == "tickdb"
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o700)


def test_a_home_that_does_not_exist_is_no_error(tmp_path, few):
    """Without a home the answer is the same."""
    nowhere = str(tmp_path / "nowhere")
    result = run("4003", cwd=tmp_path, HOME="/proc/nowhere", XDG_CACHE_HOME=None, XDG_CONFIG_HOME=None, **few)
    assert result.rows[0][0] == "tickdb"
    assert run("4003", cwd=tmp_path, HOME=nowhere, XDG_CACHE_HOME="", XDG_CONFIG_HOME="", **few).status == 0


def test_two_processes_at_once_both_answer(new_home, few):
    """Four processes that build the index together leave one whole file."""
    processes = [
        subprocess.Popen([*command(), "4003"], stdout=subprocess.PIPE, env=environment(**few), cwd=new_home)
        for _ in range(4)
    ]
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    assert len(set(answers)) == 1
    assert len(index_files(new_home)) == 1
    assert run("4003", **few).out.encode() == answers[0]


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
def test_a_cache_that_others_can_write_is_not_believed(new_home, few, spoil):
    """A link, a pipe, a file or folder that is not the user's alone: the answer is made anew, and nothing hangs."""
    good = run("4003", **few).out
    (path,) = index_files(new_home)
    # An index of other catalogues whose sums are right: an answer from it would be another one.
    data = path.read_bytes()
    changed = data.replace(b"tickdb", b"tackdb")
    assert changed != data
    path.write_bytes(changed)
    assert run("4003", **few).out == good
    (path,) = index_files(new_home)
    path.write_bytes(data)
    before = path.stat().st_ino
    spoil(path)
    assert run("4003", **few).out == good
    if spoil is spoil_the_folder:
        assert [each.stat().st_ino for each in index_files(new_home)] == [before]
    else:
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.lstat().st_uid == os.geteuid()


def test_a_full_disk_costs_only_the_cache(new_home, few):
    """What cannot be written whole is not there, and leaves nothing behind."""
    limited = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (4096, 4096)); import errdecode.__main__ as m; m.run()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", limited, "4003"],
        capture_output=True,
        env=environment(**few),
        cwd=new_home,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"tickdb" in done.stdout
    assert list((new_home / "cache" / "errdecode").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_the_index_is_private(made_cache):
    """Nobody else can put an index in the cache folder that was made."""
    assert (made_cache / "errdecode").stat().st_mode & 0o077 == 0
