from django.urls import path

from registrations import private_views, stream_views, views

app_name = "registrations"

urlpatterns = [
    path("sessions/<int:pk>/sign-up/", views.signup, name="signup"),
    path("sessions/<int:pk>/remind-me/", stream_views.ask, name="watch"),
    path("my/<str:token>/stream/", stream_views.watching, name="watching"),
    path("my/<str:token>/", views.signup_private, name="signup_private"),
    path("my/<str:token>/offer/", private_views.offer, name="signup_offer"),
    path("my/<str:token>/confirm/", private_views.confirm, name="signup_confirm"),
    path("my/<str:token>/change/", private_views.change, name="signup_change"),
    path("my/<str:token>/feed.ics", private_views.feed_of, name="signup_feed"),
    path("my/<str:token>/cancel/", views.signup_cancel, name="signup_cancel"),
    path("my/<str:token>/calendar.ics", views.signup_calendar, name="signup_calendar"),
    path("my/<str:token>/code.svg", views.signup_code, name="signup_code"),
]
