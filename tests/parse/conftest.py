"""Scans are held to the same inputs as the other properties."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "property"))
