"""Fill a portal with open sessions: `python -m tests.bench.filled 2000`, under the portal's environment. Prints one.

All lie on the days after 14 October 2019, and take sign-ups from 1 October on; the one that is printed takes 30 people.
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendays.settings")
django.setup()

from events.models import Session  # noqa: E402
from tests import make  # noqa: E402


def sessions(number: int) -> Session:
    first = make.announced(starts_at=make.at("2019-10-14 09:00"))
    rows = []
    for row in range(1, number):
        copy = Session(**values(first))
        copy.card_code = f"BENCH{row:06}"
        copy.title = f"{first.title} {row}"
        copy.starts_at = first.starts_at + timedelta(hours=row)
        copy.ends_at = copy.starts_at + timedelta(hours=2)
        rows.append(copy)
    Session.objects.bulk_create(rows)
    return first


def values(session: Session) -> dict[str, object]:
    """What a copy takes over: everything but the key."""
    fields = (field for field in Session._meta.concrete_fields if not field.primary_key)
    return {field.attname: getattr(session, field.attname) for field in fields}


if __name__ == "__main__":
    print(sessions(int(sys.argv[1])).pk)
