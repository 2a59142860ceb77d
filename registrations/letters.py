"""What the letters of this app may name and must name, in the words of the page on which the office edits them."""

from django.utils.translation import gettext_lazy as _

from events.foundation.wording import Placeholder, declare
from events.letters import DESK, NAME, PORTAL, REASON, SESSION

VISIT = (
    PORTAL
    | SESSION
    | {
        "directions": Placeholder(_("how to get there"), _("Bus 12 to the service centre")),
        "contact": Placeholder(_("contact of the session"), _("Ms Wang 010-60000000")),
        "closes": Placeholder(_("moment at which sign-up closes"), _("8 October 2026, 17:00")),
    }
)
PERSON = NAME | {
    "code": Placeholder(_("code of the sign-up"), "7KQ3M9XA"),
    "people": Placeholder(_("people who come, companions included"), "2"),
    "link": Placeholder(_("the person's private link"), "https://example.cn/my/…"),
}
RESIDENT = VISIT | PERSON
OLD = {
    "old_when": Placeholder(_("day and hours before the change"), _("13 October 2026, 09:00–11:00")),
    "old_place": Placeholder(_("place before the change"), _("Town hall, room 301")),
}
STREAM = {
    "stream": Placeholder(_("address of the livestream"), "https://live.example.cn/1"),
    "page": Placeholder(_("public page of the session"), "https://example.cn/sessions/1/"),
    "stop": Placeholder(_("the link that stops the reminders"), "https://example.cn/my/…/stream/"),
}
WHERE = "session when place directions contact link"

for name, title, more, must in (
    ("received", _("sign-up received"), {}, WHERE),
    ("waiting_list", _("on the waiting list"), {}, WHERE),
    ("moved_up", _("seat kept"), {}, WHERE),
    ("selected", _("selected"), {}, WHERE),
    ("kept_waiting", _("waits after the selection"), {}, WHERE),
    ("refused", _("not selected"), {}, "session"),
    ("withdrawn", _("sign-up cancelled"), {}, "session when"),
    ("invited", _("invitation"), {}, WHERE),
    ("session_moved", _("session moved"), OLD, f"{WHERE} old_when old_place"),
    (
        "session_cancelled",
        _("session cancelled"),
        {"cancel_reason": Placeholder(_("why it was cancelled"), _("The hall is being repaired."))},
        "session when cancel_reason contact",
    ),
):
    declare("registrations", name, title, RESIDENT | more, must)

declare(
    "registrations",
    "visit_near",
    _("reminder of the session"),
    RESIDENT | {"cancel": Placeholder(_("the link that cancels the sign-up"), "https://example.cn/my/…/cancel/")},
    must=f"{WHERE} cancel",
)

declare(
    "registrations",
    "above_limit",
    _("sign-up above the yearly limit"),
    VISIT | NAME | {"limit": Placeholder(_("sessions a year a person, at most"), "2")},
    must="session limit contact",
)

declare(
    "registrations",
    "details_wanted",
    _("what the selected still give"),
    RESIDENT
    | {
        "asked": Placeholder(_("what the selected are asked"), _("identity document, how you come")),
        "until": Placeholder(_("last moment for it"), _("12 October 2026, 17:00")),
        "details": Placeholder(_("the link on which it is given"), "https://example.cn/my/…/details/"),
    },
    must="session asked until details",
)

for name, title, more, must in (
    ("stream_near", _("reminder of the livestream"), {}, "session when stream stop"),
    ("stream_moved", _("livestream moved"), {}, "session when stop"),
    (
        "stream_cancelled",
        _("livestream cancelled"),
        {"cancel_reason": Placeholder(_("why it was cancelled"), _("The hall is being repaired."))},
        "session when cancel_reason",
    ),
):
    declare("registrations", name, title, VISIT | STREAM | more, must)

declare(
    "registrations",
    "list_breaks_rules",
    _("list breaks a rule"),
    VISIT
    | DESK
    | REASON
    | {"broken": Placeholder(_("what breaks a rule, one a line"), _("· fewer residents than 1/3"))},
    must="session broken reason desk",
)
