"""The least that a sign-up can cost with Django: what ours is measured against. Served by gunicorn, tables made once.

    DATABASE_URL=postgres://… python -m tests.bench.floor 2000      # tables, with so many open sessions
    DATABASE_URL=postgres://… gunicorn tests.bench.floor:application

A list page, a page, a form, one INSERT under a row lock with a capacity check, and a page after it. Sessions and the
CSRF check are on, nothing else is: no languages, no encryption, no audit, no rules.
"""

import secrets
import sys

import django
import environ
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    SECRET_KEY=secrets.token_hex(),
    DATABASES={"default": {**environ.Env().db_url("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    ROOT_URLCONF=__name__,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    USE_TZ=True,
)
django.setup()

# Only now: models and templates want the settings.
from django import forms  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404, redirect  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

PAGE = "<!DOCTYPE html><html><head><title>{{{{ title }}}}</title></head><body>{}</body></html>"


class Session(models.Model):  # noqa: DJ008 - nobody reads it
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField(db_index=True)
    place = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField()

    class Meta:
        app_label = "floor"


class Signup(models.Model):  # noqa: DJ008
    session = models.ForeignKey(Session, models.CASCADE)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    is_in = models.BooleanField()
    token = models.CharField(max_length=40, unique=True)

    class Meta:
        app_label = "floor"


class SignupForm(forms.Form):
    name = forms.CharField(max_length=60)
    phone = forms.CharField(max_length=40)


def page(body):
    return engines["django"].from_string(PAGE.format(body))


LIST = page(
    "{% for one in page %}<h2><a href='/{{ one.pk }}/'>{{ one.title }}</a></h2>"
    "<p>{{ one.starts_at }} {{ one.place }} {{ one.capacity }}</p>{% endfor %}{{ page.paginator.num_pages }}"
)
ONE = page("<h1>{{ one.title }}</h1><p>{{ one.starts_at }} {{ one.place }}</p><a href='sign-up/'>sign up</a>")
FORM = page("<form method='post'>{% csrf_token %}{{ form.as_p }}<button>send</button></form>")
AFTER = page("<h1>{{ signup.name }}</h1><p>{{ signup.session.title }} {{ signup.is_in }}</p>")


def listed(request):
    found = Session.objects.filter(starts_at__gte=timezone.now()).order_by("starts_at", "id")
    shown = Paginator(found, 12).get_page(request.GET.get("page"))
    return HttpResponse(LIST.render({"page": shown, "title": "list"}, request))


def one(request, pk):
    return HttpResponse(ONE.render({"one": get_object_or_404(Session, pk=pk)}, request))


def sign_up(request, pk):
    form = SignupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            session = get_object_or_404(Session.objects.select_for_update(), pk=pk)
            is_in = Signup.objects.filter(session=session, is_in=True).count() < session.capacity
            token = secrets.token_urlsafe(24)
            Signup.objects.create(session=session, is_in=is_in, token=token, **form.cleaned_data)
        return redirect(f"/my/{token}/")
    get_object_or_404(Session, pk=pk)
    return HttpResponse(FORM.render({"form": form}, request))


def after(request, token):
    signup = get_object_or_404(Signup.objects.select_related("session"), token=token)
    return HttpResponse(AFTER.render({"signup": signup}, request))


urlpatterns = [
    path("", listed),
    path("<int:pk>/", one),
    path("<int:pk>/sign-up/", sign_up),
    path("my/<str:token>/", after),
]


def make_tables(sessions):
    """The tables, and so many sessions of tomorrow; the last one takes 30 people."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Session)
        editor.create_model(Signup)
    soon = timezone.now() + timezone.timedelta(days=1)
    Session.objects.bulk_create(
        Session(title=f"Session {number}", starts_at=soon, place="A hall", capacity=30) for number in range(sessions)
    )


application = get_wsgi_application()

if __name__ == "__main__":
    make_tables(int(sys.argv[1]))
