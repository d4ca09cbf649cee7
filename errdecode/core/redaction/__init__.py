"""Take credentials out of whatever is going to be shown."""
