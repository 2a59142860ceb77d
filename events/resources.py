"""Tables that go out of the desk and come back: units, staff, open points; sessions only go out.

A column carries the name that the desk shows. Whoever imports may touch only rows of the own units.
"""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CharWidget, IntegerWidget, Widget

from events import deadlines, special_days
from events.foundation import audit
from events.models import Plan, Point, PointUnit, Session, SpecialDay, Staff, Theme, Unit

NATURES = {True: _("workday"), False: _("day off")}
BETWEEN_NAMES = re.compile(r"[、,;；，\n]+")


class Column(Field):
    """A field whose column is named in the language of the page."""

    def __init__(self, attribute: str, label: Any, widget: Widget | None = None, **options: Any):
        self.label = label
        text = CharWidget(coerce_to_string=True, allow_blank=True)
        super().__init__(attribute=attribute, column_name="", widget=widget or text, **options)

    @property
    def column_name(self) -> str:
        return str(self.label)

    @column_name.setter
    def column_name(self, name: str) -> None:
        """The label stands; the base class would fix it in the language of the first call."""


class Choice(Widget):
    """A choice by its label; its key is understood as well."""

    def __init__(self, choices: Any):
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = str(value or "").strip()
        for key, label in self.choices.choices:
            if text in (key, str(label)):
                return key
        allowed = "、".join(str(label) for _key, label in self.choices.choices)
        raise ValueError(gettext("“%(text)s” is none of: %(allowed)s.") % {"text": text, "allowed": allowed})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class ByName(Widget):
    """A row by one of its names; all names are read once a table."""

    unknown = _("There is nothing called “%(name)s”.")

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Any] | None = None

    def names(self) -> dict[str, Any]:
        raise NotImplementedError

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        name = str(value or "").strip()
        if not name:
            return None
        if self.known is None:
            self.known = self.names()
        if name not in self.known:
            raise ValueError(self.unknown % {"name": name})
        return self.known[name]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return getattr(value, "name", None) or str(value or "")


class UnitByName(ByName):
    unknown = _("There is no unit called “%(name)s”.")

    def names(self) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for unit in Unit.objects.prefetch_related("aliases"):
            for name in (unit.name, unit.short_name, *(alias.name for alias in unit.aliases.all())):
                known.setdefault(name, unit)
        return known

    def several(self, value: Any) -> list[Unit]:
        return [self.clean(name) for name in BETWEEN_NAMES.split(str(value or "")) if name.strip()]


class PlanByTitle(ByName):
    unknown = _("There is no plan called “%(name)s”.")

    def names(self) -> dict[str, Any]:
        return {plan.title: plan for plan in Plan.objects.all()}


