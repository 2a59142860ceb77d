from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [
    path("cards/", views.follow, name="follow"),
    path("cards/thanks/<slug:number>/", views.card_thanks, name="card_thanks"),
    path("cards/<slug:card_code>/", views.card, name="card"),
    path("adoptions/", views.adoptions, name="adoptions"),
    path("adoptions/<int:pk>/", views.opinion, name="opinion"),
]
