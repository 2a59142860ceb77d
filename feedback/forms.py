import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.forms import SelectWritten, TrappedForm
from events.foundation.crypto import normalise_phone
from events.models import Session, Unit
from feedback import cards
from feedback.models import Card, Opinion


class WriterFields(forms.Form):
    """Who wrote a card, all of it optional."""

    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        error_messages={"invalid": _("Please check the address: it should look like name@example.cn.")},
    )

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not re.fullmatch(r"\+?\d{7,15}", normalise_phone(phone)):
            raise ValidationError(_("Please check the number: it should have 7 to 15 digits."), code="phone")
        return phone


class CardForm(WriterFields, TrappedForm):
    """The opinion card of a session. What its hidden fields hold is the browser's business, not the writer's."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Card.Kind,
        widget=forms.RadioSelect({"class": "form-check-input"}),
        initial=Card.Kind.SUGGESTION,
        error_messages={"required": _("Please say what it is about.")},
    )
    text = forms.CharField(
        label=_("Your opinion"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write your opinion.")},
    )
    request_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    field_order = ["kind", "text", "name", "phone", "email", "request_key", "website"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _("Up to %(limit)d characters.") % {"limit": cards.TEXT_LIMIT}
        self.fields["name"].help_text = _("May stay empty. In public only the surname is shown, the rest as **.")
        self.fields["phone"].help_text = _("Only for a question back; never published.")
        self.fields["email"].help_text = _("We send you the answer; never published.")
        self.fields["name"].widget.attrs.update(autocomplete="name")
        self.fields["phone"].widget.attrs.update(autocomplete="tel", inputmode="tel")
        self.fields["email"].widget.attrs.update(autocomplete="email", inputmode="email")

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if len(text) > cards.TEXT_LIMIT:
            raise ValidationError(
                _("Your text has %(length)d characters; there is room for %(limit)d. Please shorten it a little."),
                code="text_too_long",
                params={"length": len(text), "limit": cards.TEXT_LIMIT},
            )
        return text


class LookUpForm(forms.Form):
    number = forms.CharField(
        label=_("Number of your card"),
        max_length=20,
        error_messages={"required": _("Please type the number that stood on the page after you handed the card in.")},
    )

    def clean_number(self):
        return re.sub(r"\W", "", self.cleaned_data["number"]).upper()


class AdoptionFilter(forms.Form):
    """The filters of the adoption list; a value that means nothing filters nothing."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All"), widget=SelectWritten
    )
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("All")), *Opinion.Outcome.choices], required=False)
    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=pgettext_lazy("to residents", "Session"),
        required=False,
        empty_label=_("All"),
        widget=SelectWritten,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        answered = Opinion.objects.public()
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=answered.values("unit"))
        self.fields["session"].queryset = Session.objects.filter(pk__in=answered.values("session")).order_by(
            "-starts_at"
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def wanted(self) -> dict:
        """What was asked for and understood; empty values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
