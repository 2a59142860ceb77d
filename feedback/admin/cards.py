"""Opinion cards at the desk: taken up into the ledger or set aside, typed in from paper, and the poster."""

from datetime import datetime

import segno
from django import forms
from django.conf import settings
from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import Link, Many, ReasonForm, Step, StepForm, hang, may_become
from events.foundation import permissions
from events.models import Session
from feedback import cards, deidentification
from feedback.forms import WriterFields
from feedback.models import Card

State = Card.State
PARTS = 4


class TakeUpForm(StepForm):
    """Up to four opinions of one card, each a line of the ledger; `texts` is what the rule takes."""

    is_checked = forms.BooleanField(
        label=_("I have checked that these texts may be published as they are"), required=False
    )

    def prepare(self):
        checked = self.fields.pop("is_checked")
        draft = deidentification.masked(self.subject.text, name=self.subject.name)
        for number in range(1, PARTS + 1):
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Opinion %(number)d, as it will be published") % {"number": number},
                required=number == 1,
                initial=draft if number == 1 else "",
                max_length=cards.TEXT_LIMIT,
                widget=forms.Textarea(attrs={"rows": 4 if number == 1 else 2}),
                help_text=_("Without names, telephones or addresses.") if number == 1 else "",
            )
        self.fields["is_checked"] = checked

    def clean(self):
        given = super().clean()
        texts = [given.pop(f"text_{number}", "") for number in range(1, PARTS + 1)]
        given["texts"] = [text for text in texts if text]
        return given


class PaperCardForm(WriterFields, StepForm):
    source = forms.ChoiceField(
        label=_("Source"), choices=[c for c in Card.Source.choices if c[0] != Card.Source.ONLINE]
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Card.Kind, initial=Card.Kind.SUGGESTION)
    text = forms.CharField(label=_("opinion"), max_length=cards.TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ["source", "kind", "text", "name", "phone", "email"]


def original(row: Card, now: datetime) -> dict:
    return {"card": row, "traces": deidentification.traces(row.text, name=row.name)}


def ledger_of(row: Card, opinions: list) -> str:
    return reverse("admin:feedback_opinion_change", args=[opinions[0].pk])


TAKE_UP = Step(
    name="take-up",
    label=_("Take into the ledger"),
    permission="feedback.add_opinion",
    when=may_become(State.TAKEN_UP),
    icon="playlist_add",
    tone="primary",
    rule=cards.take_up_parts,
    form_class=TakeUpForm,
    consequence=_(
        "Each opinion becomes a line of the ledger and owes a reply, counted from the day the card came in. "
        "What was found of telephones, ID numbers and the writer's name is masked already; please read it all the same."
    ),
    template="feedback/desk/take_up.html",
    context=original,
    done=_("The card is in the ledger."),
    then=ledger_of,
    # What is shown is what goes into the ledger; a text that still tells who wrote it is refused there, by its rule.
    many=Many(
        when=lambda row: row.state == State.RECEIVED, shows=lambda row: deidentification.masked(row.text, name=row.name)
    ),
)
FURTHER = Step(
    name="further",
    label=_("Take up a further opinion"),
    permission="feedback.add_opinion",
    when=lambda row: row.state == State.TAKEN_UP,
    icon="playlist_add",
    rule=cards.take_up_parts,
    form_class=TakeUpForm,
    template="feedback/desk/take_up.html",
    context=original,
    done=_("The card is in the ledger."),
    then=ledger_of,
)
SET_ASIDE = Step(
    name="set-aside",
    label=_("Set aside"),
    permission="feedback.change_card",
    when=may_become(State.SET_ASIDE),
    icon="block",
    rule=cards.set_aside,
    form_class=ReasonForm,
    consequence=_("The card stays out of the ledger; its writer can read the reason. It can be taken up later."),
    done=_("The card was set aside."),
)
PAPER = Step(
    name="paper-card",
    label=_("Type in a paper card"),
    permission="feedback.add_card",
    when=lambda row: row.state in cards.CARDS_COME_IN,
    icon="edit_note",
    rule=cards.enter,
    form_class=PaperCardForm,
    done=_("The card was entered."),
    then=lambda row, card: reverse("admin:feedback_card_change", args=[card.pk]),
)
POSTER = Link(
    name="card-poster",
    label=_("QR poster of the opinion card"),
    permission="feedback.view_card",
    when=lambda row: row.state in cards.CARDS_COME_IN,
    icon="qr_code_2",
    url=lambda row: reverse("admin:feedback_card_poster", args=[row.pk]),
)
hang(Session, PAPER, POSTER)


@admin.register(Card)
class CardAdmin(ReadOnlyAdmin):
    """Lists show a card by its number and masked name; whoever opens one works on it and reads it whole."""

    list_display = ["number", "session", "kind", "source", "masked_name", "received_at", "shown_state"]
    list_filter = [("state", ByChoice), ("kind", ByChoice), ("source", ByChoice), ("session__unit", ByRelated)]
    list_select_related = ["session"]
    search_fields = ["number", "session__title"]
    date_hierarchy = "received_at"
    steps = (TAKE_UP, FURTHER, SET_ASIDE)
    fields = [
        "session",
        "number",
        "state",
        ("kind", "source"),
        "text",
        "name",
        "phone",
        "email",
        "received_at",
    ]

    def get_fields(self, request, obj=None):
        return [*self.fields, "set_aside_reason"] if obj and obj.state == State.SET_ASIDE else self.fields

    @admin.display(description=_("name"))
    def masked_name(self, row):
        return row.masked_name or "–"

    @display(
        description=_("state"),
        ordering="state",
        label={State.RECEIVED: "warning", State.TAKEN_UP: "success", State.SET_ASIDE: "default"},
    )
    def shown_state(self, row):
        return row.state, row.get_state_display()

    def get_urls(self):
        view = self.admin_site.admin_view(self.poster)
        return [path("poster/<int:session_id>/", view, name="feedback_card_poster"), *super().get_urls()]

    def poster(self, request, session_id):
        """A page for the printer: what the card is for, its QR picture and its address."""
        permissions.require(request.user, "feedback.view_card")
        own = Session.objects.visible_to(request.user).filter(state__in=cards.CARDS_COME_IN)
        session = get_object_or_404(own.select_related("unit"), pk=session_id)
        address = f"{settings.PORTAL_URL}{reverse('feedback:card', args=[session.card_code])}"
        picture = segno.make(address, error="m").svg_inline(
            scale=1, border=2, omitsize=True, svgclass="qr", lineclass=""
        )
        context = {"session": session, "address": address, "picture": mark_safe(picture)}
        return TemplateResponse(request, "feedback/desk/poster.html", context)