class Day(Widget):
    """A day as tables write it: 2026-10-01, 2026/10/1, 2026年10月1日, or a cell of the kind date."""

    formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value or "").strip()
        for written in self.formats:
            with suppress(ValueError):
                return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        raise ValueError(gettext("“%(text)s” is no day; write it as 2026-10-01.") % {"text": text})

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class Nature(Widget):
    """Whether a day is worked: 上班 or 放假, and what else tables write for them."""

    words = {
        True: ("上班", "调休上班", "补班", "工作日", "是", "yes", "true", "1", "workday"),
        False: ("放假", "休息", "休", "节假日", "休息日", "放假调休", "否", "no", "false", "0", "day off"),
    }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = str(value if value is not None else "").strip()
        for is_workday, words in self.words.items():
            if text.casefold() in (*words, str(NATURES[is_workday]).casefold()):
                return is_workday
        raise ValueError(gettext("“%(text)s” is neither a workday (上班) nor a day off (放假).") % {"text": text})

    def render(self, value: bool | None, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(NATURES[value])


class Moment(Widget):
    def render(self, value: datetime | None, obj: Any = None, **kwargs: Any) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


class DeskResource(ModelResource):
    """A trial run and the real one are the same code; one faulty row stops the whole table."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    related: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()

    def __init__(self, staff: Staff | None = None, now: datetime | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.staff, self.now = staff, now

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        return queryset.select_related(*self.related).prefetch_related(*self.fetched)

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The row of this name, which must lie within the units of the person who imports."""
        found = super().get_instance(instance_loader, row)
        if found and self.staff and not type(found).objects.visible_to(self.staff).filter(pk=found.pk).exists():
            raise ValueError(gettext("“%(name)s” belongs to another unit.") % {"name": found})
        return found

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if self.now:
            audit.record(instance, "import", by=self.staff, now=self.now)


class UnitResource(DeskResource):
    related = ("parent",)
    name = Column("name", _("full name"))
    short_name = Column("short_name", _("short name"))
    kind = Column("kind", _("kind"), widget=Choice(Unit.Kind))
    parent = Column("parent", _("supervised by"), widget=UnitByName())
    email = Column("email", _("e-mail of the unit"))
    phone = Column("phone", _("telephone"))
    address = Column("address", _("address"))

    class Meta(DeskResource.Meta):
        model = Unit
        fields = ("name", "short_name", "kind", "parent", "email", "phone", "address")
        import_id_fields = ("name",)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """New units owe what the plans in force ask of every unit."""
        if self.now:
            for plan in Plan.objects.in_force():
                deadlines.for_plan(plan, now=self.now)


class StaffResource(DeskResource):
    """Accounts in bulk. A fresh account has no password: its activation link sets one."""

    related = ("unit",)

    username = Column("username", _("account name"))
    name = Column("name", _("name"))
    unit = Column("unit", _("unit"), widget=UnitByName())
    role = Column("role", _("role"), widget=Choice(Staff.Role))
    email = Column("email", _("e-mail"))
    phone = Column("phone", _("telephone"))

    class Meta(DeskResource.Meta):
        model = Staff
        fields = ("username", "name", "unit", "role", "email", "phone")
        import_id_fields = ("username",)

    def import_instance(self, instance: Staff, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if not instance.unit_id:
            raise ValueError(gettext("The unit is missing."))
        if instance._state.adding:
            instance.set_unusable_password()


class PointResource(DeskResource):
    """The open points of a plan, as a table. Its themes are made where they are new; its units must be known."""

    related = ("plan", "theme")
    fetched = ("parts__unit",)

    plan = Column("plan", _("plan"), widget=PlanByTitle())
    theme = Column("theme", _("theme"), readonly=True)
    kind = Column("kind", _("kind"), widget=Choice(Point.Kind))
    number = Column("number", _("number"), widget=IntegerWidget())
    title = Column("title", _("title"))
    lead = Column("lead", _("lead units"), readonly=True)
    co = Column("co", _("co-units"), readonly=True)
    description = Column("description", _("description"))

    class Meta(DeskResource.Meta):
        model = Point
        fields = ("plan", "theme", "kind", "number", "title", "lead", "co", "description")
        import_id_fields = ("plan", "title")
        skip_unchanged = False  # a change of its units alone would pass unseen

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.units = UnitByName()

    def get_queryset(self) -> Any:
        """What an amendment took out of its plan is no row that a table could mean."""
        return super().get_queryset().filter(withdrawn_on__isnull=True)

    def dehydrate_theme(self, point: Point) -> str:
        return str(point.theme or "")

    def dehydrate_lead(self, point: Point) -> str:
        return names_of(point, PointUnit.Part.LEAD)

    def dehydrate_co(self, point: Point) -> str:
        return names_of(point, PointUnit.Part.CO)

    def import_instance(self, instance: Point, row: Any, **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if not instance.plan_id:
            raise ValueError(gettext("The plan is missing."))
        if instance._state.adding:
            self._refuse_withdrawn(instance)
            instance.filing = Point.Filing.ACCEPTED
        title = str(row.get(self.fields["theme"].column_name) or "").strip()
        if title:
            instance.theme = Theme.objects.get_or_create(plan=instance.plan, title=title)[0]

    def _refuse_withdrawn(self, point: Point) -> None:
        gone = Point.objects.filter(plan=point.plan_id, title=point.title, withdrawn_on__isnull=False).first()
        if gone and gone.withdrawn_on:
            words = gettext("The plan no longer names “%(title)s” since %(day)s: take this row out of the table.")
            raise ValueError(words % {"title": gone.title, "day": date_format(gone.withdrawn_on)})

    def after_save_instance(self, instance: Point, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        for name, part in (("lead", PointUnit.Part.LEAD), ("co", PointUnit.Part.CO)):
            column = self.fields[name].column_name
            if column not in row:
                continue
            instance.parts.filter(part=part).delete()
            for position, unit in enumerate(self.units.several(row[column]), 1):
                PointUnit.objects.create(point=instance, unit=unit, part=part, position=position)
        if self.now:
            deadlines.for_point(instance, now=self.now, cause=audit.latest(instance))


class SpecialDayResource(DeskResource):
    """Special days as a table, such as one made of the State Council's notice: entered in one act."""

    day = Column("day", _("day"), widget=Day())
    is_workday = Column("is_workday", pgettext_lazy("special day", "nature"), widget=Nature())
    name = Column("name", pgettext_lazy("special day", "name"))
    source = Column("source", pgettext_lazy("special day", "source"))

    class Meta(DeskResource.Meta):
        model = SpecialDay
        fields = ("day", "is_workday", "name", "source")
        import_id_fields = ("day",)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.natures: dict[str, list[str]] = {}

    def before_save_instance(self, instance: SpecialDay, row: Any, **kwargs: Any) -> None:
        was = SpecialDay.objects.filter(pk=instance.pk).first()
        self.natures[instance.day.isoformat()] = [special_days.nature(was), special_days.nature(instance)]

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Only where nothing was refused: a trial, like a faulty table, is taken back as a whole."""
        if self.now and self.natures and not result.has_errors() and not result.has_validation_errors():
            source = gettext("table of %(n)d days") % {"n": len(self.natures)}
            special_days.changed(self.natures, source=source, by=self.staff, now=self.now)


class SessionResource(DeskResource):
    """Sessions as a table to work with; it only goes out."""

    related = ("unit", "point")

    unit = Column("unit", _("holding unit"), widget=UnitByName())
    point = Column("point", _("open point or talk"))
    title = Column("title", _("title"))
    starts_at = Column("starts_at", _("starts at"), widget=Moment())
    ends_at = Column("ends_at", _("ends at"), widget=Moment())
    place = Column("place", _("place"))
    mode = Column("mode", _("mode"), widget=Choice(Session.Mode))
    capacity = Column("capacity", _("seats"))
    seats_taken = Column("seats_taken", _("seats taken"))
    attendance = Column("attendance", _("people who came"))
    state = Column("state", _("state"), widget=Choice(Session.State))

    class Meta(DeskResource.Meta):
        model = Session
        fields = (
            "unit", "point", "title", "starts_at", "ends_at", "place", "mode",
            "capacity", "seats_taken", "attendance", "state",
        )  # fmt: skip


def names_of(point: Point, part: str) -> str:
    return "、".join(row.unit.name for row in point.parts.all() if row.part == part)
