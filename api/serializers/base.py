"""What the shapes share: strictness on the way in, and the problem every refusal is."""

from typing import Any

from rest_framework import serializers


class Strict(serializers.Serializer[Any]):
    """An input that refuses fields it does not know: a misspelt one would be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values."""
        if isinstance(data, dict):
            unknown = sorted(str(name)[:60] for name in data.keys() - self.fields.keys())
            if unknown:
                raise serializers.ValidationError(
                    {name: ["There is no such field here."] for name in unknown}
                )
        return super().to_internal_value(data)


class FieldError(serializers.Serializer[Any]):
    """One fault of one field."""

    field = serializers.CharField(help_text="`roles.0` is the first of `roles`; empty: the whole.")
    message = serializers.CharField()
    code = serializers.CharField(required=False)


class Problem(serializers.Serializer[Any]):
    """A refusal, RFC 9457. `code` is stable; `detail` says what happened and what to do."""

    type = serializers.CharField(help_text="`urn:attest:problem:` and the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    who_can = serializers.CharField(
        required=False, help_text="Whom to ask, where the answer is a missing right."
    )
    errors = FieldError(many=True, required=False)  # type: ignore[assignment]
    request_id = serializers.CharField(required=False)
