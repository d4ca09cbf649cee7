"""How a text is written: objects, lists and labelled values in many languages, read into plain values."""
