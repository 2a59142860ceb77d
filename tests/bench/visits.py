"""What a browser fetches and shifts on its way through the demo portal's public pages, and how soon it paints."""

from dataclasses import dataclass, field

# Bits a second and milliseconds of the line that Lighthouse calls slow 4G.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4

# From before the first paint on; what moves because of a visitor's own touch is not counted.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifted += entry.value;
})).observe({ type: "layout-shift", buffered: true });
"""
LARGEST = """
() => new Promise(resolve => new PerformanceObserver(
  list => resolve(list.getEntries().at(-1).startTime)
).observe({ type: "largest-contentful-paint", buffered: true }))
"""


@dataclass
class Visit:
    """One page as it came: bytes over the line with their headers, requests, hosts, and how far it shifted."""

    transferred: int = 0
    requests: list[str] = field(default_factory=list)
    shift: float = 0.0

    @property
    def hosts(self):
        return {address.split("/")[2] for address in self.requests if not address.startswith(("data:", "blob:"))}


def addresses(page, portal):
    """Name and path of each measured page, found as a visitor finds them; the session is one that takes sign-ups."""
    page.goto(f"{portal.url}/sessions/?when=open")
    for path in page.locator(".od-session h3 a").evaluate_all("links => links.map(link => link.pathname)"):
        page.goto(portal.url + path)
        if page.locator(f"main a[href='{path}sign-up/']").count():
            break
    else:
        raise LookupError("No session of the demo takes sign-ups")
    page.goto(f"{portal.url}/plans/")
    plan = page.locator("main a[href^='/plans/']").first.get_attribute("href")
    return {
        "home": "/",
        "sessions": "/sessions/",
        "session": path,
        "sign-up": f"{path}sign-up/",
        "plan": plan,
        "adoptions": "/adoptions/",
    }


def visit(context, address):
    """Open the page, read it to its foot, and say what that took."""
    page, seen = context.new_page(), Visit()
    page.add_init_script(SHIFTS)
    line = context.new_cdp_session(page)
    line.on("Network.requestWillBeSent", lambda event: seen.requests.append(event["request"]["url"]))
    line.on("Network.loadingFinished", lambda event: count(seen, event))
    line.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    seen.shift = page.evaluate("window.shifted")
    page.close()
    return seen


def count(seen, event):
    # What comes from the browser's own cache has no bytes here.
    seen.transferred += int(event["encodedDataLength"])


def largest_paint(browser, address):
    """Milliseconds to the largest contentful paint of a first visit on slow 4G with a processor four times slower."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, device_scale_factor=2, locale="zh-CN")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=60_000)
    milliseconds = page.evaluate(LARGEST)
    context.close()
    return milliseconds
