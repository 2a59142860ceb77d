"""What a session asks beyond name and telephone, in which order and of whom; and what was answered, in words.

A session that asks has its row of `Terms`: without one nothing is asked, and nothing is fetched.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.models import Session
from registrations import ages, id_numbers
from registrations.models import Asked, Signup, Terms

Item, Moment = Asked.Item, Asked.Moment
NOWHERE = "-"


class Sex(models.TextChoices):
    MALE = "male", gettext_lazy("male")
    FEMALE = "female", gettext_lazy("female")


class AgeBand(models.TextChoices):
    """Each band by its youngest age."""

    CHILD = "0", gettext_lazy("under 14")
    YOUTH = "14", gettext_lazy("14 to 17")
    YOUNG = "18", gettext_lazy("18 to 35")
    MIDDLE = "36", gettext_lazy("36 to 59")
    OLDER = "60", gettext_lazy("60 and over")


class Education(models.TextChoices):
    SCHOOL = "school", gettext_lazy("junior middle school or less")
    SENIOR = "senior", gettext_lazy("senior middle or vocational school")
    COLLEGE = "college", gettext_lazy("junior college")
    BACHELOR = "bachelor", gettext_lazy("bachelor's degree")
    MASTER = "master", gettext_lazy("master's degree or more")


class Transport(models.TextChoices):
    ON_FOOT = "foot", gettext_lazy("on foot or by bicycle")
    PUBLIC = "public", gettext_lazy("by bus or underground")
    CAR = "car", gettext_lazy("by car")
    COACH = "coach", gettext_lazy("together by coach")


class Photo(models.TextChoices):
    YES = "yes", gettext_lazy("Yes, I may be seen in pictures")
    NO = "no", gettext_lazy("No, please do not show me")


CHOICES: dict[str, type[models.TextChoices]] = {
    Item.SEX: Sex,
    Item.AGE_BAND: AgeBand,
    Item.EDUCATION: Education,
    Item.TRANSPORT: Transport,
    Item.PHOTO: Photo,
}
# What is asked of a person, and not of a firm or a school that comes as one party.
OF_ONE_PERSON = frozenset(
    {Item.EMPLOYER, Item.BIRTH_YEAR, Item.AGE_BAND, Item.SEX, Item.ID_NUMBER, Item.EDUCATION, Item.PHOTO}
)


def terms_of(session: Session) -> Terms | None:
    return getattr(session, "terms", None)


def areas(session: Session) -> list[str]:
    """The areas whose people may come; empty where everybody may."""
    terms = terms_of(session)
    return [line.strip() for line in terms.areas.splitlines() if line.strip()] if terms else []


def takes_groups(session: Session) -> bool:
    """Whether firms and schools enrol as one party."""
    terms = terms_of(session)
    return bool(terms and terms.group_max and session.has_signup)


def at_signup(session: Session, *, is_group: bool = False) -> list[Asked]:
    """What is asked in the form. What decides who may come is asked whether or not it was ticked: area and age."""
    terms = terms_of(session)
    if terms is None:
        return []
    asked = {row.key: row for row in _asked(session) if row.moment == Moment.SIGNUP}
    must = [Item.AREA] if areas(session) else []
    if not is_group and (terms.takes_children or terms.age_min is not None or terms.age_max is not None):
        must.append(Item.BIRTH_YEAR)
    first = [Asked(session=session, item=item, is_required=True) for item in must]
    for item in must:
        asked.pop(item, None)
    if Item.BIRTH_YEAR in must or Item.BIRTH_YEAR in asked:
        asked.pop(Item.AGE_BAND, None)
    return _fit([*first, *asked.values()], is_group)


def of_the_selected(session: Session, *, is_group: bool = False) -> list[Asked]:
    """What only the selected are asked, where the form did not ask it."""
    if terms_of(session) is None:
        return []
    known = {row.key for row in at_signup(session, is_group=is_group)}
    rows = [row for row in _asked(session) if row.moment == Moment.SELECTED and row.key not in known]
    return _fit(rows, is_group)


def of_one_selected(signup: Signup) -> list[Asked]:
    """The same for one person: neither what is only of another category, nor of one person where a group comes."""
    rows = of_the_selected(signup.session, is_group=bool(signup.organisation))
    return [row for row in rows if row.category in ("", signup.category)]


def _asked(session: Session) -> list[Asked]:
    """Read once a session, however many people answer."""
    models.prefetch_related_objects([session], "asked")
    return list(session.asked.all())


def _fit(rows: Iterable[Asked], is_group: bool) -> list[Asked]:
    return [row for row in rows if not (is_group and row.item in OF_ONE_PERSON)]


def choices(asked: Asked) -> list[tuple[str, str]]:
    """The answers from which one is chosen; empty where it is answered in words."""
    if lines := [line.strip() for line in asked.choices.splitlines() if line.strip()]:
        return [(line, line) for line in lines] if asked.item in (Item.OWN, Item.TRANSPORT) else []
    if asked.item == Item.AREA and (limited := areas(asked.session)):
        return [*((area, area) for area in limited), (NOWHERE, _("none of these"))]
    return [(value, str(label)) for value, label in CHOICES[asked.item].choices] if asked.item in CHOICES else []


def names(session: Session, *, is_group: bool = False) -> list[str]:
    """The words for everything the form asks, for the consent."""
    terms = terms_of(session)
    if terms is None:
        return []
    found = [str(row) for row in at_signup(session, is_group=is_group)]
    if is_group:
        return [_("name of the firm or school"), _("names of all who come"), *found]
    if terms.names_companions and session.companions_max:
        found.append(_("names of the companions"))
    if terms.takes_children:
        found.append(_("for a child: name of the guardian and relation"))
    return found


def listed(session: Session, *, is_group: bool = False) -> str:
    return pgettext("list", ", ").join(names(session, is_group=is_group))


# --- what was answered


def columns(session: Session) -> list[tuple[str, str]]:
    """Key and heading of everything that this session asks, for a table of its sign-ups; read by `value`."""
    terms = terms_of(session)
    if terms is None:
        return []
    found = []
    for row in [*at_signup(session), *of_the_selected(session)]:
        if row.item == Item.ID_NUMBER:
            found.append(("id_kind", _("kind of document")))
        found.append((row.key, str(row)))
    if terms.group_max:
        found.append(("organisation", _("firm or school")))
    if terms.group_max or terms.names_companions:
        found.append(("companions", _("names of the companions")))
    if terms.group_max and ages.limits(terms):
        found.append(("companion_ages", _("affirmed of all in the group")))
    if terms.takes_children:
        found.append(("guardian", _("guardian")))
    return found


def value(signup: Signup, key: str, answers: Mapping[str, Any] | None = None) -> str:
    """What this person answered, in words; empty where nothing was. `answers` spares reading them again."""
    known = signup.answers if answers is None else answers
    if key == "organisation":
        return signup.organisation
    answer = known.get(key, "")
    if key == "companions":
        return pgettext("list", ", ").join(answer)
    if key == "guardian":
        return " ".join(filter(None, (answer["name"], answer["relation"], answer["phone"]))) if answer else ""
    if key == "id_kind":
        return str(id_numbers.Kind(answer).label) if answer else ""
    if key in CHOICES and answer in CHOICES[key].values:
        return str(CHOICES[key](answer).label)
    return str(answer)


def lines(signup: Signup) -> list[tuple[str, str]]:
    """Heading and answer of everything that was answered."""
    answers = signup.answers
    found = [(label, value(signup, key, answers)) for key, label in columns(signup.session)]
    return [(label, text) for label, text in found if text]


def age_band(answers: Mapping[str, Any], day: date) -> str:
    """The `AgeBand` of a person on the day, from the year of birth or as answered; empty where neither is known."""
    year = str(answers.get(Item.BIRTH_YEAR, ""))
    if not year.isdecimal():
        return str(answers.get(Item.AGE_BAND, ""))
    oldest = ages.on(day, int(year))[-1]
    return [band for band in AgeBand.values if int(band) <= oldest][-1]
