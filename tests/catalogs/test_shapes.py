"""Shapes of a user's catalogue, however little they name."""

from __future__ import annotations

import json

from harness import CATALOG_HEAD, run

CATALOG = (
    CATALOG_HEAD.format(id="gateway", name="Gateway")
    + """[[shapes]]
name = "frame"
namespaces = ["api"]
code = "channel"
[[entries]]
namespace = "api"
code = "7001"
name = "ROUTE_CLOSED"
category = "internal"
outcome = "unknown"
retry = "reconcile_first"
meaning = "The route is closed."
samples = ['{"channel":7001}']
"""
)


def test_a_code_in_a_field_that_every_frame_has_is_found(tmp_path):
    """Nothing rarer tells its frame, so every such frame is looked at."""
    (tmp_path / "gateway.toml").write_text(CATALOG)
    found = run("parse", "--catalog", tmp_path, "--format", "ndjson", stdin=b'ERROR gateway {"channel":7001}\n')
    assert json.loads(found.out)["code"] == "7001"
