"""Site search in Russian and English: word forms, beginnings of words, typing errors; the same on every database.

PostgreSQL's full text search knows Russian word forms and SQLite's does not, PostgreSQL's trigrams know typing errors and
SQLite has none. So the words of a page are reduced to stems in Python and kept in an ordinary indexed table, and what was
asked is reduced in the same way.
"""
