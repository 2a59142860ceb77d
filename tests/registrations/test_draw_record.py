"""The record of a draw: anybody checks it with Python alone, and whoever changes it is found out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from events.models import Session
from registrations import draw, verify_draw
from registrations.models import Draw, Signup
from tests import make
from tests.registrations.draws import DRAWN, announced, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return announced()


@pytest.fixture
def editor(session):
    return make.staff(unit=session.unit)


@pytest.fixture
def approver(session):
    return make.staff("approver", unit=session.unit)


@pytest.fixture
def held(session, editor, approver):
    return hold(session, editor, approver)


def verify(tmp_path, record, *noted):
    """The script as anybody runs it: by itself, in another folder, with Python alone."""
    script = tmp_path / "verify_draw.py"
    script.write_text(Path(verify_draw.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "record.json"
    file.write_text(record if isinstance(record, str) else json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", script, file, *noted],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_anybody_can_check_the_draw_with_the_files_of_its_page(session, held, client, tmp_path):
    page = client.get(held.get_absolute_url()).content.decode()
    addresses = [reverse("registrations:draw_record", args=[held.pk]), reverse("registrations:draw_script")]
    assert all(address in page for address in addresses)
    record, script = (client.get(address).content.decode() for address in addresses)
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    done = verify(tmp_path, record, held.seed_fingerprint, held.list_fingerprint)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("[通过]") == 8
    assert "核对无误" in done.stdout
    assert draw.fingerprint(record) in page


def test_the_command_says_the_same(held, tmp_path, capsys):
    file = tmp_path / "record.json"
    file.write_text(held.record, encoding="utf-8")
    call_command("verify_draw", str(file))
    assert "核对无误" in capsys.readouterr().out
    file.write_text(held.record.replace(held.seed, "0" * 64), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("verify_draw", str(file))


def other_line(line, **new):
    code, category, people = line.split(" ")
    return " ".join([new.get("code", code), new.get("category", category), new.get("people", people)])


TAMPERINGS = {
    "entry gone": lambda r: r["entries"].pop(),
    "entry added": lambda r: r["entries"].append("ZZZZZZZZ resident 1"),
    "entry exchanged": lambda r: r["entries"].__setitem__(0, other_line(r["entries"][0], code="22222222")),
    "category": lambda r: r["entries"].__setitem__(0, other_line(r["entries"][0], category="business")),
    "party size": lambda r: r["entries"].__setitem__(0, other_line(r["entries"][0], people="9")),
    "count": lambda r: r.update(count=r["count"] + 1),
    "seed": lambda r: r.update(seed=r["seed"][::-1]),
    "seed with its fingerprint": lambda r: r.update(seed="0" * 64, seed_fingerprint=draw.fingerprint("0" * 64)),
    "value": lambda r: r["value"].update(text="03 11 18 22 26 31 + 08"),
    "value taken away": lambda r: r.update(value=None),
    "order": lambda r: r["order"].reverse(),
    "two places": lambda r: r["order"].insert(0, r["order"].pop(1)),
    "somebody selected": lambda r: r["selected"].append(r["reserves"].pop(0)),
    "reserves": lambda r: r["reserves"].reverse(),
    "seats": lambda r: r["seats"].update(capacity=r["seats"]["capacity"] + 6),
    "somebody left out": lambda r: r["left_out"].update({r["order"][0]: "cancelled"}),
    "left out without a reason": lambda r: r["left_out"].update({r["order"][0]: ""}),
    "a part torn away": lambda r: r.pop("entries"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_whoever_changes_the_record_is_found_out(session, held, name, tmp_path):
    record = held.facts
    TAMPERINGS[name](record)
    done = verify(tmp_path, record)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "[不符]" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_fingerprint_noted_before_the_draw_betrays_a_record_made_anew(session, held, tmp_path):
    """A file that is right in itself, made with another seed: only what was noted beforehand tells."""
    record, seed = held.facts, "1" * 64
    order = draw.rank(seed, record["order"], record["value"]["text"])
    forged = Draw.objects.get(pk=held.pk)
    forged.seed, forged.seed_fingerprint = seed, draw.fingerprint(seed)
    session.refresh_from_db()
    Signup.objects.update(rank=None, won_at=None)
    Session.objects.filter(pk=session.pk).update(seats_taken=0)
    Draw.objects.filter(pk=held.pk).update(seed_fingerprint=forged.seed_fingerprint, drawn_at=None, record="")
    Draw.objects.filter(pk=held.pk).update(seed=seed)
    again = draw.run(session, by=held.drawn_by, now=DRAWN)
    assert again.facts["order"] == order
    assert verify(tmp_path, again.record).returncode == 0
    assert verify(tmp_path, again.record, held.seed_fingerprint).returncode == 1
