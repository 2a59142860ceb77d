from django.urls import path

from registrations import (
    contact_views,
    details_views,
    door_views,
    guest_views,
    listing_views,
    private_views,
    stream_views,
    views,
)

app_name = "registrations"

urlpatterns = [
    path("sessions/<int:pk>/sign-up/", views.signup, name="signup"),
    path("sessions/<int:pk>/sign-up/group/", views.signup_group, name="signup_group"),
    path("sessions/<int:pk>/selected/", listing_views.listing, name="listing"),
    path("sessions/<int:pk>/selected/objection/", listing_views.objection, name="objection"),
    path("sessions/<int:pk>/selected/objection/thanks/", listing_views.thanks, name="objection_thanks"),
    path("sessions/<int:pk>/remind-me/", stream_views.ask, name="watch"),
    path("my/lost/", contact_views.lost_link, name="lost"),
    path("my/lost/<str:token>/", contact_views.lost_code, name="lost_code"),
    path("my/lost/<str:token>/again/", contact_views.lost_again, name="lost_again"),
    path("my/new/<str:token>/", contact_views.code_page, name="code"),
    path("my/new/<str:token>/again/", contact_views.code_again, name="code_again"),
    path("my/new/<str:token>/edit/", contact_views.edit, name="code_edit"),
    path("invited/<str:token>/", guest_views.invited, name="invited"),
    path("circle/<str:token>/", guest_views.circle, name="circle"),
    path("door/worker.js", door_views.worker, name="door_worker"),
    path("door/<str:token>/", door_views.door, name="door"),
    path("door/<str:token>/list/", door_views.listed, name="door_list"),
    path("door/<str:token>/find/", door_views.find, name="door_find"),
    path("door/<str:token>/scans/", door_views.scanned, name="door_scans"),
    path("my/<str:token>/stream/", stream_views.watching, name="watching"),
    path("my/<str:token>/", views.signup_private, name="signup_private"),
    path("my/<str:token>/details/", details_views.give, name="signup_details"),
    path("my/<str:token>/offer/", private_views.offer, name="signup_offer"),
    path("my/<str:token>/confirm/", private_views.confirm, name="signup_confirm"),
    path("my/<str:token>/change/", private_views.change, name="signup_change"),
    path("my/<str:token>/feed.ics", private_views.feed_of, name="signup_feed"),
    path("my/<str:token>/cancel/", views.signup_cancel, name="signup_cancel"),
    path("my/<str:token>/renew/", views.signup_renew, name="signup_renew"),
    path("my/<str:token>/calendar.ics", views.signup_calendar, name="signup_calendar"),
    path("my/<str:token>/code.svg", views.signup_code, name="signup_code"),
]
