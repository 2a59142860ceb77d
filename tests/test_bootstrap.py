"""What make calls: it asks before it removes, says in one line what is in the way, and leaves no process behind."""

import hashlib
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
HELD = """
import sys, bootstrap
held = ["import signal, sys", "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))", "print('held', flush=True)"]
sys.exit(bootstrap.serve(sys.executable, "-c", "; ".join([*held, "signal.pause()"])))
"""


@pytest.fixture
def clone(tmp_path):
    """A place with bootstrap.py and a portal's data in it."""
    shutil.copy(ROOT / "bootstrap.py", tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "portal.sqlite3").touch()
    return tmp_path


def bootstrap(clone, *arguments, **options):
    command = [sys.executable, clone / "bootstrap.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize("answer", ["", "\n", "no\n", "y\n"])
def test_reset_removes_nothing_without_a_yes(clone, answer):
    done = bootstrap(clone, "reset", input=answer)

    assert done.returncode == 1
    assert "Nothing was removed." in done.stderr
    assert (clone / "var" / "portal.sqlite3").exists()


def test_reset_removes_the_data_after_a_yes(clone):
    done = bootstrap(clone, "reset", input="yes\n")

    assert done.returncode == 0
    assert not (clone / "var").exists()


def test_a_taken_port_is_named_with_the_way_out(clone):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = bootstrap(clone, "run", env={"PORT": str(port)})

    assert done.returncode == 1
    assert done.stderr.strip() == f"Port {port} is taken. Choose another: PORT={port + 1} make run"
    assert not (clone / ".venv").exists()


def test_a_port_that_is_no_number_is_named(clone):
    assert bootstrap(clone, "run", env={"PORT": "http"}).stderr.strip() == "PORT must be a number, not http."


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_whatever_ends_it_ends_what_it_holds(clone, number):
    process = subprocess.Popen([sys.executable, "-c", HELD], cwd=clone, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"

    process.send_signal(number)

    # The pipe closes when its last holder is gone: the child, then the parent.
    assert process.communicate(timeout=20) == ("", None)
    assert process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_setup_that_is_broken_off_takes_its_process_along(clone, number):
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho held\nexec tail -f /dev/null\n")
    python.chmod(0o755)
    lock = clone / "requirements" / "dev.txt"
    lock.parent.mkdir()
    lock.touch()
    (clone / ".venv" / "installed-dev").write_text(hashlib.sha256(b"").hexdigest())
    process = subprocess.Popen([sys.executable, clone / "bootstrap.py", "messages"], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"

    process.send_signal(number)

    assert process.communicate(timeout=20) == ("", None)
    assert process.returncode == 128 + number


def test_a_process_that_falls_over_is_reported(clone):
    fallen = "import sys, bootstrap; sys.exit(bootstrap.serve(sys.executable, '-c', 'raise SystemExit(3)'))"

    assert subprocess.call([sys.executable, "-c", fallen], cwd=clone) == 3
