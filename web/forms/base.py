"""Forms that pass what was typed to a service and show the service's refusal beside its field."""

from django import forms

from common.errors import AttestError, Invalid
from common.refusals import said


class ServiceForm(forms.Form):
    """A form without rules of its own: the service decides, `take` shows why it refused."""

    use_required_attribute = True

    def take(self, refusal: AttestError) -> None:
        """Put each fault beside the field it names; what names no field of this form stands above it."""
        faults = refusal.errors if isinstance(refusal, Invalid) else []
        placed = False
        for fault in faults:
            if fault.get("field") in self.fields:
                self.add_error(str(fault["field"]), said(str(fault["message"])))
                placed = True
        if not placed:
            self.add_error(None, said(refusal.message))
