from django.contrib import admin
from django.urls import include, path, re_path

from opendays import duty_month, lights, views

COLUMN = r"^columns/(?P<pk>\d+)/(?P<kind>open_point|talk)/"

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    re_path(COLUMN + r"$", views.column, name="column"),
    re_path(COLUMN + r"(?P<part>announcements|reports|adoption)/$", views.column_part, name="column_part"),
    path("display/", views.change_display, name="display"),
    path("health/", views.health, name="health"),
    # Pages of the desk that read its own admins: these must have been registered before.
    path("desk/", include([*lights.urls(admin.site), *duty_month.urls(admin.site)])),
    path("desk/", admin.site.urls),
    path("", include("events.urls")),
    path("", include("registrations.urls")),
    path("", include("feedback.urls")),
]

handler400 = "opendays.views.bad_request"
handler500 = "opendays.views.server_error"
