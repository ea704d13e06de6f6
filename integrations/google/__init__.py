"""Google's Actions Center: feeds of branches, services and free times. See docs/integrations/google.md."""
