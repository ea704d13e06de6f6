"""Puts the invented clinic into the database. Every step adds what is missing and leaves alone what is there."""
