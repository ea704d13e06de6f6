"""What is true of the portal everywhere. `dev`, `test` and `production` say what differs."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parents[2]
#: What a running portal writes: database, media, logs, simulators' state.
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "people",
    "outbox",
    "booking",
    "records",
    "notifications",
    "cabinet",
    "cms",
    "patient_api",
    "staff",
    "integrations",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "people.wagtail_users.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.usersessions",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "two_factor",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_vite",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "config.middleware.BrowserPolicies",
    "cms.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "people.staff_guard.StaffGuard",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "cms.context_processors.clinic",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
# Wall-clock time always comes from the Location of a visit; this zone only serves pages that have none.
TIME_ZONE = "Europe/Moscow"

# --- People: accounts and sign-in -------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
# Only staff have passwords. Patients sign in by phone code, which needs no backend.
AUTHENTICATION_BACKENDS = ["people.auth_backends.StaffPasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
#: Request header (as in `request.META`) in which our proxy tells the client's address; empty without a proxy.
CLIENT_ADDRESS_HEADER = ""
#: Master keys of encrypted fields, `id:base64,id:base64`, the first of which seals; and the key of blind indexes.
FIELD_KEK_RING = ""
BLIND_INDEX_KEY = ""
EXAMPLE_KEYS_ALLOWED = False

LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "people.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
# Counted by people.rate_limits instead, which holds under parallel requests.
ACCOUNT_RATE_LIMITS = False
HEADLESS_CLIENTS = ("browser",)
#: Regions (of the parsed number, ISO 3166) whose mobile numbers may receive a code; the first is assumed when a number
#: is typed without its country.
SIGN_IN_PHONE_REGIONS = ["RU"]
#: (codes, seconds) allowed per address, per range of ten thousand numbers, per number, and for the whole site.
SIGN_IN_LIMITS = {
    "address": [(20, 3600), (60, 86400)],
    "range": [(30, 3600)],
    "number": [(1, 60), (5, 3600), (10, 86400)],
    "site": [(1000, 3600)],
}
PATIENT_SESSION_SECONDS = 24 * 3600

TWO_FACTOR_PATCH_ADMIN = False
#: Addresses that only staff with a proven second factor enter.
STAFF_PREFIXES = ("/admin/", "/staff/")
STAFF_HOME = "/staff/"
#: (attempts, seconds) of a password per address and per name.
STAFF_PASSWORD_LIMITS = {"address": [(30, 900)], "name": [(10, 900)]}
STAFF_IDLE_SECONDS = 15 * 60
STAFF_SESSION_SECONDS = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- Rooms that meet through settings ---------------------------------------------------------------
#: Which implementation serves a lower room's Protocol (`<room>/ports.py`), by dotted path.
PORTS: dict[str, str] = {
    "booking.SchedulingSystem": "integrations.connections.connect",
    "cms.AddressAnnouncer": "integrations.indexnow.client.announce",
    "cabinet.DoctorFaces": "cms.presenters.doctors.doctor_faces",
    "cabinet.MountPoints": "cms.presenters.clinic.mount_address",
    "integrations.BranchAddresses": "cms.addresses.branch_addresses",
    "notifications.PatientUrl": "cabinet.mount.patient_url",
    "people.CodeSender": "notifications.sign_in_codes.send",
    "people.PatientHome": "cabinet.mount.home_url",
}
#: Who hears of an event: dotted paths of functions that take an `outbox.Message`.
OUTBOX_SUBSCRIBERS: dict[str, list[str]] = {
    "appointment.requested": [
        "integrations.mis.appointment_requested",
        "notifications.subscribers.appointment_changed",
    ],
    "appointment.confirmed": [
        "notifications.subscribers.appointment_changed",
        "booking.services.replanning.appointment_changed",
    ],
    "appointment.rejected": [
        "notifications.subscribers.appointment_changed",
        "booking.services.replanning.appointment_changed",
    ],
    "appointment.moved": [
        "integrations.mis.appointment_moved",
        "notifications.subscribers.appointment_changed",
    ],
    "appointment.cancelled": [
        "integrations.mis.appointment_cancelled",
        "notifications.subscribers.appointment_changed",
        "booking.services.replanning.appointment_changed",
    ],
    "appointment.fulfilled": ["booking.services.replanning.appointment_changed"],
    "addresses.changed": ["cms.announcing.announce_batch"],
    "picture.uploaded": ["cms.renditions.make_all"],
    "appointment.move-offered": ["notifications.subscribers.move_offered"],
    "review.asked": ["notifications.subscribers.review_asked"],
    "waitlist.offered": [
        "notifications.freed_times.tell_by_sms",
        "notifications.freed_times.tell_by_email",
    ],
    "notification.planned": ["notifications.subscribers.notification_planned"],
    "practitioner.registered": ["cms.drafting.practitioner_registered"],
    "location.registered": ["cms.drafting.location_registered"],
}
#: The pause after a first failed delivery; it doubles with each further one, up to an hour.
OUTBOX_RETRY_SECONDS = 300
#: While an outside system is down, one message in this time asks whether it is back.
OUTBOX_PROBE_SECONDS = 30
#: With a broker Celery delivers and runs the periodic jobs; without one `manage.py worker` does.
CELERY_BROKER_URL = ""
CELERY_TASK_IGNORE_RESULT = True
# Workers write their log as everybody here does.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {"tick": {"task": "outbox.tasks.tick", "schedule": 5.0, "options": {"expires": 10.0}}}
#: Periodic work of the worker: name → (dotted path of a function without arguments, seconds between runs).
PERIODIC_JOBS: dict[str, tuple[str, int]] = {
    "forget-expired-counters": ("people.rate_limits.forget_expired", 3600),
    "forget-expired-sessions": ("people.sessions.forget_expired", 3600),
    "forget-settled-messages": ("outbox.services.forget_settled", 24 * 3600),
    "check-structured-data": ("cms.structured_data.checking.check_due", 60),
    "announce-changed-addresses": ("cms.announcing.batch_waiting", 60),
    "sweep-expired-holds": ("booking.periodic.sweep_holds", 60),
    "forget-booking-requests": ("booking.periodic.forget_requests", 24 * 3600),
    "mirror-near-free-times": ("integrations.mirror.refresh_near", 60),
    "mirror-all-free-times": ("integrations.mirror.refresh_all", 15 * 60),
    "publish-scheduled-pages": ("cms.editorial.scheduling.publish_due", 60),
    "check-rules-of-pages": ("cms.editorial.checking.check_all", 24 * 3600),
    "check-links-of-pages": ("cms.editorial.links.check_all", 24 * 3600),
    "remind-of-reviews": ("cms.editorial.reminders.remind", 7 * 24 * 3600),
    "forget-enquiries": ("cms.models.enquiries.forget_old", 24 * 3600),
    "index-site-search": ("cms.search.indexing.index_everything", 24 * 3600),
    "offer-freed-times": ("booking.services.waiting.offer_due", 60),
    "ask-for-reviews": ("booking.services.reviewing.ask_due", 3600),
    "forget-answered-requests": ("patient_api.idempotency.forget_old_keys", 24 * 3600),
}
#: Channel name → dotted path of what delivers a notification through it.
NOTIFICATION_CHANNELS: dict[str, str] = {"email": "notifications.mail.DjangoMailer"}
#: Connection name (`Location.mis_system`) → how to reach that medical information system.
MIS_CONNECTIONS: dict[str, dict[str, Any]] = {}
#: Feeds for Google: what the branches are, in Google's words, and what is nobody's business there.
GOOGLE: dict[str, Any] = {
    "category": "doctor",
    "specialities_left_out": [
        *("addiction-medicine", "dermatovenereology", "fertility", "infectious-diseases", "oncology"),
        *("psychiatry", "psychotherapy", "sexology"),
    ],
}

# --- Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [("site", BASE_DIR / "build" / "site"), BASE_DIR / "site" / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.PortalStaticFilesStorage"},
}
# Names that hold a hash of the content, Vite's and Django's, may be kept for ever. WhiteNoise knows Django's only.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/(site/assets/[^/]+-[\w-]{8}|[^/]+\.[0-9a-f]{12})\.\w+$"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
DJANGO_VITE = {
    "default": {"manifest_path": BASE_DIR / "build" / "site" / "manifest.json", "static_url_prefix": "site"},
}

# --- Headers ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    # Wagtail's admin still has inline start-up scripts without a nonce hook: `config.middleware` gives it its own.
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
ADMIN_CONTENT_SECURITY_POLICY: dict[str, Any] = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    # Live preview is an iframe of our own pages.
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
#: Nothing here films, listens or asks where somebody is.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- Wagtail ----------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Clinic portal"
WAGTAILADMIN_LOGIN_URL = "two_factor:login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# A mailbox must not be enough to take an account over; an administrator sets a new password.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Neither editors' mail hashes nor version numbers leave the house.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "cms.ClinicImage"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
#: Scheme and host of the public site, for addresses in messages and feeds.
PUBLIC_URL = "http://localhost:8000"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Search engines -----------------------------------------------------------------------------------
#: A trial installation that search engines can reach says False: every page is noindex, robots.txt shuts the house.
SEARCH_ENGINES_WELCOME = True
#: User agents that robots.txt asks to stay away, such as "GPTBot". Answer engines are welcome unless listed.
UNWELCOME_CRAWLERS: list[str] = []
#: A list of the main pages at /llms.txt. No large engine is known to rely on it.
LLMS_TXT_ENABLED = False
#: The key that search engines find at /<key>.txt; empty: changes are not announced (https://www.indexnow.org).
INDEXNOW_KEY = ""

# --- Patient API ------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Clinic portal",
    "DESCRIPTION": "For the signed-in patient's own programs: free times, holds, visits, results, prescriptions, documents.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Labels are translated; the file must not depend on who writes it.
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["patient_api.schema.only_ours"],
    "ENUM_NAME_OVERRIDES": {
        "PageKind": "cms.content_api.serializers.KINDS",
        "AppointmentStatus": "booking.codes.AppointmentStatus",
        "ConsentKind": "people.codes.ConsentKind",
        "Modality": "booking.codes.Modality",
        "VisitModality": "patient_api.serializers.booking.MEETING",
        "ProgramBookingStatus": "booking.codes.ProgramBookingStatus",
        "ReferralStatus": "booking.codes.ReferralStatus",
        "WaitlistStatus": "booking.codes.WaitlistStatus",
        "DiagnosticReportStatus": "records.codes.DiagnosticReportStatus",
        "DocumentReferenceStatus": "records.codes.DocumentReferenceStatus",
        "MedicationRequestStatus": "records.codes.MedicationRequestStatus",
        "ObservationStatus": "records.codes.ObservationStatus",
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Its INFO lines hold whole addresses, and so the numbers that other systems are searched by.
        "httpx": {"level": "WARNING"},
        # A dozen lines for every page that is written: an import would bury what it has to say.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
