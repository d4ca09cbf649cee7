"""Find errors in logs and streams: bytes in, findings out."""
