"""Lists that go out and come back as tables; the office's list of a whole unit, never more."""

from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from events.admin.base import ScopedAdmin
from events.foundation import clock


class TableForm(ExportForm):
    """Excel first: it is what the units have."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].initial = "0"


class TransferAdmin(ScopedAdmin, ImportExportModelAdmin):
    """Name the resource; rights are export_… and import_… of the table, rows those of the list."""

    import_form_class = ImportForm
    export_form_class = TableForm
    skip_admin_log = True  # the audit log has each row

    def get_import_formats(self):
        return [XLSX, CSV]

    def get_export_formats(self):
        return [XLSX, CSV]

    def get_import_form_initial(self, request):
        return {"format": "0"}

    def get_import_resource_kwargs(self, request, **kwargs):
        return {"staff": request.user, "now": clock.now()}

    def get_export_resource_kwargs(self, request, **kwargs):
        return {"staff": request.user}
