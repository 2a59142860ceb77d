"""One spelling for comparing: signs apart, which a fault or a form has changed on purpose."""

from events.notices.folding import fold


def plain(value):
    """The value with every text folded and without blanks and quotes, lists and dictionaries inside included."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return fold(value).text.replace('"', "").replace("'", "") if isinstance(value, str) else value
