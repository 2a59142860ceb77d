"""Keys of a portal on one's own machine: made once, kept in a file that only its owner can read."""

import json
import os
import secrets
import sys
from pathlib import Path

from cryptography.fernet import Fernet


def kept(path: Path) -> dict[str, str]:
    """Return the keys in this file, and make the file on the first call.

    The link is the atomic step: of two processes that start together, both read the same keys.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(fresh(), file, indent=2)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        draft.unlink()
    return json.loads(path.read_text())


def fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "INDEX_KEY": secrets.token_hex(32),
    }


if __name__ == "__main__":
    # For the operator of a service, to keep in its environment: python -m opendays.keys
    sys.stdout.write("".join(f"{name}={text}\n" for name, text in fresh().items()))
