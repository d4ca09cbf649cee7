"""What the sightings that stand together mean: readings, ranked, and how sure they are."""
