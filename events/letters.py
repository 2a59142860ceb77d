"""What the letters of this app may name and must name, in the words of the page on which the office edits them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.foundation.wording import Placeholder, declare

NAME = {"name": Placeholder(_("name of the reader"), _("Li Ming"))}
PORTAL = {"portal": Placeholder(_("name of the portal"), _("Open Days"))}
READER = NAME | PORTAL
DESK = {"desk": Placeholder(_("address of the desk"), "https://example.cn/desk/")}
SESSION = {
    "session": Placeholder(_("title of the session"), _("A visit to the service hall")),
    "when": Placeholder(_("day and hours of the session"), _("14 October 2026, 09:00–11:00")),
    "place": Placeholder(_("place of the session"), _("Government service centre, hall on the ground floor")),
    "holding_unit": Placeholder(_("holding unit"), _("Huangcun town")),
}
REASON = {"reason": Placeholder(_("reason"), _("The hall is being repaired."))}
DUTIES = {
    "summary": Placeholder(_("how many are overdue, due today and ahead"), _("1 overdue, 2 ahead")),
    "today": Placeholder(_("day of the letter"), _("9 October 2026")),
    "duties": Placeholder(_("the duties, each with its last day, its rule and its link"), "–"),
}
POINT = {
    "point": Placeholder(_("title of the open point"), _("A visit to the service hall")),
    "proposer": Placeholder(_("unit that filed it"), _("Huangcun town")),
    "planned": Placeholder(_("planned day"), _("14 October 2026")),
}
ACCOUNT = {
    "account": Placeholder(_("account name"), "liming"),
    "link": Placeholder(_("the link by which a password is chosen"), "https://example.cn/desk/password/…"),
    "days": Placeholder(_("days for which the link works"), "7"),
}
AMENDMENT = {
    "plan": Placeholder(_("title of the plan"), _("Plan of the open days 2026")),
    "document": Placeholder(_("the document that amends it"), _("Notice of an amendment")),
    "holds_from": Placeholder(_("day from which it holds"), _("9 October 2026")),
    "moved": Placeholder(_("duties with another last day, one a line"), "–"),
    "gained": Placeholder(_("new duties, one a line"), "–"),
    "lost": Placeholder(_("duties that ended, one a line"), "–"),
}
ROBOT = PORTAL | {
    "title": Placeholder(_("kind of the letter"), pgettext_lazy("letter", "reminder of duties")),
    "about": Placeholder(_("what the letter is about"), _("A visit to the service hall")),
    "inbox": Placeholder(_("address of the inbox"), "https://example.cn/desk/inbox/"),
}

STAFF = READER | DESK
KIND = {"kind": Placeholder(_("kind of the change"), _("moved"))}
OUTCOME = {"outcome": Placeholder(_("outcome"), _("accepted"))}

declare(
    "events",
    "duties",
    pgettext_lazy("letter", "reminder of duties"),
    STAFF | DUTIES,
    must="duties desk",
)
declare(
    "events",
    "change_filed",
    pgettext_lazy("letter", "change filed with the office"),
    STAFF | SESSION | KIND | REASON,
    must="session kind desk",
)
declare(
    "events",
    "point_filed",
    pgettext_lazy("letter", "open point filed"),
    STAFF | POINT,
    must="point proposer desk",
)
declare(
    "events",
    "point_judged",
    pgettext_lazy("letter", "answer to a filing"),
    STAFF | POINT | OUTCOME | REASON,
    must="point outcome desk",
)
declare(
    "events",
    "plan_amended",
    pgettext_lazy("letter", "plan amended"),
    STAFF | AMENDMENT,
    must="plan moved gained lost desk",
)
declare(
    "events",
    "calendar_changed",
    pgettext_lazy("letter", "last days moved by the calendar"),
    STAFF | {name: AMENDMENT[name] for name in ("document", "moved")},
    must="document moved desk",
)
declare(
    "events",
    "account_activation",
    pgettext_lazy("letter", "activation of an account"),
    READER | ACCOUNT,
    must="account link",
)
declare(
    "events",
    "password_reset",
    pgettext_lazy("letter", "new password"),
    READER | ACCOUNT,
    must="link",
)
declare(
    "events",
    "robot",
    pgettext_lazy("letter", "notice by a chat robot"),
    ROBOT,
    must="title inbox",
)

declare(
    "events",
    "contact_code",
    _("code for a contact"),
    PORTAL
    | {
        "code": Placeholder(_("the six digits"), "024680"),
        "about": Placeholder(_("what the code is for"), _("A visit to the service hall")),
        "minutes": Placeholder(_("minutes for which it works"), "10"),
    },
    must="code about minutes",
)
