"""Shell completion and the man page: generated from the command tree and the catalogues."""
