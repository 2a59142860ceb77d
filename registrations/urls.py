from django.urls import path

from registrations import guest_views, stream_views, views

app_name = "registrations"

urlpatterns = [
    path("sessions/<int:pk>/sign-up/", views.signup, name="signup"),
    path("sessions/<int:pk>/remind-me/", stream_views.ask, name="watch"),
    path("invited/<str:token>/", guest_views.invited, name="invited"),
    path("circle/<str:token>/", guest_views.circle, name="circle"),
    path("my/<str:token>/stream/", stream_views.watching, name="watching"),
    path("my/<str:token>/", views.signup_private, name="signup_private"),
    path("my/<str:token>/cancel/", views.signup_cancel, name="signup_cancel"),
    path("my/<str:token>/calendar.ics", views.signup_calendar, name="signup_calendar"),
    path("my/<str:token>/code.svg", views.signup_code, name="signup_code"),
]
