"""Pictures of every page of the demo portal, to be looked at: three widths, every way in which it can be shown.

    make gallery                                 everything, into var/gallery/
    make gallery ONLY="home session dark 360"    these pages, in this mode, at this width

Each public page is also photographed once with Debian's Firefox ESR, where that is installed.
"""

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendays.settings")

from playwright.sync_api import Error, sync_playwright

from tests import chromium
from tests import portal as portals

ROOM = portals.ROOT / "var" / "gallery"
WIDTHS = {360: 780, 768: 1024, 1280: 900}
# Name of the mode: what the visitor's cookie says (opendays/display.py).
PUBLIC_MODES = {"light": "light", "dark": "dark", "contrast": "contrast", "elderly": "elderly-light"}
DESK_MODES = ("light", "dark")
FIREFOX_SECONDS = 60

# Asked of the portal itself, because numbers and codes differ from one demo to the next.
ADDRESSES = """
import json
from django.urls import reverse
from django.utils import timezone
from events.models import Duty, Notice, Plan, Publication, Session
from feedback.models import Opinion

def session(name, found):
    return reverse(name, args=[found.pk])

public = Session.objects.public().order_by("starts_at")
opened = public.open_for_signup(timezone.now()).first()
told = public.filter(state="reported").first()
held = public.held().exclude(opinions=None).first() or told
plan = Plan.objects.public().first()
opinion = Opinion.objects.filter(published_at__isnull=False).first()
door = public.held().filter(roster__isnull=False).first() or held
page_of = lambda name: reverse("admin:registrations_session_page", args=[door.pk, name])
desk = lambda model, *args: reverse(f"admin:{model}_{'change' if args else 'changelist'}", args=args)
print(json.dumps({
    "public": {
        "home": "/", "sessions": "/sessions/", "nothing-found": "/sessions/?words=月球",
        "session": session("events:session", opened), "sign-up": session("registrations:signup", opened),
        "session-over": session("events:session", told), "announcement": session("events:announcement", opened),
        "report": session("events:report", told), "plans": "/plans/", "plan": reverse("events:plan", args=[plan.pk]),
        "column": reverse("column", args=[plan.pk, "open_point"]), "adoptions": "/adoptions/",
        "card": reverse("feedback:card", args=[told.card_code]), "follow": reverse("feedback:follow"),
        "correction": "/corrections/?page=/", "about": "/about/", "not-found": "/nothing-here/",
        "desk-login": reverse("admin:login"),
    },
    "desk": {
        "desk": reverse("admin:index"), "desk-sessions": desk("events_session"),
        "desk-session": desk("events_session", opened.pk), "desk-session-over": desk("events_session", told.pk),
        "desk-plans": desk("events_plan"), "desk-plan": desk("events_plan", plan.pk),
        "desk-points": desk("events_point"), "desk-signups": desk("registrations_signup"),
        "desk-cards": desk("feedback_card"), "desk-ledger": desk("feedback_opinion"),
        "desk-duties": desk("events_duty"), "desk-units": desk("events_unit"),
        "desk-portal": desk("events_portal"), "desk-review": reverse("admin:review_index"),
        "desk-review-unit": reverse("admin:review_unit", args=[told.point.plan_id, told.unit_id]),
        "desk-notice": desk("events_notice", Notice.objects.first().pk),
        "desk-publication": desk("events_publication", Publication.objects.first().pk),
        "desk-duty": desk("events_duty", Duty.objects.first().pk), "desk-messages": desk("events_message"),
        "desk-audit": desk("events_auditentry"), "desk-step": f"{desk('events_session', opened.pk)[:-7]}step/move/",
        "desk-selection": page_of("selection"), "desk-door": page_of("door"), "desk-calls": page_of("calls"),
        "desk-sheet": page_of("sheet"), "desk-import": reverse("admin:events_unit_import"),
        "desk-nothing-found": desk("events_session") + "?q=月球", "desk-add": reverse("admin:events_session_add"),
        "desk-password": reverse("admin:password_change"),
    },
}))
"""


def main(wanted):
    if not chromium.PATH:
        sys.exit("No Chromium found: install chromium, or name one in CHROMIUM.")
    ROOM.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        portals.prepared(Path(var)) as portal,
        portals.running(portal),
        sync_playwright() as playwright,
    ):
        portal.manage("demo")
        found = json.loads(portal.manage("shell", "--no-imports", "-c", ADDRESSES))
        public, desk = pages_of(found, wanted)
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        taken = [*of_public_pages(browser, portal, public, wanted), *of_the_desk(browser, portal, desk, wanted)]
        browser.close()
        taken += with_firefox(portal, public)
    write_index()
    say(f"{len(taken)} pictures; look at them in {ROOM / 'index.html'}")


