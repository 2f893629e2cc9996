"""The message catalogues: read from the code, translated in `locale/`, written for Python and for the browser.

Babel reads all three kinds of source, so no system gettext is needed. One .po a language holds everything, a message
once however many files say it; files are named without line numbers, so that moving code moves no catalogue.
"""
