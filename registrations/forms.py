from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.forms import ReportForm, TrappedForm
from events.foundation import sms
from events.models import Category, Session
from registrations import answers, asked_fields, asking, entries, gate, revisions, watchers
from registrations.models import ClosedLink, Invitation, Signup


class AsksForm(forms.Form):
    """A form with all that a session asks: the answers as one record, and the faults in the words of the rule.

    Whoever inherits has the fields of a person, and calls `ask` once they stand; at the desk as on the public page.
    """

    is_group = False

    def ask(self, session: Session, *, now: datetime, first: Sequence[str]) -> None:
        """Put the questions behind the fields `first`; who comes along by name is not counted beside."""
        self.session, self.now = session, now
        self.asked = asked_fields.of_signup(session, is_group=self.is_group)
        self.fields.update(self.asked)
        self.order_fields([*first, *self.asked])
        self.most = max(min(session.companions_max, session.capacity - 1), 0)
        if self.is_group or not self.most or "companion_names" in self.asked:
            del self.fields["companions"]

    def clean(self):
        asked_fields.take_file(self)
        answered = asked_fields.answered(self.cleaned_data, self.asked)
        self._name_all_faults(answered)
        self.cleaned_data = {name: value for name, value in self.cleaned_data.items() if name not in self.asked}
        self.cleaned_data["answers"] = answered
        return super().clean()

    def _name_all_faults(self, answered: dict[str, Any]) -> None:
        """Beside what the form misses, all that the rule would refuse: nobody should have to mend twice."""
        typed = {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email")}
        whose = {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "category")}
        if self.is_group:  # also without a name it is a group whose list is read
            whose["organisation"] = self.cleaned_data.get("organisation") or "-"
        found = entries.faults(**typed) | answers.at_signup(self.session, answered, **whose, now=self.now).faults
        if text := entries.companions_fault(self.cleaned_data.get("companions") or 0, self.session):
            found["companions"] = text
        for name, text in found.items():
            if name not in self.errors and name in self.fields:
                self.add_error(name, ValidationError(text, code=name))


class SignupForm(AsksForm, TrappedForm):
    """A resident's sign-up: the shape of what is typed."""

    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH)
    phone = forms.CharField(label=_("Telephone"), max_length=40, widget=forms.TextInput({"type": "tel"}))
    category = forms.ChoiceField(label=_("You come as"), widget=forms.RadioSelect({"class": "form-check-input"}))
    companions = forms.IntegerField(label=_("People who come with you"), min_value=0, initial=0)
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput({"type": "email"})
    )
    consent = forms.BooleanField(label=_("I agree that my data is used for this session as described above"))
    request_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session: Session, now: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask(session, now=now, first=["organisation", "name", "phone", "category"])
        offered = entries.offered(session)
        self.fields["category"].choices = [(category.value, category.label) for category in offered]
        self.fields["category"].initial = offered[0].value if offered else None
        self._say_more()
        if gate.verifies(session) and not sms.is_on():
            email = self.fields["email"]
            email.required, email.help_text = True, _("A code goes there: please enter one that you can read now.")
            email.error_messages["required"] = _("Please enter the e-mail address to which the code can go.")

    def asked_here(self) -> list[forms.BoundField]:
        """What the session asks, but for who comes along and the guardian, which stand by themselves."""
        return [self[name] for name in self.asked if not name.startswith(("companion_", "guardian_"))]

    def guardian(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked if name.startswith("guardian_")]

    def party(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked if name.startswith("companion_")]

    def _say_more(self) -> None:
        texts = {
            "name": _("As on your identity card. In public only the surname is ever shown."),
            "phone": _("We call only about this session."),
            "email": _("May stay empty. With it, the result and your private link also come by e-mail."),
            "companions": _("They take seats and come in or stay out together with you; at most %(count)d."),
        }
        attributes = {
            "name": {"autocomplete": "name"},
            "phone": {"autocomplete": "tel", "inputmode": "tel"},
            "email": {"autocomplete": "email", "inputmode": "email"},
            "companions": {"inputmode": "numeric", "max": self.most},
            "consent": {"class": "form-check-input"},
        }
        if "guardian_name" in self.asked:
            texts["name"] = _("As on the identity card; for a child, the child's name.")
            texts["phone"] = _("For a child: the telephone of the guardian. We call only about this session.")
        for name, text in texts.items():
            if name in self.fields:
                self.fields[name].help_text = text % {"count": self.most} if name == "companions" else text
        for name, values in attributes.items():
            if name in self.fields:
                self.fields[name].widget.attrs.update(values)
        self.fields["category"].error_messages["required"] = _("Please say as whom you come.")
        self.fields["name"].error_messages["required"] = _("Please enter your name.")
        self.fields["phone"].error_messages["required"] = _("Please enter a telephone number.")
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent we may not keep your name and number, and cannot take the sign-up."
        )


