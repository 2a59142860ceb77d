"""The accounts of the demo. Three of them are printed with their passwords; the others only act in its history."""

import json
import secrets
from pathlib import Path

from django.conf import settings

from events.models import Staff, Unit

HOME = "采育镇"
SIGN_INS = (
    ("office", Staff.Role.OFFICE, "周公开", "政务公开办公室"),
    ("editor", Staff.Role.EDITOR, "李经办", HOME),
    ("approver", Staff.Role.APPROVER, "张审核", HOME),
)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def kept_passwords() -> dict[str, str]:
    """The passwords of the three sign-ins: made at the first call, kept in var/ for the owner's eyes alone."""
    path = Path(settings.VAR) / "demo-passwords.json"
    if not path.exists():
        passwords = {name: _password() for name, *_rest in SIGN_INS}
        path.touch(mode=0o600)
        path.write_text(json.dumps(passwords))
    return json.loads(path.read_text())


def sign_ins(office: Unit, home: Unit) -> dict[str, Staff]:
    passwords = kept_passwords()
    units = {"政务公开办公室": office, HOME: home}
    return {
        username: Staff.objects.create_user(
            username,
            unit=units[unit],
            role=role,
            name=name,
            email=f"{username}@demo.example",
            password=passwords[username],
        )
        for username, role, name, unit in SIGN_INS
    }


def colleagues(unit: Unit) -> tuple[Staff, Staff]:
    """The editor and the approver of a unit; where it has none yet they are made, without a way to sign in."""
    pair = []
    for role, name in ((Staff.Role.EDITOR, "经办人"), (Staff.Role.APPROVER, "审核人")):
        found = Staff.objects.filter(unit=unit, role=role).first()
        pair.append(
            found
            or Staff.objects.create_user(
                f"{role}{unit.pk}", unit=unit, role=role, name=f"{unit}{name}", email=f"{role}{unit.pk}@demo.example"
            )
        )
    return pair[0], pair[1]


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
