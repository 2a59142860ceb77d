"""The public pages and the browsers that README names: no newer feature of CSS without something in its place.

What a browser knows comes from caniuse, through the packaged doiuse; what stands in the place is said in ALLOWED.
"""

import re

import pytest

from tests import node
from tests.portal import ROOT

pytestmark = pytest.mark.once

FLOOR = "chrome 69, safari 12, ios_saf 12, firefox 68"
SHEETS = ("tokens", "dark", "site", "parts", "elderly", "contrast", "poster", "door")
CHECKER = "doiuse/bin/cli.js"
FEATURE = re.compile(r"^<streaming css input>:(\d+).*\(([\w-]+)\)$", re.MULTILINE)

# Feature of caniuse: what an older browser shows instead.
ALLOWED = {
    "css-appearance": "prefixed beside it, or a plain progress bar",
    "css-clip-path": "the words are hidden by their size as well",
    "css-color-adjust": "the poster is printed without its band",
    "css-focus-visible": "every focus has its ring, that of the mouse too",
    "css-gradients": "the same gradient",
    "css-has": "the ring lies around the link instead of its card",
    "css-masks": "prefixed beside it",
    "css-overflow": "overflow: hidden is as old as CSS",
    "css-paged-media": "the sheet has the printer's margins",
    "css-sticky": "only table cells lack it",
    "flexbox-gap": "margins, at the end of parts.css",
    "font-family-system-ui": "the next face of the list",
    "multicolumn": "column-gap of grids and flexible boxes, not of columns",
    "text-decoration": "an underline of the usual strength",
    "text-size-adjust": "prefixed beside it, or text as large as the browser likes",
}


def newer_features(css: str) -> dict[str, int]:
    """Each feature that some browser of the floor lacks, with a line where it is used."""
    # doiuse takes minmax() for max().
    done = node.run(CHECKER, "--browsers", FLOOR, stdin=css.replace("minmax(", "fit("))
    return {feature: int(line) for line, feature in FEATURE.findall(done.stdout)}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_public_stylesheet_uses_nothing_that_the_oldest_browser_lacks(sheet):
    css = (ROOT / "static" / "css" / f"{sheet}.css").read_text()
    assert {feature: line for feature, line in newer_features(css).items() if feature not in ALLOWED} == {}


def test_the_checker_sees_what_is_newer():
    css = "a { margin-inline: auto; width: min(1px, 2px); display: flex; gap: 1px; }\na:focus-visible { top: 0; }"
    assert newer_features(css) == {
        "css-logical-props": 1,
        "css-math-functions": 1,
        "flexbox-gap": 1,
        "css-focus-visible": 2,
    }
