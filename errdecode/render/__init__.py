"""How answers look: plain lines, JSON, and tables for a terminal."""
