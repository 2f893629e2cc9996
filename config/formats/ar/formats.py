"""Figures on Arabic pages: Latin digits, a point for decimals and commas between thousands, as in the data itself.

Counts and dates are compared with exports and copied out of pages; one notation for both saves errors.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATE_FORMAT = "j M Y"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
