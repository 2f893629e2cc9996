"""How pages write figures and dates, where it is not Django's way."""
