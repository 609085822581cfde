"""Tests in a browser are collected where one is asked for: `make pictures` and `make assurance` do."""

import os

collect_ignore = [] if os.environ.get("FOLKMOOT_BROWSER") == "1" else ["test_card_on_a_phone.py"]