class GroupForm(SignupForm):
    """The sign-up of a firm or a school, by the one who answers for it."""

    is_group = True
    organisation = forms.CharField(
        label=_("Firm or school"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )

    def _say_more(self) -> None:
        super()._say_more()
        if Category.BUSINESS in dict(self.fields["category"].choices):
            self.fields["category"].initial = Category.BUSINESS
        self.fields["name"].label = _("Name of the one who answers for the group")
        self.fields["name"].help_text = _("Comes along, and is told the result for all.")
        self.fields["organisation"].error_messages["required"] = _("Please enter the name of the firm or school.")
        self.fields["consent"].label = _(
            "I agree that our data is used for this session as described above, and all on the list know of it"
        )


def form_of(data: Mapping[str, Any]) -> type[SignupForm]:
    """The form that was filled in: only that of a group has a field for its name."""
    return GroupForm if "organisation" in data else SignupForm


class DetailsForm(forms.Form):
    """What only the selected are asked."""

    def __init__(self, *args, signup: Signup, **kwargs):
        known = {name: text for name, text in signup.answers.items() if not name.startswith("id_")}
        super().__init__(*args, initial=known, **kwargs)
        self.fields.update(asked_fields.of(asking.of_one_selected(signup)))

    def refuse(self, error: ValidationError) -> None:
        for name, errors in error.error_dict.items() if hasattr(error, "error_dict") else [(None, error)]:
            self.add_error(name if name in self.fields else None, errors)


class ChangeForm(forms.Form):
    """What a person may change about the own sign-up; what is not for changing is not on the form."""

    OWN = ("email", "phone", "companions")

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput({"type": "email", "autocomplete": "email", "inputmode": "email"}),
        help_text=_("May stay empty. With it, the result and your private link also come by e-mail."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("We call only about this session."),
        error_messages={"required": _("Please enter a telephone number.")},
    )
    companions = forms.IntegerField(label=_("People who come with you"), min_value=0)
    coming = forms.TypedMultipleChoiceField(
        label=_("Who comes with you"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, *args, signup: Signup, **kwargs):
        self.signup = signup
        people = list(enumerate(revisions.named(signup)))
        own = {name: getattr(signup, name) for name in self.OWN} | {"coming": [place for place, _name in people]}
        super().__init__(*args, initial=own, **kwargs)
        self.fields["coming"].choices = people
        if not people:
            del self.fields["coming"]
        most = max(min(signup.session.companions_max, signup.session.capacity - 1), signup.companions)
        self.fields["companions"].widget.attrs.update({"inputmode": "numeric", "max": most})
        self.fields["companions"].help_text = _(
            "At most %(count)d. Fewer is always possible; more, where seats are free and nobody waits for them."
        ) % {"count": most}
        if revisions.has_fixed_contact(signup):
            del self.fields["email"], self.fields["phone"]
        if not revisions.may_resize(signup):
            del self.fields["companions"]

    @property
    def values(self) -> dict[str, object]:
        """What was typed, and as it is whatever cannot be changed."""
        own = {name: self.cleaned_data.get(name, getattr(self.signup, name)) for name in self.OWN}
        return own | {"coming": self.cleaned_data.get("coming")}

    def refuse(self, error: ValidationError) -> None:
        for name, errors in error.error_dict.items() if hasattr(error, "error_dict") else [(None, error)]:
            self.add_error(name if name in self.fields else None, errors)


class CircleForm(SignupForm):
    """A sign-up by the link of a circle: as whom people come is known."""

    def __init__(self, *args, link: ClosedLink, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.fields["category"]
        known.choices = [(link.category, link.get_category_display())]
        known.initial, known.widget = link.category, forms.HiddenInput()


class AnswerForm(forms.Form):
    """What an invited guest says beside yes or no."""

    companions = forms.IntegerField(label=_("People who come with you"), min_value=0, initial=0, required=False)

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        most = min(invitation.companions_max, max(invitation.session.capacity - 1, 0))
        if not most:
            del self.fields["companions"]
        else:
            companions = self.fields["companions"]
            companions.help_text = _("They take seats and come in together with you; at most %(count)d.") % {
                "count": most
            }
            companions.widget.attrs.update(inputmode="numeric", max=most)


class WalkInForm(forms.Form):
    """Somebody who stands at the door without a sign-up."""

    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH)
    phone = forms.CharField(label=_("Telephone (may stay empty)"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, initial=Category.RESIDENT)
    people = forms.IntegerField(label=_("People"), min_value=1, initial=1)


class ContactForm(TrappedForm):
    """An e-mail address, or a mobile number where text messages are sent."""

    contact = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].error_messages["required"] = self.missing
        if sms.is_on():
            self.fields["contact"].label = _("E-mail or mobile number")

    def clean_contact(self):
        watchers.reached(self.cleaned_data["contact"])
        return self.cleaned_data["contact"]


class WatchForm(ContactForm):
    """Where a reminder of a livestream goes."""

    missing = _("Please enter where to remind you.")
    consent = forms.BooleanField(
        label=_("I agree that my address is used to remind me of this livestream"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        error_messages={"required": _("Without your consent we may not keep your address, and cannot remind you.")},
    )


class LostForm(ContactForm):
    """The contact under which somebody signed up."""

    missing = _("Please enter the contact of your sign-up.")


class NewContactForm(ContactForm):
    """The contact that takes the place of a verified one."""

    missing = _("Please enter the new contact.")


class CodeForm(forms.Form):
    """The six digits that came by text message or e-mail."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Please enter the code that was sent to you.")},
    )

    @classmethod
    def after(cls, refused: ValidationError | None):
        """The empty form, with the reason why the last code was refused."""
        form = cls({"code": "-"} if refused else None)
        if refused:
            form.add_error("code", refused)
            form.data = {}
        return form


class ObjectionForm(ReportForm):
    """What somebody has against a public listing."""

    text = forms.CharField(
        label=_("What do you object to?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what you object to.")},
        help_text=_("Name the code that stands in the list, and why. Only the holding unit and the office read it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].help_text = _(
            "E-mail or telephone, to which the answer goes; may stay empty. Kept encrypted, never published."
        )
