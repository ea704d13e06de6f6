from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Gives Django's own files a content hash and leaves Vite's names alone.

    Vite has already hashed what lies under `site/assets/`. Hashing it again would make a lazily imported chunk load its
    entry a second time under the first name (https://github.com/MrBin99/django-vite/issues/86).
    """

    def hashed_name(self, name: str, content: object = None, filename: str | None = None) -> str:
        if name.startswith("site/assets/"):
            return name
        return str(super().hashed_name(name, content, filename))
