from django.urls import path

from events import portal_views, poster_views, views
from events.models import Poster, Publication

app_name = "events"

urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/calendar.ics", views.calendar, name="calendar"),
    *(
        path(f"sessions/<int:pk>/{kind}/", views.publication, {"kind": kind.value}, name=kind.value)
        for kind in Publication.Kind
    ),
    *(
        path(f"sessions/<int:pk>/{kind}.png", poster_views.poster, {"kind": kind.value}, name=kind.value)
        for kind in Poster.Kind
    ),
    path("pictures/<int:pk>/", views.picture, name="picture"),
    path("plans/", views.plans, name="plans"),
    path("plans/<int:pk>/", views.plan, name="plan"),
    path("notices/<int:pk>/", views.original, name="original"),
    path("identity.css", portal_views.stylesheet, name="identity"),
    path("identity/<str:name>", portal_views.picture, name="identity_picture"),
    path("corrections/", portal_views.correction, name="correction"),
    path("corrections/thanks/", portal_views.correction_thanks, name="correction_thanks"),
]
