"""Sign-ups as a table: out with everything the unit may know, in through the same rule as a call at the counter."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.widgets import IntegerWidget, Widget

from events.models import Category, Session
from events.resources import Choice, Column, DeskResource, Moment
from registrations import signups
from registrations.models import Signup


class SessionByNumber(Widget):
    """A session by its number, among those of the person's units."""

    def __init__(self, staff: Any = None):
        super().__init__()
        self.staff = staff
        self.known: dict[str, Session] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Session:
        number = str(value or "").strip()
        if number not in self.known:
            rows = Session.objects.visible_to(self.staff).select_related("unit", "point__plan")
            found = rows.filter(pk=number).first() if number.isdecimal() else None
            if found is None:
                raise ValueError(gettext("There is no session with the number “%(number)s”.") % {"number": number})
            self.known[number] = found
        return self.known[number]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value.pk) if value else ""


class SignupResource(DeskResource):
    """Imported rows enter the queue one by one, under the rules and limits of every other entry."""

    related = ("session",)

    session = Column("session", _("number of the session"), widget=SessionByNumber())
    title = Column("session__title", _("session"), readonly=True)
    starts_at = Column("session__starts_at", _("starts at"), widget=Moment(), readonly=True)
    code = Column("code", _("code"), readonly=True)
    name = Column("name", _("name"))
    phone = Column("phone", _("telephone"))
    email = Column("email", _("e-mail"))
    category = Column("category", _("category"), widget=Choice(Category))
    companions = Column("companions", _("companions"), widget=IntegerWidget(), default=0)
    source = Column("source", _("source"), widget=Choice(Signup.Source))
    state = Column("state", _("state"), widget=Choice(Signup.State), readonly=True)
    entered_at = Column("entered_at", _("signed up at"), widget=Moment(), readonly=True)
    told_at = Column("told_at", _("told at"), widget=Moment(), readonly=True)
    arrived_at = Column("arrived_at", _("arrived at"), widget=Moment(), readonly=True)
    arrived_people = Column("arrived_people", _("people who came"), readonly=True)

    class Meta(DeskResource.Meta):
        model = Signup
        fields = (
            "session", "title", "starts_at", "code", "name", "phone", "email", "category", "companions", "source",
            "state", "entered_at", "told_at", "arrived_at", "arrived_people",
        )  # fmt: skip
        import_id_fields = ()
        force_init_instance = True
        skip_unchanged = False
        clean_model_instances = False

    def __init__(self, staff: Any = None, **kwargs: Any):
        super().__init__(staff=staff, **kwargs)
        self.fields["session"].widget = SessionByNumber(staff)

    def save_instance(self, instance: Signup, is_create: bool, row: Any, **kwargs: Any) -> None:
        entered = signups.enter(
            instance.session,
            name=instance.name,
            phone=instance.phone,
            email=instance.email,
            category=instance.category,
            companions=instance.companions or 0,
            source=instance.source or Signup.Source.COUNTER,
            by=self.staff,
            now=self.now,
        )
        instance.pk, instance.code, instance.state = entered.pk, entered.code, entered.state

    def after_save_instance(self, instance: Signup, row: Any, **kwargs: Any) -> None:
        """The rule has written its own entry into the audit log."""
