"""The shapes of requests and answers. No rule of booking or of the record lives here."""
