from typing import Any

from events.foundation import crypto


class Masked:
    """Somebody with a name and a telephone, as lists show them: enough to be told apart, and no more."""

    name: Any
    phone: Any

    @property
    def masked_name(self) -> str:
        return crypto.mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return crypto.mask_phone(self.phone)
