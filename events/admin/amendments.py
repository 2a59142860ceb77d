"""A document applied as an amendment: the plan is chosen, then which differences hold, and from which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from events import plans, shifts
from events.admin.steps import StepForm
from events.foundation import clock
from events.models import Duty, Notice, Plan, Staff
from events.notices import amending, importing, standing, versions, wording
from events.notices.amending import CHANNEL, ENTRY, RULE, THEME, Change
from events.notices.notice import CERTAIN

RIGHT = "events.amend_plan"
TONES = {amending.ADDED: "done", amending.CHANGED: "open", amending.GONE: "overdue"}
# The parts of the page, in its order: a heading, and the parts of a change that stand under it.
GROUPS = (
    (_("The document"), lambda part: part not in (CHANNEL, THEME, ENTRY, RULE) and not part.startswith("point_")),
    (_("Rules"), lambda part: part in (RULE, CHANNEL)),
    (_("Themes"), lambda part: part == THEME),
    (_("Open points and talks"), lambda part: part == ENTRY or part.startswith("point_")),
)


def may_amend(notice: Notice) -> bool:
    return notice.plan_id is None and notice.state == Notice.State.READ


def address(notice: Notice) -> str:
    return reverse("admin:events_notice_amend", args=[notice.pk])


@dataclass(frozen=True)
class Row:
    """A difference as the page shows it."""

    change: Change
    is_chosen: bool
    overdue: Sequence[Duty] = ()

    @property
    def kind(self) -> object:
        return wording.KINDS[self.change.kind]

    @property
    def tone(self) -> str:
        return TONES[self.change.kind]

    @property
    def label(self) -> str:
        return wording.label(self.change)

    @property
    def sides(self) -> list[tuple[str, str]]:
        """Before and after: the value, and for a rule its sentence."""
        change = self.change
        return [(wording.value(change, side), wording.sentence(change, side)) for side in (change.before, change.after)]

    @property
    def meanings(self) -> list[str]:
        return wording.meanings(self.change)

    @property
    def warning(self) -> str:
        return wording.overdue(self.overdue) if self.overdue else ""

    @property
    def is_unsure(self) -> bool:
        return self.change.grade != CERTAIN


class AmendForm(StepForm):
    """`changes` are the keys that were ticked, `shown` the fingerprint of what the person had before their eyes."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    changes = forms.MultipleChoiceField(required=False)
    on = forms.DateField(
        label=_("takes effect on"),
        widget=forms.DateInput,
        help_text=_("The day from which it holds: today or earlier."),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any):
        self.plan = plan
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        reading = importing.reading_of(self.subject)
        self.found = amending.changes(*standing.compared(self.plan, reading))
        self.fields["changes"].choices = [(change.key, change.key) for change in self.found]
        issued, today = parse_date(reading["issued_on"] or ""), clock.day_of(self.now)
        self.fields["on"].initial = issued if issued and issued <= today else today

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("shown") != amending.fingerprint(self.found):
            raise ValidationError(
                _("The plan or the reading has changed since this was shown: please look at the differences again."),
                code="stale",
            )
        return self.cleaned_data

    def chosen(self) -> list[Change]:
        return [change for change in self.found if change.key in self.cleaned_data["changes"]]

    @property
    def fingerprint(self) -> str:
        return amending.fingerprint(self.found)

    def groups(self) -> list[tuple[object, list[Row]]]:
        """The differences under their headings; a tick that was sent stays."""
        ticked = set(self.data.getlist("changes")) if self.is_bound else None
        late = shifts.overdue_at_once(self.plan, self.found, today=clock.day_of(self.now))
        rows = [
            Row(change, change.is_sure if ticked is None else change.key in ticked, late.get(change.key, ()))
            for change in self.found
        ]
        grouped = [(title, [row for row in rows if belongs(row.change.part)]) for title, belongs in GROUPS]
        return [(title, under) for title, under in grouped if under]


class Amends:
    """For the admin of notices: the two pages of an amendment."""

    def get_urls(self):
        choose, compare = (self.admin_site.admin_view(view) for view in (self.choose_plan_view, self.amend_view))
        return [
            path("<path:object_id>/amend/<int:plan_id>/", compare, name="events_notice_amend_plan"),
            path("<path:object_id>/amend/", choose, name="events_notice_amend"),
            *super().get_urls(),
        ]

    def choose_plan_view(self, request, object_id):
        notice = self._notice(request, object_id)
        if not may_amend(notice):
            return self._applied(request, notice)
        offered = list(Plan.objects.visible_to(request.user).exclude(state=Plan.State.EXPIRED))
        likely = versions.candidates(importing.reading_of(notice), notice.text, offered)
        named = {candidate.plan.pk for candidate in likely}
        context = {
            "title": _("Of which plan is it a version?"),
            "likely": likely,
            "others": [plan for plan in offered if plan.pk not in named],
        }
        return TemplateResponse(request, "desk/amend_choose.html", {**self.page_context(request, notice), **context})

    def amend_view(self, request, object_id, plan_id):
        notice = self._notice(request, object_id)
        if not may_amend(notice):
            return self._applied(request, notice)
        plan = Plan.objects.visible_to(request.user).filter(pk=plan_id).first()
        if plan is None:
            raise Http404(plan_id)
        given = (request.POST,) if request.method == "POST" else ()
        form = AmendForm(*given, subject=notice, plan=plan, staff=request.user, now=clock.now())
        if given and form.is_valid() and (answer := self._amended(request, form, by=request.user)):
            return answer
        context = {"title": _("Apply as an amendment"), "form": form, "plan": plan, "choose_url": address(notice)}
        return TemplateResponse(request, "desk/amend.html", {**self.page_context(request, notice), **context})

    def _notice(self, request, object_id) -> Notice:
        """The right on this very document is asked on both pages."""
        notice = self.get_object(request, unquote(object_id))
        if notice is None:
            raise Http404(object_id)
        if not request.user.has_perm(RIGHT, notice):
            raise PermissionDenied(RIGHT)
        return notice

    def _applied(self, request, notice) -> HttpResponseRedirect:
        messages.warning(request, _("This document has been applied already."))
        return HttpResponseRedirect(self.page_of(notice))

    def _amended(self, request, form: AmendForm, *, by: Staff) -> HttpResponseRedirect | None:
        on = form.cleaned_data["on"]
        try:
            plans.amend(form.plan, form.chosen(), notice=form.subject, on=on, by=by, now=form.now)
        except ValidationError as refusal:
            form.refuse(refusal)
            return None
        messages.success(request, _("The plan is amended; whoever's duties changed has been told."))
        return HttpResponseRedirect(reverse("admin:events_plan_change", args=[form.plan.pk]))
