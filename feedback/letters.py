"""What the letters of this app may name and must name, in the words of the page on which the office edits them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.foundation.wording import Placeholder, declare
from events.letters import REASON, SESSION

OPINION = {
    "session": SESSION["session"],
    "line": Placeholder(_("number of the line in the ledger"), "3"),
    "unit": Placeholder(_("unit that replies"), _("Huangcun town")),
    "address": Placeholder(_("address of the page"), "https://example.cn/…"),
}
BY = {"by": Placeholder(_("who did it"), _("Li Ming"))}
ANSWER = {
    "opinion": Placeholder(_("what the person wrote"), _("More signs in the hall would help.")),
    "outcome": Placeholder(_("outcome"), _("adopted")),
    "reply": Placeholder(_("the reply, with its reason"), _("Signs were put up in September.")),
    "number": Placeholder(_("number of the card"), "A1B2C3D4E5"),
}

declare(
    "feedback",
    "answered",
    pgettext_lazy("letter", "opinion answered"),
    OPINION | ANSWER,
    must="opinion outcome reply address",
)
declare(
    "feedback",
    "waiting",
    pgettext_lazy("letter", "reply waits for approval"),
    OPINION | BY,
    must="session line address",
)
declare(
    "feedback",
    "returned",
    pgettext_lazy("letter", "reply returned"),
    OPINION | BY | REASON,
    must="session line reason address",
)
