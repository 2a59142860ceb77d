"""Settings, read from the environment (or from the file .env beside manage.py); README.md lists them."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from opendays import keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- The kind of portal ---------------------------------------------------------------------------------------------
# Until ALLOWED_HOSTS names the hosts of a service, this is a demo on one's own machine:
# it answers that machine only and makes its own keys. A service gets every key from its operator.

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEMO = env.bool("DEMO", default=not ALLOWED_HOSTS)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]

PORTAL_NAME = env.str("PORTAL_NAME", default="政务开放日")
PORTAL_URL = env.str("PORTAL_URL", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}").rstrip("/")
VAR = Path(env.str("VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

# A file from which web, worker and beat read the present moment (foundation/clock.py). Refused by check --deploy.
CLOCK_FILE = env.str("CLOCK_FILE", default="")

# --- Keys -----------------------------------------------------------------------------------------------------------

made = keys.kept(VAR / "keys.json") if DEMO else {}


def key(name: str) -> str:
    """A key from the operator, else the demo's own."""
    if not (text := env.str(name, default="") or made.get(name, "")):
        raise ImproperlyConfigured(f"Set the {name} environment variable; python -m opendays.keys prints fresh keys.")
    return text


SECRET_KEY = key("SECRET_KEY")
# Fernet keys of the encrypted fields, the newest first; the older ones still decrypt.
FIELD_KEYS = key("FIELD_KEYS").split(",")
# Key of the hashes by which encrypted values are found. Kept apart: who has the rows and this can guess phones.
INDEX_KEY = key("INDEX_KEY")

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "opendays.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "axes",
    "opendays.apps.OpendaysConfig",
    "events",
    "registrations",
    "feedback",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "opendays.display.remembered",
    "opendays.languages.chosen",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "opendays.urls"
WSGI_APPLICATION = "opendays.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opendays.context.portal",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database and cache ---------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these, two people who sign up in the same second meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="")
# How old, in seconds, a public page may be that is made once for everybody; 0 makes each anew.
PAGE_SECONDS = env.int("PAGE_SECONDS", default=5)
CACHES = {
    "default": env.cache_url("CACHE_URL", default=REDIS_URL or f"filecache://{VAR / 'cache'}"),
    # In the memory of each process: a page is found there faster than over any line.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

# --- Worker ---------------------------------------------------------------------------------------------------------
# Due work lies in database rows; a task only sweeps them, so a lost message costs nothing but the wait for the next.

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=300)


