from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from unfold.sites import UnfoldAdminSite

# Unfold runs Alpine, which evaluates expressions, and writes inline styles: allowed here and nowhere else.
relaxed = csp_update({"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]})


@method_decorator(relaxed, name="login")
class Desk(UnfoldAdminSite):
    """The staff desk at /desk/."""

    def admin_view(self, view, cacheable=False):
        return relaxed(super().admin_view(view, cacheable))
