"""Uploaded files at the desk: shown to whom their row is shown, at an address below the row's own."""

from django.contrib.admin.utils import quote, unquote
from django.http import FileResponse, Http404
from django.urls import path, reverse

from events.admin.base import ScopedAdmin


class FilesAdmin(ScopedAdmin):
    """Pictures, which we wrote ourselves, are shown; whatever else people brought is downloaded, never run."""

    def file_of(self, row, kind, key):
        """The file, if there is one, and whether it is a picture."""
        raise NotImplementedError

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("<path:object_id>/file/<slug:kind>/<int:key>/", view, name=name), *super().get_urls()]

    def file_view(self, request, object_id, kind, key):
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404(object_id)
        file, is_picture = self.file_of(row, kind, key)
        if not file:
            raise Http404(kind)
        name = file.name.rpartition("/")[2]
        return FileResponse(file.open("rb"), as_attachment=not is_picture, filename=name)


def address(row, kind, key=0):
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_file", args=[quote(row.pk), kind, key])