def every(task: str, seconds: int) -> dict[str, object]:
    """One that is late is not made up for: the next one finds the same work."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    # The task itself decides by the hour which of its duties are to be told.
    "sweep duties": every("events.tasks.sweep_duties", SWEEP_SECONDS),
    "remind residents": every("registrations.tasks.remind_residents", SWEEP_SECONDS),
    "pass places on": every("registrations.tasks.pass_places_on", SWEEP_SECONDS),
    "freeze draws": every("registrations.tasks.freeze_draws", SWEEP_SECONDS),
    "mind invitations": every("registrations.tasks.mind_invitations", SWEEP_SECONDS),
    "forget watchers": every("registrations.tasks.forget_watchers", SWEEP_SECONDS),
    "forget codes": every("registrations.tasks.forget_codes", SWEEP_SECONDS),
    # At night, when nobody waits for a lock.
    "erase people": {"task": "registrations.tasks.erase_people", "schedule": crontab(hour=3, minute=10)},
    "erase cards": {"task": "feedback.tasks.erase_cards", "schedule": crontab(hour=3, minute=20)},
    "make posters": every("events.tasks.make_posters", SWEEP_SECONDS),
    "read notices": every("events.tasks.read_notices", 60),
    "carry tables": every("registrations.tasks.carry_tables", min(60, SWEEP_SECONDS)),
    "prepare doors": every("registrations.tasks.prepare_doors", min(60, SWEEP_SECONDS)),
    "deliver letters": every("events.tasks.deliver_letters", min(15, SWEEP_SECONDS)),
    "log letters": {"task": "events.tasks.log_letters", "schedule": crontab(hour=8, minute=30)},
    "seal audit": every("events.tasks.seal_audit", 60),
}

if not REDIS_URL:
    # One worker on files: what it sends is what it receives.
    CELERY_BROKER_TRANSPORT = "opendays.broker:Transport"
    BROKER = VAR / "broker"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER / "messages"),
        "data_folder_out": str(BROKER / "messages"),
        "control_folder": str(BROKER / "control"),
        "processed_folder": str(BROKER / "processed"),
    }
    for folder in CELERY_BROKER_TRANSPORT_OPTIONS.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
else:
    # A request pokes the worker after its commit: with the broker down it gives up at once (else after six seconds),
    # and the worker's own sweep finds the letter.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "socket_connect_timeout": 2}

# --- People and rights ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "events.Staff"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "events.foundation.permissions.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "events.foundation.visitors.address"

# Whoever sees a list may not thereby take it away: these name the codes that foundation/permissions.py hands out.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# --- Security -------------------------------------------------------------------------------------------------------

HTTPS = PORTAL_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PORTAL_URL] if HTTPS else [])
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whose X-Forwarded-For is believed, as networks: without it every visitor behind a proxy is counted as that proxy.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
CSRF_FAILURE_VIEW = "opendays.views.forged"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Against programs that fill in forms ----------------------------------------------------------------------------
# How often a browser tries before a form is sent, at most; 0: no proof of work, nor a code in its place.
PROOF_OF_WORK = env.int("PROOF_OF_WORK", default=30000)
# Sooner than this many seconds after it was opened, no person has filled in a form; 0: never too soon.
FORM_SECONDS = env.int("FORM_SECONDS", default=3)
# Limits by contact and address; off only while something is measured. `check --deploy` says so.
LIMITS = env.bool("LIMITS", default=True)

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
# Each by its own name: who looks for a language reads that one.
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What pages load of each package. Of altcha only what calculates: its widget wants HTTPS, and newer browsers than ours.
for package, part in {"bootstrap": "dist", "altcha": "dist/workers", "jsqr": "dist"}.items():
    if (assets := BASE_DIR / "node_modules" / package / part).exists():
        STATICFILES_DIRS.append((f"vendor/{package}", assets))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Letters --------------------------------------------------------------------------------------------------------

vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}" if DEMO else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="opendays@localhost")

# Text messages: "" (none: who left only a telephone is called), console, file or http (foundation/sms.py).
SMS_GATEWAY = env.str("SMS_GATEWAY", default="")
SMS_URL = env.str("SMS_URL", default="")
SMS_KEY = env.str("SMS_KEY", default="")
SMS_SECRET = env.str("SMS_SECRET", default="")
# Put before each text in 【】; the provider registers it.
SMS_SIGNATURE = env.str("SMS_SIGNATURE", default="")
# Codes in the gateway's answer: accepted; to be tried again later. Any other is a refusal.
SMS_ACCEPTED = env.list("SMS_ACCEPTED", default=["0", "200", "OK", "ok"])
SMS_LATER = env.list("SMS_LATER", default=[])

# Letters a minute, all workers together; 0: as many as there are. What is above it waits.
LETTERS_PER_MINUTE = {name: env.int(f"{name.upper()}_PER_MINUTE", default=0) for name in ("email", "sms", "robot")}

# --- Log ------------------------------------------------------------------------------------------------------------
# To standard error, one line an event: standard output belongs to the commands.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"private links": {"()": "registrations.redaction.PrivateLinks"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["private links"]},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        **{name: {"level": env.str("LOG_LEVEL", default="INFO")} for name in ("events", "registrations", "feedback")},
        # Theirs have handlers of their own, which know no filter.
        "django": {"level": env.str("LOG_LEVEL", default="WARNING"), "handlers": []},
        "django.server": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
    },
}

# --- The desk -------------------------------------------------------------------------------------------------------

# Who mistyped a password too often is told so, and how long to wait.
AXES_LOCKOUT_TEMPLATE = "desk/locked.html"

# How long an activation link and a link to a new password work.
PASSWORD_RESET_TIMEOUT = int(timedelta(days=7).total_seconds())

UNFOLD = {
    "SITE_TITLE": "opendays.context.portal_name",
    "SITE_HEADER": "opendays.context.portal_name",
    "SITE_SUBHEADER": _("Staff desk"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "account_balance",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("favicon.svg")}],
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"action": reverse_lazy("display")},
    "SHOW_BACK_BUTTON": False,
    "BORDER_RADIUS": "5px",
    "STYLES": [lambda request: static("css/desk.css"), lambda request: static("css/review.css")],
    "SCRIPTS": [lambda request: static("js/desk.js")],
    "DASHBOARD_CALLBACK": "opendays.work.first_page",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": "opendays.navigation.sidebar",
    },
    # The paper, ink and vermilion of the public pages (static/css/tokens.css).
    "COLORS": {
        "base": {
            "50": "#fcf9f3",
            "100": "#f5eee2",
            "200": "#e8decd",
            "300": "#d3c5b0",
            "400": "#a3937f",
            "500": "#74675a",
            "600": "#5d5248",
            "700": "#473e36",
            "800": "#302a25",
            "900": "#211d19",
            "950": "#171411",
        },
        "primary": {
            "50": "#fcf1ee",
            "100": "#f7e6e0",
            "200": "#efcbc2",
            "300": "#e3a497",
            "400": "#d0705f",
            "500": "#b23a33",
            "600": "#96191c",
            "700": "#74100f",
            "800": "#5d0d0d",
            "900": "#450a0a",
            "950": "#2b0606",
        },
        "font": {
            "subtle-light": "var(--color-base-600)",
            "subtle-dark": "var(--color-base-400)",
            "default-light": "var(--color-base-700)",
            "default-dark": "var(--color-base-300)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
}
