from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("desk/", admin.site.urls),
    path("", include("events.urls")),
    path("", include("registrations.urls")),
    path("", include("feedback.urls")),
]
