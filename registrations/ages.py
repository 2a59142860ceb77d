"""Ages on the day of a session, and who is too young or too old for it.

A year of birth leaves two ages open. The doubt is the person's: only who is certainly outside the limits is refused,
and only who is certainly under age needs a guardian.
"""

from datetime import date

from django.utils.translation import gettext as _

from registrations.models import Terms

# Civil Code, art. 17: who is under 18 is a minor.
ADULT = 18
# Personal Information Protection Law, art. 31: under 14 the guardian's consent is needed.
CHILD = 14

Born = date | int


def on(day: date, born: Born) -> range:
    """The ages that a person of this date, or year, of birth may have on the day."""
    if isinstance(born, int):
        return range(day.year - born - 1, day.year - born + 1)
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return range(age, age + 1)


def is_minor(age: range) -> bool:
    return age[-1] < ADULT


def fault(age: range, terms: Terms) -> str:
    """Why somebody of this age cannot sign up, in words; empty where nothing stands against it.

    Where children come with a guardian, a lower limit of full age is one for those who come by themselves.
    """
    comes_along = terms.takes_children and is_minor(age) and (terms.age_min or 0) >= ADULT
    if terms.age_min is not None and age[-1] < terms.age_min and not comes_along:
        return _("Too young for this session: %(limits)s.") % {"limits": limits(terms)}
    if terms.age_max is not None and age[0] > terms.age_max:
        return _("Too old for this session: %(limits)s.") % {"limits": limits(terms)}
    if age[-1] < CHILD and not terms.takes_children:
        return _("Children under %(age)d cannot sign up for this session: by law a guardian has to consent.") % {
            "age": CHILD
        }
    return ""


def limits(terms: Terms) -> str:
    """The limits in words; empty where there are none."""
    named = {"min": terms.age_min, "max": terms.age_max}
    if terms.age_min is None and terms.age_max is None:
        return ""
    if terms.age_max is None:
        return _("people of %(min)d and over, on the day of the session") % named
    if terms.age_min is None:
        return _("people of up to %(max)d, on the day of the session") % named
    return _("people of %(min)d to %(max)d, on the day of the session") % named
