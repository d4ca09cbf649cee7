"""A bound on the work that one text may cause, proportional to its length."""

from __future__ import annotations

STEPS_PER_CHAR = 24
"""What ordinary texts take is below a third of this."""
MIN_STEPS = 20_000


class Budget:
    """Counts steps: about a character looked at, or one turn of a loop."""

    def __init__(self, length: int) -> None:
        """Take the length of the text, in characters."""
        self.steps = MIN_STEPS + STEPS_PER_CHAR * length
        self.spent = 0

    def spend(self, steps: int) -> bool:
        """Count some steps; tell whether there are any left."""
        self.spent += steps
        return self.spent <= self.steps

    @property
    def exhausted(self) -> bool:
        """Tell whether some of the text was left unread for want of steps."""
        return self.spent > self.steps
