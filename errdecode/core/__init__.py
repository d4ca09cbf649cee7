"""The pure core: no file, clock, environment or terminal."""
