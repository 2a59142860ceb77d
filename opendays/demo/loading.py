"""Fills an empty portal: units, people, both sample notices, and every scene."""

from datetime import datetime, time
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from events import plans
from events.models import Plan, Staff, Unit
from events.notices import importing
from events.units import Directory
from opendays.demo import people, season
from opendays.demo.residents import people as residents
from opendays.demo.scenes import SCENES
from opendays.demo.story import Play

SAMPLES = Path(importing.__file__).parent / "samples"
OFFICE = "区政务公开办公室"


def is_loaded() -> bool:
    return Staff.objects.exists() or Plan.objects.exists()


@transaction.atomic
def load(now: datetime) -> None:
    """Everything or nothing: a load that was interrupted starts over."""
    now = timezone.localtime(now)
    facts = {"kind": Unit.Kind.OFFICE, "phone": "010-60000001", "address": "兴政街15号"}
    office, _made = Unit.objects.get_or_create(name=OFFICE, defaults=facts)
    home = Directory().match_or_create(people.HOME)
    clerk = people.sign_ins(office, home)["office"]
    plans_ = [_plan(path, clerk, now) for path in sorted(SAMPLES.glob("plan_*"))]
    visitors = residents()
    for scene in SCENES:
        Play(scene, plans_, visitors, now).run()


def _plan(path: Path, clerk: Staff, now: datetime) -> Plan:
    """The plan of a sample notice, approved by the office on the first day of its season."""
    began = datetime.combine(now.date() - season.BEGAN_BEFORE, time(9), now.tzinfo)
    notice = importing.receive(path.name, season.moved(path.read_bytes(), now.date()), by=clerk, now=began)
    plan = importing.apply(notice, by=clerk, now=began)
    return plans.approve(plan, by=clerk, now=began)
