"""What the letters of this app may name and must name, in the words of the page on which the office edits them."""

from django.utils.translation import gettext_lazy as _

from events.foundation.wording import Placeholder, declare
from events.letters import DESK, NAME, PORTAL, REASON, SESSION

VISIT = (
    PORTAL
    | SESSION
    | {
        "directions": Placeholder(_("how to get there"), _("Bus 12 to the service centre")),
        "bring": Placeholder(_("what to bring"), _("Identity card")),
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
WAY = {
    "old_way": Placeholder(_("way of selection before the change"), _("by order of entry")),
    "new_way": Placeholder(_("way of selection from now on"), _("by draw")),
    "change_reason": Placeholder(_("why it was changed"), _("Far more people signed up than there are seats.")),
}
UNTIL = {"until": Placeholder(_("moment until which an answer is awaited"), _("9 October 2026, 17:00"))}
CONFIRM = {
    "confirm": Placeholder(
        _("the sentence that asks to confirm; empty where the session does not ask it"),
        _("Please confirm by 9 October 2026, 17:00 that you come. "),
    )
}
DRAWN = {
    "draw": Placeholder(
        _("the sentence about the draw; empty where none decided"),
        _(" In the draw your public code 8MKR42TW came in place 12."),
    )
}
ALIKE = {
    "alike": Placeholder(
        _("other sessions to sign up for, a line each; may be empty"), _("· Water works, 20 October 2026")
    )
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
    ("offered", _("free place offered"), UNTIL, f"{WHERE} until"),
    ("offer_lapsed", _("offer lapsed without an answer"), {}, "session when link"),
    ("selected", _("selected"), CONFIRM | DRAWN, WHERE),
    ("confirm_near", _("reminder to confirm"), UNTIL, f"{WHERE} until"),
    ("released", _("place given back, not confirmed"), {}, "session when link"),
    ("contact_changed", _("telephone or e-mail changed"), {}, "session contact"),
    ("kept_waiting", _("waits after the selection"), DRAWN | ALIKE, WHERE),
    ("refused", _("not selected"), DRAWN | ALIKE, "session"),
    ("withdrawn", _("sign-up cancelled"), {}, "session when"),
    ("link_renewed", _("new private link"), {}, "session link"),
    ("invited", _("invitation"), {}, WHERE),
    ("session_moved", _("session moved"), OLD, f"{WHERE} old_when old_place"),
    (
        "list_taken_back",
        _("list taken back"),
        {"change_reason": Placeholder(_("why it was taken back"), _("A name was entered twice."))},
        "session when change_reason link",
    ),
    (
        "draw_void",
        _("draw declared void"),
        {"change_reason": Placeholder(_("why it is void"), _("One entry was made by a program."))},
        "session when change_reason link",
    ),
    ("way_changed", _("way of selection changed"), WAY, "session when old_way new_way change_reason link"),
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

GUEST = (
    VISIT
    | NAME
    | {
        "answer_by": Placeholder(_("until when to answer"), _("8 October 2026, 17:00")),
        "link": Placeholder(_("the guest's private link"), "https://example.cn/invited/…"),
    }
)
for name, title, must in (
    ("guest_invited", _("invitation to be answered"), "session when place answer_by link contact"),
    ("guest_reminded", _("reminder of an invitation"), "session when answer_by link contact"),
    ("guest_moved", _("invitation moved"), "session when place answer_by link"),
    ("guest_withdrawn", _("invitation withdrawn"), "session when contact"),
):
    declare("registrations", name, title, GUEST, must)

declare("registrations", "guest_expected", _("invited guest accepted"), RESIDENT, WHERE)

declare(
    "registrations",
    "guest_found_no_seat",
    _("invited guest found no seat"),
    VISIT | DESK | {"guest": Placeholder(_("the guest, masked"), "朱**")},
    must="session guest desk",
)

for name, title in (
    ("list_withdrawn", _("confirmed list taken back")),
    ("draw_doubted", _("draw to be declared void")),
    ("draw_voided", _("draw declared void by the office")),
    ("draw_stands", _("draw stands")),
):
    declare("registrations", name, title, VISIT | DESK | REASON, must="session reason desk")

declare(
    "registrations",
    "objection_received",
    _("objection to a public listing"),
    VISIT | DESK,
    must="session desk",
)

declare(
    "registrations",
    "objection_answered",
    _("answer to an objection"),
    VISIT
    | {
        "outcome": Placeholder(_("whether the objection is upheld"), _("not upheld")),
        "answer": Placeholder(_("what was found"), _("The person lives in the district.")),
    },
    must="session outcome answer contact",
)

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
