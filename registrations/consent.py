"""The consent that residents give; its text stands in templates/registrations/includes/consent.html.

Whoever changes that text gives it a new version here: each sign-up keeps the version it agreed to.
"""

VERSION = "2026-1"
