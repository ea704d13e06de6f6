"""Whoever changes the catalogue or the hours makes every process's copy of them old."""
