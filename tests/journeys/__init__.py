import pytest

pytest.register_assert_rewrite(
    *(f"tests.journeys.{name}" for name in ("programme", "participants", "results", "visitor"))
)
