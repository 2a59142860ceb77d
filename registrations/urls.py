from django.urls import path

from registrations import listing_views, stream_views, views

app_name = "registrations"

urlpatterns = [
    path("sessions/<int:pk>/sign-up/", views.signup, name="signup"),
    path("sessions/<int:pk>/sign-up/group/", views.signup_group, name="signup_group"),
    path("sessions/<int:pk>/selected/", listing_views.listing, name="listing"),
    path("sessions/<int:pk>/selected/objection/", listing_views.objection, name="objection"),
    path("sessions/<int:pk>/selected/objection/thanks/", listing_views.thanks, name="objection_thanks"),
    path("sessions/<int:pk>/remind-me/", stream_views.ask, name="watch"),
    path("my/<str:token>/stream/", stream_views.watching, name="watching"),
    path("my/<str:token>/", views.signup_private, name="signup_private"),
    path("my/<str:token>/cancel/", views.signup_cancel, name="signup_cancel"),
    path("my/<str:token>/calendar.ics", views.signup_calendar, name="signup_calendar"),
    path("my/<str:token>/code.svg", views.signup_code, name="signup_code"),
]
