from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from opendays import dashboard, finding, languages, passwords

# Unfold runs Alpine, which evaluates expressions, and writes inline styles: allowed here and nowhere else.
relaxed = csp_update({"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]})


@method_decorator(relaxed, name="login")
class Desk(UnfoldAdminSite):
    """The staff desk at /desk/. Navigation: navigation.py; first page: work.py; search: finding.py."""

    index_title = _("My work")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pages = []  # functions that give addresses: each app's admin adds its pages that are no model's

    def login(self, request, extra_context=None):
        """Whoever has signed in meets the desk in the language of the account, on any computer."""
        response = super().login(request, extra_context)
        if request.user.is_authenticated:
            languages.remember(response, request.user.language)
        return response

    def admin_view(self, view, cacheable=False):
        return relaxed(super().admin_view(view, cacheable))

    def search(self, request, extra_context=None):
        """The list under the search box. Sent, not asked for by address: what is typed stands in no log."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        typed = request.POST.get("s", "").strip()
        if not typed:
            return HttpResponse()
        context = {"found": finding.find(request, typed), "typed": typed, "most": finding.IN_ALL}
        return TemplateResponse(request, "desk/found.html", context)

    def extra_urls(self):
        """The review, and what the apps have added (`pages`).

        And passwords by letter, under the names that Django's own pages and the sign-in look for.
        """
        letters = [path(route, relaxed(view), name=name) for route, name, view in passwords.PAGES]
        return [*dashboard.urls(self), *(page for pages in self.pages for page in pages(self)), *letters]
