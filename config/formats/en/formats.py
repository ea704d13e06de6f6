"""English as Europe writes it: the day first and 24 hours, alike in words that Django forms and in our own."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
FIRST_DAY_OF_WEEK = 1
#: A day is not taken for a month.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
