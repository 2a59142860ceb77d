"""What the tests say of a refused act."""

from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError


@contextmanager
def refused(code: str):
    """The act raises a ValidationError of this code, and changes nothing: the caller checks that."""
    with pytest.raises(ValidationError) as error:
        yield
    assert (
        code in {each.code for each in error.value.error_list}
        if hasattr(error.value, "error_list")
        else {each.code for errors in error.value.error_dict.values() for each in errors}
    )
