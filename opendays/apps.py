from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from opendays import checks


class OpendaysConfig(AppConfig):
    name = "opendays"
    verbose_name = _("Open days")

    def ready(self) -> None:
        register(checks.clock_is_real, Tags.security, deploy=True)
        register(checks.gateway_is_whole)
        register(checks.proxies_are_networks)
        register(checks.visitors_are_counted, Tags.security, deploy=True)
        register(checks.keys_are_named, Tags.security, deploy=True)


class DeskConfig(AdminConfig):
    """Django's admin, with our desk as its site."""

    default_site = "opendays.desk.Desk"
