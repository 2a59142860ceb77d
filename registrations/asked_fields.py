"""The fields of what a session asks, for the forms of residents and of the desk: the shape only, `answers` decides."""

from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.forms import SelectWritten
from events.models import Session
from registrations import ages, asking, id_numbers, parties
from registrations.models import Asked

Item = Asked.Item
# As many answers as are read at a glance on a telephone; more are folded into a list.
AT_A_GLANCE = 4
CHECKED = {"class": "form-check-input"}
RADIOS = {"class": "form-check-input"}

HELP: dict[str, Any] = {
    Item.AREA: gettext_lazy("Where you live, work or study."),
    Item.BIRTH_YEAR: gettext_lazy("Four digits, such as 1985."),
    Item.QUESTIONS: gettext_lazy("The holding unit prepares its answers. Up to 10,000 characters."),
    Item.ACCESS: gettext_lazy("Such as a wheelchair, a sign-language interpreter, or large print."),
    Item.PHOTO: gettext_lazy("Whether you come does not depend on this answer."),
}
HINTS: dict[str, dict[str, Any]] = {
    Item.BIRTH_YEAR: {"inputmode": "numeric", "autocomplete": "bday-year"},
    Item.EMPLOYER: {"autocomplete": "organization"},
    Item.POST: {"autocomplete": "organization-title"},
    Item.ID_NUMBER: {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
}
IN_WORDS = (Item.REASON, Item.QUESTIONS, Item.ACCESS)


def of_signup(session: Session, *, is_group: bool = False) -> dict[str, forms.Field]:
    """Every field beyond the person, in the order in which they stand: what is asked, a guardian, who comes along."""
    terms = asking.terms_of(session)
    if terms is None:
        return {}
    found = of(asking.at_signup(session, is_group=is_group))
    if is_group:
        return found | _group(session)
    if terms.takes_children:
        found |= _guardian()
    if terms.names_companions and session.companions_max:
        found |= _companions(session)
    return found


def of(items: list[Asked]) -> dict[str, forms.Field]:
    """The fields of these questions, by the names under which `answers` reads them."""
    has_number = any(asked.item == Item.ID_NUMBER for asked in items)
    return {name: field for asked in items for name, field in _of_one(asked, has_number)}


def _of_one(asked: Asked, has_number: bool) -> Iterator[tuple[str, forms.Field]]:
    # An identity card says these by itself.
    told = has_number and asked.item in (Item.SEX, Item.BIRTH_YEAR)
    if asked.item == Item.ID_NUMBER:
        yield from _document(asked)
        return
    field = _field(asked)
    field.required = asked.is_required and not asked.category and not told
    field.error_messages["required"] = _("Please choose one.") if asking.choices(asked) else _("Please answer this.")
    field.help_text = _("May stay empty with a resident identity card.") if told else HELP.get(asked.item, "")
    field.widget.attrs.update(HINTS.get(asked.item, {}))
    yield asked.key, _marked(field, asked)


def _field(asked: Asked) -> forms.Field:
    label = asked.text or asked.get_item_display()
    if offered := asking.choices(asked):
        if len(offered) <= AT_A_GLANCE and asked.item != Item.AREA:
            return forms.ChoiceField(label=label, choices=offered, widget=forms.RadioSelect(RADIOS))
        widget = SelectWritten if asked.item in (Item.AREA, Item.OWN) else forms.Select
        return forms.ChoiceField(label=label, choices=[("", _("Please choose")), *offered], widget=widget)
    if asked.item in IN_WORDS or asked.item == Item.OWN:
        return forms.CharField(label=label, widget=forms.Textarea({"rows": 2 if asked.item == Item.OWN else 3}))
    return forms.CharField(label=label)


def _document(asked: Asked) -> Iterator[tuple[str, forms.Field]]:
    kinds = forms.ChoiceField(label=_("kind of document"), choices=id_numbers.Kind.choices, required=False)
    is_required = asked.is_required and not asked.category
    number = forms.CharField(label=_("number of the identity document"), required=is_required)
    number.error_messages["required"] = _("Please enter the number of the document.")
    number.widget.attrs.update(HINTS[Item.ID_NUMBER])
    consent = forms.BooleanField(
        label=_("I agree separately that this number, which is sensitive, is used to know me again and at the door"),
        required=False,
        widget=forms.CheckboxInput(CHECKED),
    )
    for name, field in (("id_kind", kinds), (Item.ID_NUMBER.value, number), ("id_consent", consent)):
        yield name, _marked(field, asked)


def _marked(field: forms.Field, asked: Asked) -> forms.Field:
    """Of whom it is asked: said in the label for everybody, and known to the script that hides it from others."""
    field.only_of = asked.category  # type: ignore[attr-defined]
    if asked.category:
        field.label = _("%(label)s (only for: %(category)s)") % {
            "label": field.label,
            "category": asked.get_category_display(),
        }
    return field


def _companions(session: Session) -> dict[str, forms.Field]:
    most = parties.most_beside(session, is_group=False)
    text = _("One name a line, at most %(count)d. They take seats and come in or stay out together with you.")
    return {"companion_names": _names(_("Names of those who come with you"), text % {"count": most})}


def _group(session: Session) -> dict[str, forms.Field]:
    """The members by name alone; for what a person is asked beyond that, the one who answers for them stands."""
    most = parties.most_beside(session, is_group=True)
    text = _("One name a line, at most %(count)d beside you; or bring a file. All come in or stay out together.")
    listed = forms.FileField(
        label=_("Or bring the list as a file"),
        required=False,
        help_text=_("An .xlsx or .csv with the names in a column “姓名”; at most 2 MB."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
    )
    found = {
        "companion_names": _names(_("Names of all others of the group"), text % {"count": most}),
        "companion_file": listed,
    }
    if limits := ages.limits(session.terms):
        label = _("All of the group are within the limits of age: %(limits)s")
        found["companion_ages"] = forms.BooleanField(
            label=label % {"limits": limits}, required=False, widget=forms.CheckboxInput(CHECKED)
        )
    return found


def _names(label: str, text: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=text, required=False, widget=forms.Textarea({"rows": 4}))


def _guardian() -> dict[str, forms.Field]:
    consent = _("I am the guardian, and agree that the child takes part and that the child's data is used as described")
    return {
        "guardian_name": forms.CharField(label=_("Name of the guardian"), required=False),
        "guardian_relation": forms.CharField(
            label=_("Relation to the child"), required=False, help_text=_("Such as mother, father, grandparent.")
        ),
        "guardian_consent": forms.BooleanField(label=consent, required=False, widget=forms.CheckboxInput(CHECKED)),
    }


def limits(session: Session) -> list[str]:
    """Who may come, in words, for the page before the form."""
    terms = asking.terms_of(session)
    if terms is None:
        return []
    found = [ages.limits(terms)] if ages.limits(terms) else []
    if areas := asking.areas(session):
        found.append(_("people who live, work or study in: %(areas)s") % {"areas": pgettext("list", ", ").join(areas)})
    if terms.takes_children:
        found.append(_("under 18 with the consent of a guardian"))
    return found


def take_file(form: forms.Form) -> None:
    """Put the names of a file among those typed, so that they stand there if something else has to be mended."""
    upload = form.cleaned_data.pop("companion_file", None)
    if not upload:
        return
    try:
        found = parties.from_file(upload.name, upload.read(parties.MOST_BYTES + 1))
    except ValidationError as fault:
        form.add_error("companion_file", fault)
        return
    typed = parties.listed(form.cleaned_data.get("companion_names", ""))
    names = "\n".join([*typed, *(name for name in found if name not in typed)])
    form.cleaned_data["companion_names"] = names
    data: Any = copy(form.data)  # which can be changed, unlike what was posted
    data["companion_names"] = names
    form.data = data


def answered(cleaned: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    return {name: cleaned.get(name, "") for name in fields if name != "companion_file"}
