"""The command line: what was typed, what it means, and where the answer goes."""
