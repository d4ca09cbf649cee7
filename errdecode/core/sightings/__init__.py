"""What stands in a text that may belong to an error: codes, words, venues, statuses, fields."""
