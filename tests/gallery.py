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
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opendays.settings")

from playwright.sync_api import Error, sync_playwright

from tests import chromium
from tests import portal as portals

ROOM = portals.ROOT / "var" / "gallery"
WIDTHS = {360: 780, 768: 1024, 1280: 900}
# Name of the mode: the cookie of a visitor who chose it (opendays/display.py).
PUBLIC_MODES = {
    "light": ("display", "light"),
    "dark": ("display", "dark"),
    "contrast": ("display", "contrast"),
    "elderly": ("display", "elderly-light"),
    "english": ("django_language", "en"),
    "traditional": ("django_language", "zh-hant"),
}
LANGUAGES = ("english", "traditional")  # what they do to a page shows on a telephone and on a screen
DESK_MODES = ("light", "dark")
FIREFOX_SECONDS = 60

SIGHTS = "from tests import sights; sights.show()"
# A portal on its first day: nothing was announced yet.
EMPTY = {"empty-home": "/", "empty-sessions": "/sessions/", "empty-plans": "/plans/", "empty-adoptions": "/adoptions/"}
PRINTED = ("session", "report", "plan", "private-selected")
SHEET = 720  # CSS pixels between the margins of A4


def main(wanted):
    if not chromium.PATH:
        sys.exit("No Chromium found: install chromium, or name one in CHROMIUM.")
    ROOM.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        with fresh_portal() as portal:
            portal.manage("demo")
            found = json.loads(portal.manage("shell", "--no-imports", "-c", SIGHTS))
            bare = found.pop("bare")
            public, printed, empty, desk = pages_of(
                {
                    "public": found["public"] | dict.fromkeys(bare),
                    "printed": {f"print-{name}": found["public"][name] for name in PRINTED},
                    "empty": EMPTY,
                    "desk": found["desk"],
                },
                wanted,
            )
            public = {name: path or bare[name] for name, path in public.items()}
            taken += of_public_pages(browser, portal, public, wanted)
            taken += of_the_desk(browser, portal, desk, wanted)
            taken += on_paper(browser, portal, printed)
            taken += with_firefox(portal, public)
        if empty:
            with fresh_portal() as portal:
                taken += of_public_pages(browser, portal, empty, wanted)
        browser.close()
    write_index()
    say(f"{len(taken)} pictures; look at them in {ROOM / 'index.html'}")


@contextmanager
def fresh_portal():
    """Yield a running portal with nothing in it."""
    with (
        tempfile.TemporaryDirectory() as var,
        portals.prepared(Path(var)) as portal,
        portals.running(portal),
    ):
        yield portal


def pages_of(found, wanted):
    """The pages of each kind as far as they are wanted: all where none is named. "private-*" names several."""
    names = {name for pages in found.values() for name in pages}
    named = {name for name in names for word in wanted if fnmatch(name, word)}
    return ({name: path for name, path in pages.items() if name in (named or pages)} for pages in found.values())


def chosen(offered, wanted):
    """Modes or widths: those that are named, else all."""
    return [one for one in offered if str(one) in wanted] or list(offered)


def of_public_pages(browser, portal, pages, wanted):
    for mode in chosen(PUBLIC_MODES, wanted):
        cookie, text = PUBLIC_MODES[mode]
        for width in chosen((360, 1280) if mode in LANGUAGES else WIDTHS, wanted):
            context = visitor(browser, width, mode)
            context.add_cookies([{"name": cookie, "value": text, "url": portal.url}])
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


def on_paper(browser, portal, pages):
    """As the printer gets them, on a sheet as long as it takes."""
    context = visitor(browser, 1280, "light")
    for name, path in pages.items():
        page = context.new_page()
        page.emulate_media(media="print")
        page.set_viewport_size({"width": SHEET, "height": 1000})
        page.goto(portal.url + path, wait_until="networkidle")
        target = ROOM / f"{name}.png"
        page.screenshot(path=target, full_page=True)
        yield target
    context.close()


def photographs(context, portal, pages, suffix):
    """One picture a page, from its head to its foot; a page that sends scripts to sleep is taken as far as it came."""
    page = context.new_page()
    for name, path in pages.items():
        target = ROOM / f"{name}-{suffix}.png"
        width = page.viewport_size["width"]
        try:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            visit(page, portal, name, path)
            stretch(page)
            page.screenshot(path=target, full_page=True, animations="disabled")
        except Error as error:
            say(f"{target.name}: {error.message.splitlines()[0]}")
        else:
            yield target


def visit(page, portal, name, path):
    """Open the page; a refused form is one that is sent empty, and a page that no address leads to comes as HTML."""
    if not path.startswith("/"):
        page.route(
            f"{portal.url}/{name}/", lambda route, *, html=path: route.fulfill(body=html, content_type="text/html")
        )
        path = f"/{name}/"
    page.goto(portal.url + path, wait_until="networkidle")
    if name.endswith("-refused"):
        page.click("main form.od-card [type=submit]")
        page.wait_for_load_state("networkidle")


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
        if not path.startswith("/") or name.endswith("-refused"):
            continue
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
