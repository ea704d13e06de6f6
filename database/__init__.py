"""Ways of asking the database that any room may use; nothing here knows what is asked for."""
