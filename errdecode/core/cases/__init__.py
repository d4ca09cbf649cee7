"""Cases: what stands together in a text, and is judged as one error."""