def pages_of(found, wanted):
    """The public pages and those of the desk, as far as they are wanted: all where none is named."""
    named = wanted & {name for pages in found.values() for name in pages}
    return ({name: path for name, path in pages.items() if name in (named or pages)} for pages in found.values())


def chosen(offered, wanted):
    """Modes or widths: those that are named, else all."""
    return [one for one in offered if str(one) in wanted] or list(offered)


def of_public_pages(browser, portal, pages, wanted):
    for mode in chosen(PUBLIC_MODES, wanted):
        for width in chosen(WIDTHS, wanted):
            context = visitor(browser, width, mode)
            context.add_cookies([{"name": "display", "value": PUBLIC_MODES[mode], "url": portal.url}])
            yield from photographs(context, portal, pages, f"{mode}-{width}")
            context.close()


def of_the_desk(browser, portal, pages, wanted):
    if not pages:
        return
    password = json.loads((portal.var / "demo-passwords.json").read_text())["office"]
    for mode in chosen(DESK_MODES, wanted):
        for width in chosen(WIDTHS, wanted):
            context = visitor(browser, width, mode)
            # Where Unfold keeps what was chosen with its own switch.
            context.add_init_script(f"localStorage.setItem('_x_adminTheme', JSON.stringify('{mode}'))")
            page = context.new_page()
            page.goto(f"{portal.url}/desk/login/")
            page.fill("[name=username]", "office")
            page.fill("[name=password]", password)
            page.click("[type=submit]")
            page.wait_for_url(f"{portal.url}/desk/")
            page.close()
            yield from photographs(context, portal, pages, f"{mode}-{width}")
            context.close()


def visitor(browser, width, mode):
    return browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if mode == "dark" else "light",
        reduced_motion="reduce",
    )


def photographs(context, portal, pages, suffix):
    """One picture a page, from its head to its foot; a page that sends scripts to sleep is taken as far as it came."""
    page = context.new_page()
    for name, path in pages.items():
        target = ROOM / f"{name}-{suffix}.png"
        width = page.viewport_size["width"]
        try:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.goto(portal.url + path, wait_until="networkidle")
            stretch(page)
            page.screenshot(path=target, full_page=True, animations="disabled")
        except Error as error:
            say(f"{target.name}: {error.message.splitlines()[0]}")
        else:
            yield target


def stretch(page):
    """Make the window as high as the page: else what sticks to its foot lies across the middle of the picture."""
    height = page.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})


def with_firefox(portal, pages):
    """The other engine, once a page."""
    firefox = shutil.which("firefox-esr")
    if not firefox:
        say("Firefox ESR is not installed: no pictures of it (apt-get install firefox-esr brings it).")
        return []
    taken = []
    for name, path in pages.items():
        target = ROOM / f"{name}-firefox-1280.png"
        with tempfile.TemporaryDirectory() as profile:
            # Its language comes from here: the portal is in Chinese, and so are its own messages.
            Path(profile, "user.js").write_text('user_pref("intl.accept_languages", "zh-CN, zh");\n')
            command = [firefox, "--headless", "--no-remote", "--profile", profile, "--window-size", "1280,900"]
            command += ["--screenshot", str(target), portal.url + path]
            environment = {**os.environ, "HOME": profile, "MOZ_CRASHREPORTER_DISABLE": "1"}
            try:
                subprocess.run(command, env=environment, check=True, capture_output=True, timeout=FIREFOX_SECONDS)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
                say(f"{target.name}: {error}")
            else:
                taken.append(target)
    return taken


def write_index():
    """All pictures on one page, small, each leading to itself."""
    figures = "".join(
        f'<figure><a href="{html.escape(path.name)}"><img src="{html.escape(path.name)}" loading="lazy" width="240">'
        f"</a><figcaption>{html.escape(path.stem)}</figcaption></figure>\n"
        for path in sorted(ROOM.glob("*.png"))
    )
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}img{height:240px;object-fit:cover top}"
    page = f'<!DOCTYPE html><meta charset="utf-8"><title>Gallery</title><style>{style}</style>\n{figures}'
    (ROOM / "index.html").write_text(page)


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
