"""One step for many rows: chosen in the list, shown once more, then taken row by row through the step's own rule.

A step says of itself that it may be taken so (`Step.many`). Each row is asked for its right, its state and its rule, in
a transaction of its own: what was done is counted, what was refused is named with the reason, and nothing is skipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR, BaseModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import Step
from events.foundation import clock

MOST = 100  # rows at once


@dataclass(frozen=True)
class Line:
    """A chosen row before the step: its page, what must be read of it, and why it is left out, if it is."""

    row: Model
    url: str
    words: str
    refusal: str


class TakesMany(BaseModelAdmin):
    def get_actions(self, request):
        """Under the names of the steps; Django's own deletion of many is not among them."""
        if IS_POPUP_VAR in request.GET:
            return {}
        offered = [step for step in self.all_steps() if isinstance(step, Step) and step.many]
        return {step.name: action(step) for step in offered if request.user.has_perm(step.permission)}

    def take_many(self, request: HttpRequest, step: Step, rows: list[Model], lost: int) -> HttpResponse | None:
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(n)d rows at once.") % {"n": MOST})
            return None
        now = clock.now()
        if "confirmed" not in request.POST:
            return self.page_of_many(request, step, [self.line(step, row) for row in rows], lost)
        refused = [(row, words) for row in rows if (words := self.take_one(request, step, row, now))]
        tell(request, step, len(rows) - len(refused), refused, lost)
        return HttpResponseRedirect(request.get_full_path())

    def chosen(self, request: HttpRequest, across: Iterable[Model]) -> tuple[list[Model], int]:
        """The chosen rows that are the person's, one more than allowed at most; and how many chosen ones are not.

        They are looked up among all rows of the list, not among the filtered ones: what another person changed in the
        meantime would else be gone without a word.
        """
        rows = self.get_queryset(request).select_related(*(self.list_select_related or ()))
        if request.POST.get("select_across") == "1" and "confirmed" not in request.POST:
            return list(rows.filter(pk__in=[row.pk for row in across[: MOST + 1]])), 0
        keys = {int(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal()}
        found = list(rows.filter(pk__in=sorted(keys)[: MOST + 1]))
        return found, min(len(keys), MOST + 1) - len(found)

    def line(self, step: Step, row: Model) -> Line:
        possible = step.when(row) and step.many.when(row)
        return Line(row, self.page_of(row), step.many.shows(row), "" if possible else not_now(step))

    def page_of_many(self, request: HttpRequest, step: Step, lines: list[Line], lost: int) -> HttpResponse:
        context = {
            "title": step.label,
            "opts": self.opts,
            "step": step,
            "consequence": "" if callable(step.consequence) else step.consequence,
            "ready": [line for line in lines if not line.refusal],
            "left_out": [line for line in lines if line.refusal],
            "lost": lost_words(lost) if lost else "",
            "checkbox": ACTION_CHECKBOX_NAME,
            "list_url": request.get_full_path(),
        }
        return TemplateResponse(request, "desk/many.html", {**self.admin_site.each_context(request), **context})

    def take_one(self, request: HttpRequest, step: Step, row: Model, now: datetime) -> str:
        """Take the step on one row as its own page would; what was refused, in words, else nothing."""
        if not request.user.has_perm(step.permission, row):
            return gettext("You have no right to this.")
        if not (step.when(row) and step.many.when(row)):
            return not_now(step)
        form = filled(step, subject=row, staff=request.user, now=now)
        if not form.is_valid():
            return gettext("This one needs words of its own: take the step on its page.")
        try:
            with transaction.atomic():
                step.rule(row, by=request.user, now=now, **form.cleaned_data)
        except ValidationError as error:
            return " ".join(error.messages)
        except PermissionDenied:
            return gettext("You have no right to this.")
        return ""


def action(step: Step) -> tuple[Any, str, Any]:
    """As Django wants it: the function, its name, what the choice says."""

    def act(admin: TakesMany, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        rows, lost = admin.chosen(request, queryset)
        return admin.take_many(request, step, rows, lost)

    return act, step.name, step.label


def filled(step: Step, **known: Any) -> Any:
    """The form of the step as its page would open it, sent back untouched."""
    opened = step.form_class(**known)
    given = {name: field.initial for name, field in opened.fields.items() if field.initial is not None}
    return step.form_class(given, **known)


def not_now(step: Step) -> str:
    return gettext("“%(step)s” is not possible now: see where it stands.") % {"step": step.label}


def tell(request: HttpRequest, step: Step, done: int, refused: list[tuple[Model, str]], lost: int) -> None:
    facts = {"step": step.label, "n": done}
    if done:
        messages.success(request, ngettext("“%(step)s”: %(n)d done.", "“%(step)s”: %(n)d done.", done) % facts)
    if refused:
        head = ngettext("%(n)d was refused:", "%(n)d were refused:", len(refused)) % {"n": len(refused)}
        colon = gettext(": ")
        lines = format_html_join("", "<li>{}{}{}</li>", ((row, colon, words) for row, words in refused))
        messages.warning(request, format_html("{}<ul>{}</ul>", head, lines))
    if lost:
        messages.warning(request, lost_words(lost))


def lost_words(lost: int) -> str:
    return ngettext(
        "%(n)d chosen row is gone, or not of your units.", "%(n)d chosen rows are gone, or not of your units.", lost
    ) % {"n": lost}
