"""The reasons that come again and again when a unit picks or refuses: chosen from a list, or added to in own words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.foundation import languages
from registrations.models import Signup

State = Signup.State


class Ground(models.TextChoices):
    """S3, section 三: 经各单位审查后确定人员名单. The list is short: what it lacks is said in words."""

    NEARBY = "nearby", gettext_lazy("lives or works nearby")
    CONCERNED = "concerned", gettext_lazy("the matter concerns the person directly")
    FIRST_TIME = "first_time", gettext_lazy("comes for the first time")
    BALANCE = "balance", gettext_lazy("so that different groups are heard")
    NOT_MEANT = "not_meant", gettext_lazy("does not meet the conditions of the announcement")
    UNTRUE = "untrue", gettext_lazy("the particulars are incomplete or not right")
    OFTEN = "often", gettext_lazy("has taken part often; others have their turn")
    FULL = "full", gettext_lazy("there are not enough seats")


FITTING: dict[str, tuple[Ground, ...]] = {
    State.SELECTED.value: (Ground.NEARBY, Ground.CONCERNED, Ground.FIRST_TIME, Ground.BALANCE),
    State.WAITING.value: (Ground.FULL, Ground.OFTEN, Ground.BALANCE),
    State.REFUSED.value: (Ground.NOT_MEANT, Ground.UNTRUE, Ground.OFTEN, Ground.FULL),
}


def reason(decision: str, *, ground: str, words: str) -> str:
    """The reason as it is kept, in the portal's own language: the one of the list, and what was added in words.

    ValidationError at the field `reason`, code "reason" where there is neither, "ground" for one of another decision.
    """
    said = [words.strip()] if words.strip() else []
    if ground:
        if ground not in FITTING.get(decision, ()):
            text = _("This reason does not belong to this decision.")
            raise ValidationError({"reason": ValidationError(text, code="ground")})
        with languages.official():
            said.insert(0, str(Ground(ground).label))
    if not said:
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    with languages.official():
        return pgettext("between a reason and its words", ": ").join(said)
