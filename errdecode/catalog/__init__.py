"""Catalogues: what a file holds, how it is read, judged and indexed."""
