"""Venues' own error documents: read them, draft a catalogue from one, compare one with a catalogue."""
