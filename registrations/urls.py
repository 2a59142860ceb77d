from django.urls import path

from registrations import details_views, stream_views, views

app_name = "registrations"

urlpatterns = [
    path("sessions/<int:pk>/sign-up/", views.signup, name="signup"),
    path("sessions/<int:pk>/sign-up/group/", views.signup_group, name="signup_group"),
    path("sessions/<int:pk>/remind-me/", stream_views.ask, name="watch"),
    path("my/<str:token>/stream/", stream_views.watching, name="watching"),
    path("my/<str:token>/", views.signup_private, name="signup_private"),
    path("my/<str:token>/details/", details_views.give, name="signup_details"),
    path("my/<str:token>/cancel/", views.signup_cancel, name="signup_cancel"),
    path("my/<str:token>/calendar.ics", views.signup_calendar, name="signup_calendar"),
    path("my/<str:token>/code.svg", views.signup_code, name="signup_code"),
]
