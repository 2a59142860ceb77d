"""Which texts of a page are not in the language that their place claims for them (WCAG 3.1.2, language of parts)."""

import re

from playwright.sync_api import Page

from opendays import characters

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
# The same in every language: formats, sizes, the code of a sign-up or card, an address.
NO_WORDS = re.compile(r"\.ics|PNG|KB|\b[A-Z0-9]{8,10}\b|https?:\S*")

# Texts, and the attributes that are read aloud.
TEXTS = """() => {
    const claimed = node => node.closest("[lang]").lang.toLowerCase();
    const found = [];
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        // A title is one text and holds no marks.
        if (!parent.closest("script, style, title")) found.push([claimed(parent), walk.currentNode.data.trim()]);
    }
    for (const name of ["aria-label", "title", "alt", "placeholder"])
        for (const node of document.querySelectorAll(`[${name}]`))
            found.push([claimed(node), node.getAttribute(name)]);
    return found;
}"""


def out_of_place(page: Page) -> set[tuple[str, str]]:
    """Claimed language and text of what a voice of that language would read wrongly."""
    return {(language, text) for language, text in page.evaluate(TEXTS) if is_foreign(text, to=language)}


def is_foreign(text: str, *, to: str) -> bool:
    if to == "en":
        return bool(HAN.search(text))
    if to == "zh-hant":
        return bool(characters.simplified_only(text))
    return bool(LATIN.search(NO_WORDS.sub("", text)))
