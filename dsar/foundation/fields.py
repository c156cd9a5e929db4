"""Sealed model fields: written encrypted under the row's key, opened when read, refused in every look-up.

The model needs a UUID primary key and an attribute or property `key_id` (the DataKey). The ciphertext is bound to
table, column and primary key, so it opens nowhere else. Reading a field whose key was destroyed raises KeyDestroyed.
"""

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from dsar.foundation import cipher
from dsar.foundation.errors import IntegrityBroken


class Sealed(bytes):
    """Ciphertext as it came from the database, not opened yet."""

    __slots__ = ()


class _Opener:
    """Opens the field on first reading and keeps the plain value on the instance."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, Sealed):
            value = self.field.open_for(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Bytes = models.BinaryField[Any, Any]
else:
    _Bytes = models.BinaryField


class SealedTextField(_Bytes):
    """A text, sealed. The empty text is stored sealed too, so that emptiness does not show."""

    description = "Sealed text"
    empty: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._plain_default = kwargs.pop("default", self.empty)
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def get_default(self) -> Any:
        """The plain value of a row that was never given one; the database itself has no default."""
        return self._plain_default() if callable(self._plain_default) else self._plain_default

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        return self.seal_for(model_instance, value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        # b"" is what a new column holds in rows that stood before it
        if value is not None and value != b"" and not isinstance(value, Sealed):
            message = f"{self.name} is sealed: save the instance; update() and look-ups cannot write or compare it"
            raise FieldError(message)
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            message = f"{self.name} is sealed and cannot be looked up; use the blind index"
            raise FieldError(message)
        return super().get_lookup(lookup_name)

    def seal_for(self, instance: models.Model, value: Any) -> Sealed:
        """The ciphertext of a plain value in this place."""
        return Sealed(cipher.seal(_key_of(instance), self.encode(value), self.place(instance)))

    def open_for(self, instance: models.Model, token: Sealed) -> Any:
        """The plain value of a ciphertext in this place.

        Raises:
            IntegrityBroken: the bytes are not what was sealed here.
            KeyDestroyed: the key is gone.
        """
        if not token:
            return self.get_default()
        try:
            return self.decode(cipher.unseal(_key_of(instance), bytes(token), self.place(instance)))
        except cipher.CannotOpen as error:
            message = "A sealed value is not what was written; restore it from a backup."
            raise IntegrityBroken(message) from error

    def place(self, instance: models.Model) -> bytes:
        return f"v1|{instance._meta.db_table}|{self.column}|{instance.pk}".encode()

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, plain: bytes) -> Any:
        return plain.decode()


class SealedJSONField(SealedTextField):
    """A JSON value, sealed."""

    description = "Sealed JSON"
    empty = dict

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)


def _key_of(instance: models.Model) -> bytes:
    from dsar.foundation.keys import data_key

    key_id = getattr(instance, "key_id", None)
    if not isinstance(key_id, UUID):
        message = f"{type(instance).__name__} has no key to seal with"
        raise FieldError(message)
    return data_key(key_id, "fields")
