"""What templates are given: plain values worked out with few queries, no models with lazy relations."""
