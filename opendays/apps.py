from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class OpendaysConfig(AppConfig):
    name = "opendays"
    verbose_name = _("Open days")
    default = True

    def ready(self) -> None:
        import_module("opendays.checks")


class DeskConfig(AdminConfig):
    """Django's admin, with our desk as its site."""

    default = False
    default_site = "opendays.desk.Desk"
